import { randomUUID } from 'node:crypto';
import type { Config } from '../config.js';
import { BroadsheetError } from '../errors.js';
import type { Fetcher } from '../fetch/fetcher.js';
import { scanSource } from '../jobs/scan-source.js';
import type { Scope } from '../model/scan.js';
import { titleKey } from '../papers/title-key.js';
import { loadSources } from '../sources/load-sources.js';
import { createStore } from '../store/create-store.js';
import type { Database } from '../store/database.js';
import { compileTopics } from '../topics/compile-topics.js';
import { createTermClassifier } from '../topics/term-classifier.js';

/** A page to be read at a moment, as if the site had just sent it. */
export interface SentPage {
  sourceId: string;
  scope: Scope;
  body: string;
  at: Date;
}

/** Reads a page the whole way but for the network: parse, diff, classify, save. Raises when it is not believed. */
export type ReadPage = (page: SentPage) => Promise<void>;

/** The job as it runs in the program, on a database of the bench's. Several pages may be read at once. */
export async function createPageReader(
  config: Config,
  database: Database,
  signal: AbortSignal,
): Promise<ReadPage> {
  const entries = ['hf-daily', 'arxiv'].map((id) => ({ id, schedule: '0 0 * * *', scopes: [] }));
  const needs = {
    sources: await loadSources(entries),
    classifier: createTermClassifier(),
    topics: compileTopics(config.topics),
    authors: [],
    settings: config,
    newId: randomUUID,
    store: createStore(database, { titleKey, hashAddress: (email) => email }),
  };
  return async (page) => {
    const { sourceId, scope, at } = page;
    const payload = { sourceId, scope, force: false, askedBy: 'bench' };
    const here = { ...needs, fetcher: createSender(page), clock: { now: () => at } };
    const { outcome, reason } = await scanSource.run(payload, here, signal);
    if (outcome === 'ok') return;
    throw new BroadsheetError(`bench: ${sourceId} ${JSON.stringify(scope)}: ${outcome}: ${reason}`);
  };
}

/** Answers whatever is asked with the one page. */
function createSender({ body, at: fetchedAt }: SentPage): Fetcher {
  return {
    fetch: async ({ url }) => ({
      requestUrl: url,
      url,
      status: 200,
      body,
      unchanged: false,
      validators: {},
      fetchedAt,
    }),
    close: async () => undefined,
  };
}
