import pino from 'pino';
import { createLinks } from '../../src/access/links.js';
import { hashPassword, verifyPassword } from '../../src/access/passwords.js';
import { type Config, loadConfig } from '../../src/config.js';
import { rankPapers } from '../../src/digest/rank-papers.js';
import type { Database } from '../../src/store/database.js';
import type { Store } from '../../src/store/store.js';
import { createWebServer, type WebServer } from '../../src/web/server.js';
import type { BoardQueue, Outbox, ReingestRequest } from '../../src/web/web-needs.js';
import { createTestStore, openEmbeddedDatabase } from '../support/databases.js';

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
  /** Lines of the log, as they would be written. */
  log: string[];
  query<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface WebOptions {
  variables?: NodeJS.ProcessEnv;
  outbox?: Outbox;
  /** Makes the queues for the board, on the same database. */
  queues?: (database: Database) => Promise<BoardQueue[]>;
  ready?: () => Promise<void>;
}

/** The web pages over the real store on an embedded database, with an operator named `admin` and a viewer named `viewer`. */
export async function openWeb(options: WebOptions = {}): Promise<OpenWeb> {
  const database = await openEmbeddedDatabase();
  const store = createTestStore(database);
  const config = await loadConfig(options.variables ?? {});
  const links = createLinks({ secretKey, publicUrl: config.environment.PUBLIC_URL });
  const asked: ReingestRequest[] = [];
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
    clock: { now: () => now },
    queues: (await options.queues?.(database)) ?? [],
    reingest: async (request) => void asked.push(request),
    showDay: (news) => rankPapers(news, config.trending, now, config.topics),
    ready: options.ready ?? (() => store.ping()),
    version: '0.0.0',
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
    ...(options.outbox && { outbox: options.outbox }),
  });
  const close = async () => {
    await server.close();
    await database.close();
  };
  return { server, store, config, links, asked, log, query: database.query, close };
}
