import type { Database } from './database.js';
import type { VersionStore } from './store.js';

export function createVersionStore(database: Database): VersionStore {
  return {
    async dataVersion() {
      const [row] = await database.query<{ version: string }>(versionSql);
      return row?.version ?? '';
    },
  };
}

/**
 * Which transactions have ended and which are under way: equal snapshots see the same rows. It moves with writes to any
 * table, the queue's and those of other databases on the server included, so it says "changed" too often, never too seldom.
 */
const versionSql = 'SELECT pg_current_snapshot()::text AS version';
