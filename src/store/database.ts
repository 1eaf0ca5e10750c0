import { StoreError } from '../errors.js';
import type { Pool, PoolClient } from './pool.js';

/** One SQL session's worth of verbs, inside or outside a transaction. */
export interface Sql {
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs several statements without values. */
  script(sql: string): Promise<void>;
}

/** PostgreSQL or PGlite. Inside `transaction` use only the `tx` that is handed in: PGlite has one session and would wait for itself. */
export interface Database extends Sql {
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** Shaped like `pg.Pool`, for the queue. */
  pool: Pool;
  close(): Promise<void>;
}

/** Wraps a pool, of PostgreSQL or of PGlite, in the verbs the store uses. Raises `StoreError`. */
export function createDatabase(pool: Pool): Database {
  return {
    ...sqlOn(pool),
    pool,
    async transaction(work) {
      const client = await connect(pool);
      try {
        return await runTransaction(client, work);
      } finally {
        client.release();
      }
    },
    close: () => pool.end(),
  };
}

async function runTransaction<T>(client: PoolClient, work: (tx: Sql) => Promise<T>): Promise<T> {
  const tx = sqlOn(client);
  await tx.script('BEGIN');
  try {
    const result = await work(tx);
    await tx.script('COMMIT');
    return result;
  } catch (error) {
    // The first error is the one to tell; a connection that is gone has rolled back by itself.
    await tx.script('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw wrap(error);
  }
}

/** The verbs of a database on one session. */
export function sqlOn(session: Pick<Pool, 'query'>): Sql {
  const run = async (text: string, values?: unknown[]) => {
    try {
      return await session.query(text, values);
    } catch (error) {
      throw wrap(error);
    }
  };
  return {
    query: async <Row>(text: string, values?: unknown[]) => (await run(text, values)).rows as Row[],
    script: async (sql) => void (await run(sql)),
  };
}

const UNIQUE_VIOLATION = '23505';

function wrap(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code, message, constraint } = error as { code?: string; message?: string; constraint?: string };
  const what = code === UNIQUE_VIOLATION ? 'unique' : 'store';
  return new StoreError(`database: ${message || code || 'no connection'}`, {
    code: what,
    cause: error,
    context: { sqlState: code, constraint },
  });
}
