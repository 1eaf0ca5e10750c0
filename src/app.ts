import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createAddressHasher } from './access/addresses.js';
import { createLinks, type Links } from './access/links.js';
import { hashPassword, verifyPassword } from './access/passwords.js';
import { fingerprint, openSecrets, type Secrets } from './access/secrets.js';
import { readerNeeds } from './app/reader-needs.js';
import type { Config } from './config.js';
import { rankPapers } from './digest/rank-papers.js';
import { createSummaryEndpoint } from './digest/summary-endpoint.js';
import type { Fetcher } from './fetch/fetcher.js';
import { createHostGate } from './fetch/host-gate.js';
import { createHttpFetcher } from './fetch/http-fetcher.js';
import { deliverBatch } from './jobs/deliver-batch.js';
import type { Deps } from './jobs/deps.js';
import { jobs } from './jobs/index.js';
import { openWriters } from './jobs/open-writers.js';
import { createPreviewer } from './jobs/preview-mail.js';
import { scanSource } from './jobs/scan-source.js';
import type { Summariser } from './jobs/summariser.js';
import { takeReturnedMail } from './jobs/take-returned-mail.js';
import type { Logger } from './logger.js';
import { createTransport, outboxDir } from './mail/create-transport.js';
import { createOutbox } from './mail/outbox.js';
import { readSigningKey, type SigningKey } from './mail/read-signing-key.js';
import type { Clock } from './model/clock.js';
import { titleKey } from './papers/title-key.js';
import { checkLinks } from './sources/check-links.js';
import { loadSources, type Sources } from './sources/load-sources.js';
import { createStore } from './store/create-store.js';
import { createDatabase, type Database } from './store/database.js';
import { migrate } from './store/migrate.js';
import { openPGlitePool } from './store/pglite.js';
import { openPostgresPool } from './store/postgres.js';
import type { Store } from './store/store.js';
import { compileTopics } from './topics/compile-topics.js';
import { openModel } from './topics/open-model.js';
import { createTrainedClassifier } from './topics/trained-classifier.js';
import { readVersion } from './version.js';
import { createWebServer, type WebServer } from './web/server.js';
import {
  connectDatabaseQueue,
  connectEmbeddedQueue,
  connectRedisQueue,
  type QueueConnection,
} from './workers/connect.js';
import { createQueue } from './workers/create-queue.js';
import type { Queue } from './workers/queue.js';
import { runJobs, type Workers } from './workers/run-jobs.js';
import { listSchedules } from './workers/schedule.js';
import { watchSchedules } from './workers/watch-schedules.js';

export interface AppOptions {
  logger: Logger;
  clock?: Clock;
  /** Names of the jobs this process runs; none when absent. */
  run?: readonly string[];
  /** Put the schedules into the queue, and look after them. */
  schedule?: boolean;
  /** Keeps this installation's keys apart from others on one Redis. */
  redisPrefix?: string;
}

/** The built program: what commands and pages work with. */
export interface App {
  config: Config;
  deps: Deps;
  queue: Queue;
  secrets: Secrets;
  links: Links;
  /** Migrations that this start has run. */
  migrated: string[];
  /** Builds the web server. Needs no more than what is there; call it once. */
  openWeb(): Promise<WebServer>;
  /** Gives back what is in hand, within `graceMs`, and closes everything in reverse order. */
  close(graceMs?: number): Promise<void>;
}

const GRACE_MS = 15_000;

/** Builds everything from the configuration, once. What it opened is closed again when it fails on the way. */
export async function createApp(config: Config, options: AppOptions): Promise<App> {
  const closers: (() => Promise<unknown> | unknown)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return await buildApp(config, options, closers, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function buildApp(
  config: Config,
  options: AppOptions,
  closers: (() => Promise<unknown> | unknown)[],
  closeAll: () => Promise<void>,
): Promise<App> {
  const { logger, run = [] } = options;
  // First of all: what is wrong in the configuration is told before a database is made for it.
  const sources = await loadSources(config.sources);
  await checkLinks(config.authors);
  const dkim = await readSigningKey(config.mail.dkim);
  const secrets = await openSecrets(config.environment, config.environment.DATA_DIR);
  for (const notice of secrets.notices) logger.warn(notice);
  const database = await openDatabase(config, run.length);
  closers.push(() => database.close());
  const migrated = await migrate(database);
  const hashAddress = createAddressHasher(secrets.secretKey);
  const store = createStore(database, { titleKey, hashAddress, readers: config.readers });
  await store.claimFingerprint(fingerprint(secrets.secretKey));
  await store.showSummariesOf(config.summaries.endpoint === '' ? undefined : config.summaries.model);

  const connection = await connectQueue(config, database, options.redisPrefix);
  closers.push(() => connection.close());
  const queue = createQueue(connection, jobs);
  closers.push(() => queue.close());

  const { PUBLIC_URL: publicUrl, BOUNCE_ADDRESS: bounceAddress } = config.environment;
  const links = createLinks({ secretKey: secrets.secretKey, publicUrl, bounceAddress });
  const deps = await buildDeps(config, options, store, sources, links, dkim);
  closers.push(
    () => deps.transport.close(),
    () => deps.fetcher.close(),
    () => Promise.all(deps.summariser?.fetchers.map((fetcher) => fetcher.close()) ?? []),
  );

  const workers = runJobs({
    connection,
    queue,
    jobs,
    run,
    deps,
    concurrency: config.jobs.concurrency,
    logger,
  });
  if (options.schedule) closers.push(await startSchedules(config, queue, workers, deps, logger));
  let graceMs = GRACE_MS;
  closers.push(() => workers.close(graceMs));

  return {
    config,
    deps,
    queue,
    secrets,
    links,
    migrated,
    openWeb: () => openWeb({ config, deps, queue, secrets, logger }, queue.boards),
    close(grace = GRACE_MS) {
      graceMs = grace;
      return closeAll();
    },
  };
}

/** Where the embedded database lies. */
export const databaseDir = (config: Config) => join(config.environment.DATA_DIR, 'db');

async function openDatabase(config: Config, listeners: number): Promise<Database> {
  const { DATABASE_URL } = config.environment;
  if (DATABASE_URL) return createDatabase(openPostgresPool({ url: DATABASE_URL, listeners }));
  return createDatabase(await openPGlitePool({ dataDir: databaseDir(config) }));
}

function connectQueue(config: Config, database: Database, prefix?: string): Promise<QueueConnection> {
  const { REDIS_URL, DATABASE_URL } = config.environment;
  if (REDIS_URL) return connectRedisQueue(REDIS_URL, prefix);
  return DATABASE_URL ? connectDatabaseQueue(database.pool) : connectEmbeddedQueue(database.pool);
}

async function buildDeps(
  config: Config,
  { clock = { now: () => new Date() } }: AppOptions,
  store: Store,
  sources: Sources,
  links: Links,
  dkim?: SigningKey,
): Promise<Deps> {
  const { mail, environment } = config;
  const summariser = openSummariser(config, clock);
  return {
    store,
    sources,
    fetcher: openFetcher(config, clock, store, sources),
    classifier: createTrainedClassifier(await openModel()),
    topics: compileTopics(config.topics),
    authors: config.authors,
    ...(summariser && { summariser }),
    ...(await openWriters(config, links)),
    links,
    transport: createTransport({ environment, inFlight: mail.inFlight, ...(dkim && { dkim }) }),
    clock,
    settings: config,
    owner: `${hostname()}.${process.pid}`,
    mailDomain: new URL(environment.PUBLIC_URL).hostname,
    newId: randomUUID,
  };
}

/** Only hosts that a source declares or the operator opened are asked; how politely, all processes remember together. */
function openFetcher(config: Config, clock: Clock, store: Store, sources: Sources): Fetcher {
  const { allowHosts: openHosts, gaps, ...limits } = config.fetch;
  const declared = sources.all().flatMap((source) => source.sites().map((site) => new URL(site).host));
  return createHttpFetcher({
    userAgent: userAgent(config),
    hosts: [...declared, ...openHosts],
    openHosts,
    limits,
    clock,
    gate: createHostGate({ turns: store, gaps, openHosts, requestMs: limits.totalTimeoutMs }),
    robots: store,
  });
}

/**
 * The language model that the operator has named, if any. Its host may lie in a private network, as the operator named
 * it; it is no site that has to be spared, so that only `summaries.concurrency` bounds how often it is asked.
 */
function openSummariser(config: Config, clock: Clock): Summariser | undefined {
  const { endpoint: address, model, concurrency, timeoutMs } = config.summaries;
  if (address === '') return undefined;
  const { allowHosts: _hosts, gaps: _gaps, ...limits } = config.fetch;
  const { host } = new URL(address);
  const patience = { headersTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs, totalTimeoutMs: timeoutMs };
  const openOne = () =>
    createHttpFetcher({
      userAgent: userAgent(config),
      hosts: [host],
      openHosts: [host],
      limits: { ...limits, ...patience },
      clock,
    });
  return {
    endpoint: createSummaryEndpoint({ address, model, key: config.environment.SUMMARIES_KEY }),
    fetchers: Array.from({ length: concurrency }, openOne),
  };
}

/** Names the program, its version and where its operator is found: what the sources ask of a polite client. */
function userAgent({ site, environment }: Config): string {
  const where = [environment.PUBLIC_URL, site.contact].filter((part) => part !== '').join('; ');
  return `Broadsheet/${readVersion()} (+${where.replace(/[^\x20-\x7e]/g, '')})`;
}

async function startSchedules(config: Config, queue: Queue, workers: Workers, deps: Deps, logger: Logger) {
  const schedules = listSchedules(deps.sources.all(), config.editions);
  const watch = watchSchedules(queue, workers, deps.store, schedules, logger);
  await watch.look();
  return () => watch.close();
}

type WebParts = Pick<App, 'config' | 'deps' | 'queue' | 'secrets'> & { logger: Logger };

async function openWeb(
  parts: WebParts,
  boards: Parameters<typeof createWebServer>[0]['queues'],
): Promise<WebServer> {
  const { config, deps, queue, secrets, logger } = parts;
  await ensureFirstOperator(deps.store, secrets.adminPassword);
  return createWebServer({
    ...readerNeeds(config, deps, queue),
    store: deps.store,
    secretKey: secrets.secretKey,
    verifyPassword,
    queues: boards,
    reingest: async (request) => void (await queue.enqueue(scanSource.with(request), { attempts: 1 })),
    deliver: async (editionId) => void (await queue.enqueue(deliverBatch.with({ editionId, lane: 1 }))),
    previewMail: createPreviewer(deps),
    takeReturnedMail: (message) => takeReturnedMail(message, deps),
    showTrending: (news, { until, ...list }) =>
      rankPapers(news, config.trending, new Date(`${until}T00:00:00Z`), deps.topics, list),
    ...(isLaptop(config) && {
      outbox: createOutbox(outboxDir(config.environment.DATA_DIR)),
    }),
    ready: async () => void (await Promise.all([deps.store.ping(), queue.ping()])),
    version: readVersion(),
    logger,
  });
}

/** Nothing configured: mails go to a folder of this machine, which the pages may then show. */
const isLaptop = ({ environment }: Config) =>
  environment.SMTP_URL === undefined && environment.DATABASE_URL === undefined;

/** `ADMIN_PASSWORD` makes the first operator, and none after that. */
async function ensureFirstOperator(store: Store, password?: string): Promise<void> {
  if (password === undefined || (await store.operators()).length > 0) return;
  await store.addOperator({ name: 'admin', role: 'operator', passwordHash: await hashPassword(password) });
}
