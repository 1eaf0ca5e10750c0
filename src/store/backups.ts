import { type Database, type Sql, sqlOn } from './database.js';
import type { EmbeddedPool } from './pglite.js';
import type { BackupStore, HoldStill, StoredCounts } from './store.js';

export function createBackupStore(database: Database): BackupStore {
  return {
    countStored: () => countStored(database),

    settleRestored: (now) =>
      database.transaction(async (tx) => {
        await tx.query('UPDATE installation SET restored_at = $1', [now]);
        return (await tx.query(settleSql, [now])).length;
      }),

    async restoredAt() {
      const [row] = await database.query<{ at: Date | null }>('SELECT restored_at AS at FROM installation');
      return row?.at ?? undefined;
    },
  };
}

/** Holds the embedded database still for a copy of its files. */
export const holderOf =
  (pool: EmbeddedPool): HoldStill =>
  (work) =>
    pool.holdStill(async (session) => work(await countStored(sqlOn(session))));

async function countStored(sql: Sql): Promise<StoredCounts> {
  const [counts] = await sql.query<StoredCounts>(countsSql);
  if (!counts) throw new Error('a count came back without a row');
  return counts;
}

const countsSql = ['papers', 'editions', 'subscribers', 'deliveries']
  .map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`)
  .join(', ')
  .replace(/^/, 'SELECT ');

const settleSql = `
  UPDATE deliveries SET state = 'unknown', owner = NULL, lease_until = NULL, finished_at = $1,
    reason = 'restored from a backup: the mail may have gone out since it was taken'
  WHERE state IN ('planned', 'claimed', 'sending') AND due_at <= $1 RETURNING 1`;
