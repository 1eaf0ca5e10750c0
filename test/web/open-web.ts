import pino from 'pino';
import { createLinks } from '../../src/access/links.js';
import { hashPassword, verifyPassword } from '../../src/access/passwords.js';
import { hashToken } from '../../src/access/tokens.js';
import { apiNeeds } from '../../src/app/api-needs.js';
import { gatherFigures } from '../../src/app/gather-figures.js';
import { type Config, loadConfig } from '../../src/config.js';
import { prepareEdition } from '../../src/digest/compose-digest.js';
import { toPlainText } from '../../src/digest/plain-text.js';
import { rankPapers } from '../../src/digest/rank-papers.js';
import { showPaper } from '../../src/digest/show-paper.js';
import { writeFeed } from '../../src/feeds/write-feed.js';
import { hostKey } from '../../src/fetch/host-key.js';
import { openWriters } from '../../src/jobs/open-writers.js';
import { createPreviewer } from '../../src/jobs/preview-mail.js';
import { takeReturnedMail } from '../../src/jobs/take-returned-mail.js';
import { createCounters } from '../../src/metrics/counters.js';
import { createMetrics } from '../../src/metrics/create-metrics.js';
import { readAddress } from '../../src/readers/read-address.js';
import { readChoices } from '../../src/readers/read-choices.js';
import { loadSources } from '../../src/sources/load-sources.js';
import { profilePage } from '../../src/sources/profile-page.js';
import type { Database } from '../../src/store/database.js';
import type { Store } from '../../src/store/store.js';
import { compileTopics } from '../../src/topics/compile-topics.js';
import { findRisingTerms } from '../../src/topics/rising-terms.js';
import { createWebServer, type WebServer } from '../../src/web/server.js';
import type { BoardQueue, Outbox, ReingestRequest, UpcomingRun } from '../../src/web/web-needs.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';
import { quiet } from '../support/deps.js';

export const secretKey = 'a secret key that only tests know';
export const password = 'correct horse battery';
export const now = new Date('2026-08-21T09:00:00Z');

export interface OpenWeb {
  server: WebServer;
  store: Store;
  config: Config;
  links: ReturnType<typeof createLinks>;
  /** Scans that were asked for, in order. */
  asked: ReingestRequest[];
  /** Letters that were asked for, in order. */
  letters: string[];
  /** Editions that were asked to be sent, in order. */
  delivered: string[];
  /** Lines of the log, as they would be written. */
  log: string[];
  database: Database;
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface WebOptions {
  variables?: NodeJS.ProcessEnv;
  outbox?: Outbox;
  /** Changes the configuration that was read. */
  configure?: (config: Config) => Config;
  /** Makes the queues for the board, on the same database. */
  queues?: (database: Database) => Promise<BoardQueue[]>;
  ready?: () => Promise<void>;
  /** What runs by itself. */
  runs?: UpcomingRun[];
}

/** The web pages over the real store on an embedded database, with an operator named `admin` and a viewer named `viewer`. */
export async function openWeb(options: WebOptions = {}): Promise<OpenWeb> {
  const database = await openEmbeddedDatabase();
  const store = createTestStore(database);
  // What a test writes shows at once.
  const read = withWeb(await loadConfig(options.variables ?? {}), { cacheSeconds: 0 });
  const config = options.configure?.(read) ?? read;
  const sources = await loadSources(config.sources);
  const links = createLinks({
    secretKey,
    publicUrl: config.environment.PUBLIC_URL,
    bounceAddress: config.environment.BOUNCE_ADDRESS,
  });
  const asked: ReingestRequest[] = [];
  const letters: string[] = [];
  const delivered: string[] = [];
  const log: string[] = [];
  const passwordHash = await hashPassword(password);
  await store.addOperator({ name: 'admin', role: 'operator', passwordHash });
  await store.addOperator({ name: 'viewer', role: 'viewer', passwordHash });
  const server = await createWebServer({
    store,
    config,
    links,
    secretKey,
    verifyPassword,
    ...apiNeeds({ sources, clock: { now: () => now } }),
    clock: { now: () => now },
    queues: (await options.queues?.(database)) ?? [],
    nextRuns: async () => options.runs ?? [],
    sitesOf: (sourceId) =>
      sources
        .get(sourceId)
        .sites()
        .map((site) => hostKey(new URL(site))),
    topics: config.topics,
    hashToken,
    readAddress,
    readChoices: (input) => readChoices(input, { topics: config.topics }),
    readProfileAddress: sources.readProfileAddress,
    compose(edition, reader) {
      const composed = prepareEdition(edition)(reader, new Set());
      return 'digest' in composed ? composed.digest.sections.flatMap(({ papers }) => papers) : [];
    },
    sendLetter: async (letterId) => void letters.push(letterId),
    reingest: async (request) => void asked.push(request),
    deliver: async (editionId) => void delivered.push(editionId),
    previewMail: createPreviewer({
      ...{ store, links, clock: { now: () => now }, settings: config, topics: compileTopics(config.topics) },
      ...{ mailDomain: 'localhost', ...(await openWriters(config, links)) },
    }),
    takeReturnedMail: (message) => takeReturnedMail(message, { store, links, clock: { now: () => now } }),
    showPaper: (news) => showPaper(news, config.topics, { rank: 1, score: 0, reasons: [] }),
    plainText: toPlainText,
    profilePage: (profile) => profilePage(profile, sources.all()),
    risingTerms: findRisingTerms,
    showTrending: (news, { until, ...list }) =>
      rankPapers(news, config.trending, new Date(`${until}T00:00:00Z`), config.topics, list),
    writeFeed,
    ready: options.ready ?? (() => store.ping()),
    metrics: createMetrics({
      counters: createCounters(),
      gather: () =>
        gatherFigures({ store, sources, measures: quiet, clock: { now: () => now }, settings: config }),
      pool: () => database.pool.counts?.(),
    }),
    version: '0.0.0',
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    ...(options.outbox && { outbox: options.outbox }),
  });
  const close = async () => {
    await server.close();
    await database.close();
  };
  return {
    server,
    store,
    config,
    links,
    asked,
    letters,
    delivered,
    log,
    database,
    query: database.query,
    close,
  };
}

/** The configuration with other settings of the web. */
export function withWeb(config: Config, settings: Partial<Config['web']>): Config {
  return { ...config, web: { ...config.web, ...settings } };
}
