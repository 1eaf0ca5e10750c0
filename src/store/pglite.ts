import { EventEmitter } from 'node:events';
import { PGlite, type Results, types } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { StoreError } from '../errors.js';
import type { Pool, PoolClient, PoolCounts, QueryResult } from './pool.js';

export interface PGliteOptions {
  /** Folder of the database; in memory when absent. */
  dataDir?: string;
  /** A dump made by `dumpSnapshot`, loaded into a fresh database. */
  snapshot?: Blob;
}

/** The embedded database behind an object shaped like `pg.Pool`, for our own store and for BullMQ alike. */
export interface EmbeddedPool extends Pool {
  /** Runs `work` while nothing else is read or written, so that the folder's files can be copied. Everyone waits for it. */
  holdStill<T>(work: (session: Pick<Pool, 'query'>) => Promise<T>): Promise<T>;
  dumpSnapshot(): Promise<Blob>;
}

/** Opens the embedded database. Only one process may have a folder open: see src/holder. */
export async function openPGlitePool(options: PGliteOptions): Promise<EmbeddedPool> {
  const database = await PGlite.create({
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.snapshot === undefined ? {} : { loadDataDir: options.snapshot }),
    parsers: { [types.DATE]: (text: string) => text },
    // Once a migration has made it part of a database, no process can open that database's index without it.
    extensions: { pg_trgm },
  });
  await database.exec('SET search_path = broadsheet, bullmq');
  const session = createSession(database);
  return Object.assign(createPool(session, database), {
    dumpSnapshot: () => database.dumpDataDir('none'),
    async holdStill<T>(work: (held: Pick<Pool, 'query'>) => Promise<T>): Promise<T> {
      await session.acquire();
      try {
        await database.exec('CHECKPOINT');
        return await work({ query: session.run });
      } finally {
        session.release();
      }
    },
  });
}

/** PGlite has one SQL session. Callers queue for it; whoever has begun a transaction keeps it until the end. */
interface Session {
  acquire(): Promise<void>;
  release(): void;
  run(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  isInTransaction(): boolean;
  counts(): PoolCounts;
}

function createSession(database: PGlite): Session {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    async acquire() {
      if (!taken) {
        taken = true;
        return;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
    release() {
      const next = waiting.shift();
      if (next) next();
      else taken = false;
    },
    run: (text, values) => runStatement(database, text, values),
    isInTransaction: () => database.isInTransaction(),
    counts: () => ({ open: 1, idle: taken ? 0 : 1, waiting: waiting.length }),
  };
}

/** As in `pg`: without values several statements may stand in one text, and the last one's result counts. */
async function runStatement(
  database: PGlite,
  text: string,
  values?: readonly unknown[],
): Promise<QueryResult> {
  if (values !== undefined && values.length > 0)
    return toQueryResult(await database.query(text, [...values]));
  return toQueryResult((await database.exec(text)).at(-1));
}

function toQueryResult(result: Results | undefined): QueryResult {
  const rows = (result?.rows ?? []) as Record<string, unknown>[];
  return { rows, rowCount: result?.affectedRows || rows.length };
}

function createPool(session: Session, database: PGlite): Pool {
  const events = manyListeners();
  let closing: Promise<void> | undefined;
  const connect = async (): Promise<PoolClient> => {
    if (closing) throw new StoreError('database: it is closed', { code: 'closed', retry: 'never' });
    return createClient(session, database);
  };
  const pool: Pool = Object.assign(events, {
    connect,
    counts: session.counts,
    async query(text: string, values?: readonly unknown[]) {
      const client = await connect();
      try {
        return await client.query(text, values);
      } finally {
        client.release();
      }
    },
    end() {
      closing ??= session.acquire().then(() => database.close());
      return closing;
    },
  });
  return pool;
}

/** A client that behaves like one of `pg`: its queries run in the order they were asked, its transaction is its own. */
function createClient(session: Session, database: PGlite): PoolClient {
  const events = manyListeners();
  const subscriptions: (() => void)[] = [];
  let holdsSession = false;
  let tail: Promise<unknown> = Promise.resolve();

  const leaveSession = () => {
    holdsSession = session.isInTransaction();
    if (!holdsSession) session.release();
  };
  const runInTurn = async (text: string, values?: readonly unknown[]) => {
    if (!holdsSession) await session.acquire();
    try {
      return await session.run(text, values);
    } finally {
      leaveSession();
    }
  };
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work);
    tail = result.catch(() => undefined);
    return result;
  };

  events.on('newListener', (event) => {
    if (event !== 'notification' || subscriptions.length > 0) return;
    subscriptions.push(
      database.onNotification((channel, payload) => events.emit('notification', { channel, payload })),
    );
  });
  return Object.assign(events, {
    query: (text: string, values?: readonly unknown[]) => inOrder(() => runInTurn(text, values)),
    release() {
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe();
      void inOrder(async () => {
        if (holdsSession) await runInTurn('ROLLBACK');
      });
    },
    // BullMQ asks a LISTEN client for its socket to keep it alive; in one process there is nothing that could drop.
    connection: { stream: { setKeepAlive: () => undefined } },
  });
}

/** Every queue and worker of the program listens here; Node would take so many for a leak. */
function manyListeners(): EventEmitter {
  return new EventEmitter().setMaxListeners(0);
}
