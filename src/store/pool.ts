import type { EventEmitter } from 'node:events';

export interface QueryResult<Row = Record<string, unknown>> {
  rows: Row[];
  rowCount: number | null;
}

/** A session taken from the pool, as `pg` offers it. Emits `notification` ({ channel, payload }) and `error`. */
export interface PoolClient extends EventEmitter {
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  /** Gives the session back; a transaction left open is rolled back. */
  release(destroy?: boolean): void;
}

/** The part of `pg.Pool` that the store and BullMQ use. */
export interface Pool extends EventEmitter {
  query(text: string, values?: readonly unknown[]): Promise<QueryResult>;
  connect(): Promise<PoolClient>;
  /** Sessions that are open, those of them that nobody uses, and callers that wait for one. */
  counts?(): PoolCounts;
  end(): Promise<void>;
}

export interface PoolCounts {
  open: number;
  idle: number;
  waiting: number;
}
