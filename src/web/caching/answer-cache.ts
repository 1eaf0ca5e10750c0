import { createVersionWatch, type VersionWatch } from './version-watch.js';

/** An answer that is the same for everybody who asks for its address. */
export interface Answer {
  body: Buffer;
  type: string;
  cacheControl: string;
  etag: string;
  lastModified?: Date;
}

/** An answer in the cache. `since`: when these very bytes were first made, by the clock on the wall, in ms. */
export interface KeptAnswer extends Answer {
  since: number;
}

/** An answer that others wait for: one of the two has to be called, whatever becomes of it. */
export interface Making {
  /** Returns it as it is kept. */
  keep(answer: Answer): KeptAnswer;
  /** Nothing came of it; those who wait make their own. */
  giveUp(): void;
}

/** Answers in memory, each as long as nothing was written since it was begun. */
export interface AnswerCache {
  /** The answer, waiting for whoever is making it now; else, for one of those who ask, the task of making it. */
  find(key: string): Promise<{ answer?: KeptAnswer; making?: Making }>;
}

export interface CacheOptions extends VersionWatch {
  /** Most that is kept; beyond it the answers that were not asked for longest go. 0: nothing is kept. */
  maxBytes: number;
}

/** Pages also move with the clock (votes since yesterday, today's date), so none is older than this. */
const OLDEST_MS = 30_000;

/** An answer that takes up more than this share of the cache is not kept. */
const LARGEST_SHARE = 1 / 8;

interface Entry extends KeptAnswer {
  version: string;
  begunAt: number;
}

interface Begun {
  version: string;
  done: Promise<KeptAnswer | undefined>;
}

export function createAnswerCache({ maxBytes, ...watch }: CacheOptions): AnswerCache {
  const { now } = watch;
  const versionNow = createVersionWatch(watch);
  const entries = createEntries(maxBytes);
  const begun = new Map<string, Begun>();

  const beginMaking = (key: string, version: string): Making => {
    const begunAt = now();
    let settle: (answer?: KeptAnswer) => void = () => undefined;
    const done = new Promise<KeptAnswer | undefined>((resolve) => {
      settle = resolve;
    });
    const mine = { version, done };
    begun.set(key, mine);
    const finish = (answer?: KeptAnswer) => {
      settle(answer);
      if (begun.get(key) === mine) begun.delete(key);
    };
    return {
      keep(answer) {
        const before = entries.get(key);
        const since = before?.etag === answer.etag ? before.since : Date.now();
        entries.put(key, { ...answer, since, version, begunAt });
        finish({ ...answer, since });
        return { ...answer, since };
      },
      giveUp: () => finish(),
    };
  };

  return {
    async find(key) {
      if (maxBytes === 0) return {};
      const version = await versionNow();
      const entry = entries.get(key);
      if (entry?.version === version && now() - entry.begunAt < OLDEST_MS) {
        entries.touch(key);
        return { answer: entry };
      }
      const other = begun.get(key);
      // What was begun before the last write may not show it.
      if (other?.version !== version) return { making: beginMaking(key, version) };
      const answer = await other.done;
      return answer ? { answer } : {};
    },
  };
}

/** Bounded by their bytes; the last one asked for is the last one to go. */
function createEntries(maxBytes: number) {
  const entries = new Map<string, Entry>();
  let bytes = 0;
  const drop = (key: string) => {
    bytes -= entries.get(key)?.body.byteLength ?? 0;
    entries.delete(key);
  };
  return {
    get: (key: string) => entries.get(key),
    put(key: string, entry: Entry) {
      drop(key);
      if (entry.body.byteLength > maxBytes * LARGEST_SHARE) return;
      entries.set(key, entry);
      bytes += entry.body.byteLength;
      for (const oldest of entries.keys()) {
        if (bytes <= maxBytes) return;
        drop(oldest);
      }
    },
    touch(key: string) {
      const entry = entries.get(key);
      if (entry === undefined) return;
      entries.delete(key);
      entries.set(key, entry);
    },
  };
}
