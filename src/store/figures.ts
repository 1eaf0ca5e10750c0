import type { Database } from './database.js';
import type { FigureStore, StoredFigures } from './store.js';

export function createFigureStore(database: Database): FigureStore {
  return {
    figures: (now) =>
      database.transaction(async (tx) => {
        const [{ sent } = { sent: 0 }] = await tx.query<{ sent: number }>(sentSql, [now]);
        return {
          scans: await tx.query<StoredFigures['scans'][number]>(scansSql, [now]),
          mails: await tx.query<StoredFigures['mails'][number]>(mailsSql, [now]),
          sentLately: sent,
        };
      }),
  };
}

const scansSql = `
  SELECT source_id AS "sourceId", outcome, count(*)::int AS scans,
    coalesce(sum((counts->>'fresh')::int), 0)::int AS fresh, coalesce(sum((counts->>'revised')::int), 0)::int AS revised
  FROM scans WHERE finished_at > $1::timestamptz - interval '1 day' GROUP BY 1, 2 ORDER BY 1, 2`;

/** Three parts, so that each is looked up in an index of its own. */
const mailsSql = `
  SELECT state, count(*)::int AS mails FROM (
    SELECT state FROM deliveries WHERE finished_at > $1::timestamptz - interval '1 day'
      AND state IN ('sent', 'refused', 'unknown', 'skipped')
    UNION ALL SELECT state FROM deliveries WHERE state = 'planned' AND due_at <= $1
    UNION ALL SELECT state FROM deliveries WHERE state IN ('claimed', 'sending')) done
  GROUP BY 1 ORDER BY 1`;

const sentSql = `
  SELECT count(*)::int AS sent FROM deliveries
  WHERE finished_at > $1::timestamptz - interval '5 minutes' AND finished_at <= $1 AND state = 'sent'`;
