type Present<T> = { [K in keyof T]: Exclude<T[K], null> };

/** SQL says null where the model says absent. */
export function dropNulls<T extends object>(row: T): Present<T> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Present<T>;
}

/** A JSON parameter: `pg` would turn a bare array into a PostgreSQL array. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}
