import { randomUUID } from 'node:crypto';
import { createAddressHasher } from '../access/addresses.js';
import { createLinks } from '../access/links.js';
import { BroadsheetError } from '../errors.js';
import { deliverBatch } from '../jobs/deliver-batch.js';
import { openWriters } from '../jobs/open-writers.js';
import { createSmtpTransport } from '../mail/smtp.js';
import { titleKey } from '../papers/title-key.js';
import { createStore } from '../store/create-store.js';
import { createDatabase, type Database } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { openPGlitePool } from '../store/pglite.js';
import type { Pool } from '../store/pool.js';
import { openPostgresPool } from '../store/postgres.js';
import type { Store } from '../store/store.js';
import type { Prepared, SendingTask } from './deliver-orders.js';
import { fillReaders, makeDraft } from './fill-readers.js';

const SECRET = 'only for measuring';
/** When everybody's hour has come. */
const NOW = new Date('2026-08-21T05:00:00Z');

/** The program's own way: an edition is frozen and planned, and its lanes send it with leases, marks and records. */
export async function prepareLedger(task: SendingTask): Promise<Prepared> {
  const pool = task.databaseUrl
    ? openPostgresPool({ url: task.databaseUrl, listeners: 0 })
    : await openPGlitePool({});
  const statements = countStatements(pool);
  const database = createDatabase(pool);
  if (!task.databaseUrl) {
    await migrate(database);
    await fillReaders(database, task.count);
  }
  const store = createStore(database, { titleKey, hashAddress: createAddressHasher(SECRET) });
  const needs = await openNeeds(task, store);
  const lanes = task.config.jobs.concurrency['deliver-batch'];
  return {
    statements,
    databaseProcesses: () => listSessions(database, task.databaseUrl),
    async send(given, tell) {
      const editionId =
        given ?? (await store.freezeEdition({ ...makeDraft(), rates: needs.settings.mail.rates })).edition.id;
      tell(editionId);
      const payloads = Array.from({ length: lanes }, (_, at) => ({ editionId, lane: task.firstLane + at }));
      const { signal } = new AbortController();
      await Promise.all(payloads.map((payload) => deliverBatch.run(payload, needs, signal)));
      await requireAllSent(store, editionId);
    },
    async close() {
      await needs.transport.close();
      await database.close();
    },
  };
}

async function openNeeds({ config, smtpUrl, dkim }: SendingTask, store: Store) {
  const { PUBLIC_URL: publicUrl, BOUNCE_ADDRESS: bounceAddress } = config.environment;
  const links = createLinks({ secretKey: SECRET, publicUrl, bounceAddress });
  const { inFlight } = config.mail;
  return {
    ...(await openWriters(config, links)),
    ...{ store, links, settings: config, clock: { now: () => NOW } },
    transport: createSmtpTransport({ url: smtpUrl, inFlight, ...(dkim && { dkim }) }),
    ...{ owner: `bench.${process.pid}`, mailDomain: new URL(publicUrl).hostname, newId: randomUUID },
  };
}

/** What another process has in hand may still be on its way. */
async function requireAllSent(store: Store, editionId: string): Promise<void> {
  const { planned, refused, unknown, skipped } = await store.deliveryCounts(editionId);
  if (planned + refused + unknown + skipped > 0)
    throw new BroadsheetError(
      `bench: not all was sent: ${JSON.stringify({ planned, refused, unknown, skipped })}`,
    );
}

/** Every statement of the pool, BEGIN and COMMIT included. */
function countStatements(pool: Pool): () => number {
  let count = 0;
  const counted = (session: Pick<Pool, 'query'>): Pool['query'] => {
    const query = session.query.bind(session);
    return (text, values) => {
      count += 1;
      return query(text, values);
    };
  };
  const connect = pool.connect.bind(pool);
  pool.query = counted(pool);
  pool.connect = async () => {
    const client = await connect();
    // The pool uses the session itself too, in ways of its own.
    return Object.assign(Object.create(client), { query: counted(client) });
  };
  return () => count;
}

async function listSessions(database: Database, url: string | undefined): Promise<number[]> {
  if (url === undefined) return [];
  const rows = await database.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database()',
  );
  return rows.map(({ pid }) => pid);
}
