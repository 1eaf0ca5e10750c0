import {
  createPostgresBackend,
  type Processor,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { ConfigError } from '../errors.js';
import type { Fill } from '../jobs/measures.js';

/** The part of `pg.Pool` that BullMQ's PostgreSQL backend uses: a real pool, or PGlite's. */
type PoolLike = Extract<Parameters<typeof createPostgresBackend>[1]['connection'], { end(): Promise<void> }>;

/** Makes BullMQ's objects on one backend. */
export interface QueueConnection {
  backend: 'redis' | 'postgres';
  queue(name: string, options: Omit<QueueOptions, 'connection'>): Queue;
  worker(name: string, run: Processor, options: Omit<WorkerOptions, 'connection'>): Worker;
  /** How full its memory is, where it has a limit. */
  memory?(): Promise<Fill | undefined>;
  close(): Promise<void>;
}

/** BullMQ on a PostgreSQL server. Its tables live in schema `bullmq`; the pool stays its owner's to close. */
export async function connectDatabaseQueue(pool: unknown): Promise<QueueConnection> {
  const connection = pool as PoolLike;
  const client = await connection.connect();
  try {
    await runMigrations(client, 'bullmq');
  } finally {
    client.release();
  }
  return {
    backend: 'postgres',
    queue: (name, options) =>
      new Queue(name, { ...options, connection }, createPostgresBackend) as unknown as Queue,
    worker: (name, run, options) =>
      new Worker(name, run, { ...options, connection }, createPostgresBackend) as unknown as Worker,
    close: async () => undefined,
  };
}

/**
 * BullMQ on the embedded database. Workers are found by the names of their sessions, and PGlite has one session for
 * all: so the queue is told which workers this process, the only one, has started.
 */
export async function connectEmbeddedQueue(pool: unknown): Promise<QueueConnection> {
  const connection = await connectDatabaseQueue(pool);
  const started: string[] = [];
  return {
    ...connection,
    queue(name, options) {
      const queue = connection.queue(name, options);
      queue.getWorkers = async () =>
        started.filter((worker) => worker === name).map((id) => ({ id, name, addr: 'here' }));
      return queue;
    },
    worker(name, run, options) {
      started.push(name);
      return connection.worker(name, run, options);
    },
  };
}

/** BullMQ on Redis. `prefix` keeps several installations on one server apart. Raises `ConfigError` when Redis may throw jobs away. */
export async function connectRedisQueue(url: string, prefix = 'broadsheet'): Promise<QueueConnection> {
  // BullMQ wants its blocking clients to wait for a lost server for as long as it takes.
  const connection = new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true });
  connection.on('error', () => undefined);
  await refuseForgetfulRedis(connection);
  return {
    backend: 'redis',
    queue: (name, options) => new Queue(name, { ...options, prefix, connection }),
    worker: (name, run, options) => new Worker(name, run, { ...options, prefix, connection }),
    memory: async () => readFill(await connection.info('memory')),
    close: async () => connection.disconnect(),
  };
}

/** `maxmemory:0` is no limit. */
function readFill(info: string): Fill | undefined {
  const read = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const size = read('maxmemory');
  return size > 0 ? { used: read('used_memory'), size } : undefined;
}

async function refuseForgetfulRedis(connection: Redis): Promise<void> {
  const policy = await maxMemoryPolicy(connection);
  if (policy === undefined || policy === 'noeviction') return;
  connection.disconnect();
  throw new ConfigError(
    `REDIS_URL: this Redis drops keys when memory is short (maxmemory-policy ${policy}), and jobs with them; ` +
      'set `maxmemory-policy noeviction` in redis.conf, or run `redis-cli config set maxmemory-policy noeviction`',
  );
}

/** Absent where the server does not let clients ask (managed Redis). */
async function maxMemoryPolicy(connection: Redis): Promise<string | undefined> {
  try {
    await connection.connect();
    const info = await connection.info('memory');
    return /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  } catch (cause) {
    connection.disconnect();
    throw new ConfigError('REDIS_URL: Redis does not answer there; start it, or correct the address', {
      cause,
    });
  }
}
