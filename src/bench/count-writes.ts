import type { Database } from '../store/database.js';

/** Every reading leaves a trace in these two: when it was, and what to ask the site with next time. */
const TRACES = ['scans', 'pages', 'migration'];

/**
 * How many rows of our tables, but for the traces of readings, work has inserted, updated or deleted. Told by the
 * transaction that made each row (`xmin`): the server's own statistics come late, and the embedded database has none.
 */
export async function countWrites(database: Database, work: () => Promise<void>): Promise<number> {
  const [mark] = await database.query<{ xid: number }>('SELECT (txid_current() % 4294967296)::float8 AS xid');
  const before = await countRowsSince(database, mark?.xid ?? 0);
  await work();
  const after = await countRowsSince(database, mark?.xid ?? 0);
  return after.since - before.since + Math.max(0, before.all - (after.all - (after.since - before.since)));
}

async function countRowsSince(database: Database, xid: number): Promise<{ all: number; since: number }> {
  const tables = await database.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'broadsheet' AND tablename <> ALL($1)`,
    [TRACES],
  );
  const counted = await Promise.all(
    tables.map(({ name }) =>
      database.query<{ all: number; since: number }>(
        `SELECT count(*)::int AS "all", (count(*) FILTER (WHERE xmin::text::float8 >= $1))::int AS since
         FROM broadsheet."${name}"`,
        [xid],
      ),
    ),
  );
  const rows = counted.flat();
  const sum = (pick: 'all' | 'since') => rows.reduce((total, row) => total + row[pick], 0);
  return { all: sum('all'), since: sum('since') };
}
