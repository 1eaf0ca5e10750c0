import { join } from 'node:path';
import { Redis } from 'ioredis';
import { jobs } from '../../src/jobs/index.js';
import { keepWatch } from '../../src/jobs/keep-watch.js';
import { createDatabase, type Database } from '../../src/store/database.js';
import { openPGlitePool } from '../../src/store/pglite.js';
import { openPostgresPool } from '../../src/store/postgres.js';
import {
  connectDatabaseQueue,
  connectEmbeddedQueue,
  connectRedisQueue,
  type QueueConnection,
} from '../../src/workers/connect.js';
import { createQueue } from '../../src/workers/create-queue.js';
import { DAY } from './template.js';

/** A reader's row of the edition, as it stands in the database. */
export interface LedgerRow {
  recipient: string;
  state: string;
  reason: string | null;
  /** The process that has it in hand. */
  owner: string | null;
}

/** What the run sees of the database and the queue, past the program. */
export interface Ledger {
  rows(): Promise<LedgerRow[]>;
  /** Lets ten minutes pass for what only waits: leases run out, and what was put off comes due. */
  passTime(): Promise<void>;
  /** Asks for the job that the schedule asks for every minute. */
  ringWatch(): Promise<void>;
  /** Jobs of the queue that have not ended, for whoever looks for what keeps a command waiting. */
  openJobs(): Promise<object[]>;
  close(): Promise<void>;
}

/** The ledger of a PostgreSQL server, through connections that outlive its restarts. */
export async function openLedger(databaseUrl: string, redisUrl?: string): Promise<Ledger> {
  const pool = openPostgresPool({ url: databaseUrl, listeners: 0 });
  const connection = redisUrl ? await connectRedisQueue(redisUrl) : await connectDatabaseQueue(pool);
  return createLedger(createDatabase(pool), connection);
}

/** The ledger of a data folder that no process holds. */
export async function openEmbeddedLedger(dataDir: string): Promise<Ledger> {
  const pool = await openPGlitePool({ dataDir: join(dataDir, 'db') });
  return createLedger(createDatabase(pool), await connectEmbeddedQueue(pool));
}

function createLedger(database: Database, connection: QueueConnection): Ledger {
  const queue = createQueue(connection, jobs);
  return {
    rows: () => database.query<LedgerRow>(rowsSql, [DAY]),
    async passTime() {
      await database.query(leasesSql);
      await database.query(dueSql);
    },
    async ringWatch() {
      await queue.enqueue(keepWatch.with({}));
    },
    async openJobs() {
      const lists = await Promise.all(
        queue.boards.map((board) => board.getJobs(['active', 'waiting', 'delayed', 'prioritized'])),
      );
      return lists.flat().map((job) => job.asJSON());
    },
    async close() {
      await queue.close();
      await connection.close();
      await database.close();
    },
  };
}

const rowsSql = `
  SELECT s.email AS recipient, d.state, d.reason, d.owner
  FROM deliveries d JOIN editions e ON e.id = d.edition_id JOIN subscribers s ON s.id = d.subscriber_id
  WHERE e.date = $1::date AND e.cadence = 'daily'`;

const leasesSql = `
  UPDATE deliveries SET lease_until = lease_until - interval '10 minutes' WHERE state IN ('claimed', 'sending')`;

/** Due also for a worker whose clock is behind. */
const dueSql = `
  UPDATE deliveries SET due_at = least(due_at, now()) - interval '10 minutes'
  WHERE state = 'planned' AND due_at > now() - interval '10 minutes'`;

/** Makes a server forget everything. */
export async function flushRedis(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushall();
  client.disconnect();
}
