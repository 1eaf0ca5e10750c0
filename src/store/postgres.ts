import { EventEmitter } from 'node:events';
import pg from 'pg';
import type { Pool, PoolClient } from './pool.js';

export interface PostgresOptions {
  url: string;
  /** BullMQ Workers and QueueEvents of this process: each holds one client for LISTEN. */
  listeners: number;
  /** How long a connection may take to come about; as long as the system tries when absent. */
  connectTimeoutMs?: number;
}

/** Opens the pool of a process on a PostgreSQL server: one client for each listener, and six for work. */
export function openPostgresPool({ url, listeners, connectTimeoutMs }: PostgresOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: listeners + 6,
    ...(connectTimeoutMs !== undefined && { connectionTimeoutMillis: connectTimeoutMs }),
    options: '-c search_path=broadsheet,bullmq',
    application_name: 'broadsheet',
    keepAlive: true,
    types: { getTypeParser },
  });
  // Every queue and worker of the program listens here; Node would take so many for a leak.
  const facade = new EventEmitter().setMaxListeners(0);
  // An idle client that loses its server is replaced at the next query; unheard, the loss would end the process.
  pool.on('error', (error) => facade.listenerCount('error') > 0 && facade.emit('error', error));
  return Object.assign(facade, {
    options: { keepAlive: true },
    query: (text: string, values?: readonly unknown[]) => pool.query(text, values && [...values]),
    connect: async () => guardRelease(await pool.connect()),
    counts: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    end: () => pool.end(),
  });
}

/** `pg` would hand a client on with its transaction still open; such a client is closed, and the server rolls back. */
function guardRelease(client: pg.PoolClient): PoolClient {
  const release = client.release.bind(client);
  client.release = (destroy) => release(destroy ?? client.getTransactionStatus() !== 'I');
  return client as unknown as PoolClient;
}

const BIGINT = 20;
const DATE = 1082;

/** As PGlite reads them: bigint as number, date as `YYYY-MM-DD`. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: unknown) => {
  if (oid === BIGINT) return Number;
  if (oid === DATE) return String;
  return pg.types.getTypeParser(oid, format as 'text');
};
