import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createAddressHasher } from './access/addresses.js';
import { createLinks, type Links } from './access/links.js';
import { fingerprint, openSecrets, type Secrets } from './access/secrets.js';
import { gatherFigures } from './app/gather-figures.js';
import { openFetcher, openOutside, openSummariser } from './app/open-fetchers.js';
import { openMeasures } from './app/open-measures.js';
import { openWeb } from './app/open-web.js';
import type { Config } from './config.js';
import type { Deps } from './jobs/deps.js';
import { jobs } from './jobs/index.js';
import { openWriters } from './jobs/open-writers.js';
import type { Logger } from './logger.js';
import { createTransport } from './mail/create-transport.js';
import { observeTransport } from './mail/observe-transport.js';
import { readSigningKey, type SigningKey } from './mail/read-signing-key.js';
import { type Counters, createCounters } from './metrics/counters.js';
import { createMetrics } from './metrics/create-metrics.js';
import type { Clock } from './model/clock.js';
import { titleKey } from './papers/title-key.js';
import { checkLinks } from './sources/check-links.js';
import { loadSources } from './sources/load-sources.js';
import { holderOf } from './store/backups.js';
import { createStore } from './store/create-store.js';
import { createDatabase, type Database } from './store/database.js';
import { migrate } from './store/migrate.js';
import { openPGlitePool } from './store/pglite.js';
import { openPostgresPool } from './store/postgres.js';
import type { HoldStill } from './store/store.js';
import { compileTopics } from './topics/compile-topics.js';
import { openModel } from './topics/open-model.js';
import { createTrainedClassifier } from './topics/trained-classifier.js';
import type { WebServer } from './web/server.js';
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
  /** Keeps the embedded database from being written to while its files are copied; absent with `DATABASE_URL`. */
  holdStill?: HoldStill;
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
  const { database, holdStill } = await openDatabase(config, run.length);
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
  const counters = createCounters();
  const measures = openMeasures(config.environment.DATA_DIR, database, queue);
  const deps = await buildDeps(config, options, { store, sources, links, dkim, measures, counters });
  const metrics = createMetrics({
    counters,
    gather: () => gatherFigures(deps),
    pool: () => database.pool.counts?.(),
  });
  closers.push(
    () => deps.transport.close(),
    () => deps.fetcher.close(),
    () => deps.outside?.fetcher.close(),
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
    ...(holdStill && { holdStill }),
    migrated,
    openWeb: () => openWeb({ config, deps, queue, metrics, secrets, logger }),
    close(grace = GRACE_MS) {
      graceMs = grace;
      return closeAll();
    },
  };
}

/** Where the embedded database lies. */
export const databaseDir = (config: Config) => join(config.environment.DATA_DIR, 'db');

async function openDatabase(
  config: Config,
  listeners: number,
): Promise<Pick<App, 'holdStill'> & { database: Database }> {
  const { DATABASE_URL } = config.environment;
  if (DATABASE_URL) return { database: createDatabase(openPostgresPool({ url: DATABASE_URL, listeners })) };
  const pool = await openPGlitePool({ dataDir: databaseDir(config) });
  return { database: createDatabase(pool), holdStill: holderOf(pool) };
}

function connectQueue(config: Config, database: Database, prefix?: string): Promise<QueueConnection> {
  const { REDIS_URL, DATABASE_URL } = config.environment;
  if (REDIS_URL) return connectRedisQueue(REDIS_URL, prefix);
  return DATABASE_URL ? connectDatabaseQueue(database.pool) : connectEmbeddedQueue(database.pool);
}

/** What is built before what jobs ask for. */
interface DepsParts extends Pick<Deps, 'store' | 'sources' | 'links' | 'measures'> {
  dkim: SigningKey | undefined;
  counters: Counters;
}

async function buildDeps(
  config: Config,
  { clock = { now: () => new Date() } }: AppOptions,
  parts: DepsParts,
): Promise<Deps> {
  const { store, sources, links, dkim, measures, counters } = parts;
  const { mail, environment } = config;
  const summariser = openSummariser(config, clock);
  const outside = openOutside(config, clock);
  const transport = createTransport({ environment, inFlight: mail.inFlight, ...(dkim && { dkim }) });
  return {
    store,
    sources,
    fetcher: openFetcher(config, clock, store, sources, counters.observeFetch),
    classifier: createTrainedClassifier(await openModel()),
    topics: compileTopics(config.topics),
    authors: config.authors,
    ...(summariser && { summariser }),
    ...(await openWriters(config, links)),
    links,
    transport: observeTransport(transport, counters.observeMail),
    measures,
    ...(outside && { outside }),
    ...(environment.OPERATOR_MAIL !== undefined && { operatorMail: environment.OPERATOR_MAIL }),
    clock,
    settings: config,
    owner: `${hostname()}.${process.pid}`,
    mailDomain: new URL(environment.PUBLIC_URL).hostname,
    newId: randomUUID,
  };
}

async function startSchedules(config: Config, queue: Queue, workers: Workers, deps: Deps, logger: Logger) {
  const schedules = listSchedules(deps.sources.all(), config.editions);
  const watch = watchSchedules(queue, workers, deps.store, schedules, logger);
  await watch.look();
  return () => watch.close();
}
