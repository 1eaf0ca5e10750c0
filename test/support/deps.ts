import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createLinks } from '../../src/access/links.js';
import { loadConfig } from '../../src/config.js';
import { createHttpFetcher } from '../../src/fetch/http-fetcher.js';
import type { Deps } from '../../src/jobs/deps.js';
import type { Measures } from '../../src/jobs/measures.js';
import { openWriters } from '../../src/jobs/open-writers.js';
import { createOutbox } from '../../src/mail/outbox.js';
import type { Clock } from '../../src/model/clock.js';
import { loadSources } from '../../src/sources/load-sources.js';
import type { Store } from '../../src/store/store.js';
import { compileTopics } from '../../src/topics/compile-topics.js';
import { createTermClassifier } from '../../src/topics/term-classifier.js';

/** A machine on which nothing is short, and a queue in which nothing waits. */
export const quiet: Measures = {
  queues: async () => [],
  redis: async () => undefined,
  disk: async () => undefined,
  schema: async () => ({ pending: [], unknown: [] }),
};

/** What jobs ask for, with the real parts of the laptop size, and the site for the world. */
export async function buildDeps(parts: {
  store: Store;
  clock: Clock;
  /** Stands in for the world. */
  site: { url: string };
  /** Where the outbox is made. */
  dir: string;
  /** Little patience is for sites that are to be given up: a busy machine may keep any other waiting. */
  headersTimeoutMs?: number;
}): Promise<Deps> {
  const publicUrl = 'https://paper.example.org';
  const config = await loadConfig({ DATA_DIR: parts.dir, PUBLIC_URL: publicUrl });
  const links = createLinks({ secretKey: 'a secret key that only tests know', publicUrl });
  const { host } = new URL(parts.site.url);
  const { headersTimeoutMs = config.fetch.headersTimeoutMs } = parts;
  return {
    store: parts.store,
    clock: parts.clock,
    sources: await loadSources(config.sources.map((source) => ({ ...source, baseUrl: parts.site.url }))),
    fetcher: createHttpFetcher({
      userAgent: 'Broadsheet/test',
      hosts: [host],
      openHosts: [host],
      limits: { ...config.fetch, headersTimeoutMs },
      clock: parts.clock,
    }),
    classifier: createTermClassifier(),
    topics: compileTopics(config.topics),
    authors: config.authors,
    ...(await openWriters(config, links)),
    links,
    transport: createOutbox(join(parts.dir, 'outbox')),
    measures: quiet,
    settings: config,
    owner: 'test',
    mailDomain: 'paper.example.org',
    newId: randomUUID,
  };
}
