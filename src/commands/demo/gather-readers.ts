import type { App } from '../../app.js';
import { BroadsheetError } from '../../errors.js';
import type { Subscriber } from '../../model/subscriber.js';
import type { NewSubscriber } from '../../store/store.js';
import { readPeople } from './read-people.js';
import type { PeopleStart } from './tell-people.js';

/** Two readers with different topics: what one of them gets, the other mostly does not. */
export const READERS: NewSubscriber[] = [
  {
    email: 'ada@example.org',
    state: 'active',
    hour: 6,
    topics: ['robotics', 'computer-vision', 'generative-models', 'multimodal'],
    keywords: ['manipulation'],
  },
  {
    email: 'ben@example.org',
    state: 'active',
    hour: 7,
    topics: ['nlp-llm', 'recommender-and-retrieval', 'safety-privacy-and-security', 'agents-and-reasoning'],
    keywords: ['prompt injection'],
  },
];

/** Whom the last of them follows, where the site shows the researcher's profile. */
const FOLLOWED = 'Ryumei Nakada';

/** The readers. The last one follows a researcher, who is known by then: profiles are read once before anything else. */
export async function gatherReaders(
  app: App,
  at: Date,
): Promise<{ readers: Subscriber[]; start: PeopleStart }> {
  const { store } = app.deps;
  const { fresh, failures } = await readPeople(app);
  if (failures.length > 0) throw new BroadsheetError(failures.join('\n'), { code: 'demo' });
  const [followed] = (await store.profiles()).filter(({ name }) => name === FOLLOWED);
  const readers: Subscriber[] = [];
  for (const reader of READERS) {
    const follows = reader === READERS.at(-1) && followed ? [followed.authorId] : [];
    readers.push(await store.addSubscriber({ ...reader, authors: follows, createdAt: at }));
  }
  const last = readers.at(-1);
  const follower = followed && last && { email: last.email, authorId: followed.authorId };
  return { readers, start: { at, papers: fresh, ...(follower && { follower }) } };
}
