import type { Database } from './database.js';
import { toCounts } from './deliveries.js';
import { type SummaryRow, summaryColumns, toSummary } from './editions.js';
import type { OverviewStore } from './store.js';

/** What an operator sees first. */
export function createOverviewStore(database: Database): OverviewStore {
  const countOf = async (table: 'deliveries' | 'letters', since: Date, now: Date) =>
    toCounts(await database.query<{ state: string; count: number }>(countSql(table), [since, now]));
  return {
    async mailsDone(since, now) {
      const [digests, letters] = await Promise.all([
        countOf('deliveries', since, now),
        countOf('letters', since, now),
      ]);
      return { digests, letters };
    },

    async editionSummaries({ limit, offset }) {
      return (await database.query<SummaryRow>(editionsSql, [limit, offset])).map(toSummary);
    },
  };
}

const editionsSql = `
  SELECT ${summaryColumns} FROM editions e ORDER BY e.frozen_at DESC, e.cadence LIMIT $1 OFFSET $2`;

/** Three parts, so that each is looked up in an index of its own. */
const countSql = (table: string) => `
  SELECT state, count(*)::int AS count FROM (
    SELECT state FROM ${table} WHERE finished_at >= $1 AND state IN ('sent', 'refused', 'unknown', 'skipped')
    UNION ALL SELECT state FROM ${table} WHERE state = 'planned' AND due_at <= $2
    UNION ALL SELECT state FROM ${table} WHERE state IN ('claimed', 'sending')) done
  GROUP BY state`;
