import type { Store } from '../../src/store/store.js';
import type { Judge } from './judge.js';

interface Reader {
  id: string;
  email: string;
}

export interface Crowd {
  /** Readers who get mail. */
  size(): number;
  /** The first readers of all who are still there. */
  watched(): Reader[];
  join(count: number): Promise<void>;
  leave(count: number): Promise<void>;
}

/** Readers whose every mail is looked into. */
const WATCHED = 60;
/** Of so many that come one never confirms. */
const UNCONFIRMED = 10;
const TOPICS = [
  'robotics',
  'computer-vision',
  'generative-models',
  'multimodal',
  'nlp-llm',
  'agents-and-reasoning',
];

/** People who come and go; the judge hears of each. The same each time. */
export function createCrowd(store: Store, judge: Judge): Crowd {
  const readers: Reader[] = [];
  let number = 0;
  const joinOne = async () => {
    number += 1;
    const email = `reader-${number}@domain-${number % 9}.example`;
    const confirms = number % UNCONFIRMED !== 0;
    const { id } = await store.addSubscriber({
      email,
      state: confirms ? 'active' : 'pending',
      ...choices(number),
    });
    if (!confirms) return;
    readers.push({ id, email });
    judge.readerJoined(email);
  };
  return {
    size: () => readers.length,
    watched: () => readers.slice(0, WATCHED),
    async join(count) {
      for (let at = 0; at < count; at += 1) await joinOne();
    },
    async leave(count) {
      for (let at = 0; at < count && readers.length > 1; at += 1) {
        const [reader] = readers.splice((7919 * (number + at)) % readers.length, 1);
        if (!reader) return;
        await store.leave(reader.id);
        judge.readerLeft(reader.email);
      }
    },
  };
}

/** Every seventh chooses nothing, every fifth gets the week's paper. */
function choices(number: number) {
  const topics = number % 7 === 0 ? [] : TOPICS.filter((_topic, at) => (number + at) % 3 === 0);
  const cadence = number % 5 === 0 ? ('weekly' as const) : ('daily' as const);
  return { topics, cadence, hour: 6 + (number % 3), weekday: 1 };
}
