import type { Database } from './database.js';
import { dropNulls, json } from './rows.js';
import type { PastReading, ScanStore } from './store.js';

/** What earlier good readings held, for later ones to be compared with. */
export function createScanHistory(database: Database): Pick<ScanStore, 'lastReading' | 'weekdayCounts'> {
  return {
    async lastReading(sourceId, scope, before) {
      const rows = await database.query<PastReading>(lastReadingSql, [sourceId, json(scope), before ?? null]);
      return rows.map(dropNulls)[0];
    },

    weekdayCounts: async (sourceId, day) =>
      (await database.query<{ papers: number }>(weekdayCountsSql, [sourceId, day])).map(
        ({ papers }) => papers,
      ),
  };
}

const lastReadingSql = `
  SELECT finished_at AS "finishedAt", to_jsonb(paper_ids) AS "paperIds", warning FROM scans
  WHERE source_id = $1 AND scope = $2::jsonb AND paper_ids IS NOT NULL AND cardinality(paper_ids) > 0
    AND ($3::timestamptz IS NULL OR finished_at < $3) ORDER BY id DESC LIMIT 1`;

/** Day by day, so that each is looked up in the index of good scans. */
const weekdayCountsSql = `
  SELECT cardinality(last.paper_ids) AS papers
  FROM generate_series(1, 52) weeks,
    LATERAL (SELECT to_char($2::date - 7 * weeks, 'YYYY-MM-DD') AS day) d,
    LATERAL (
      SELECT c.paper_ids, c.finished_at FROM scans c WHERE c.source_id = $1 AND c.scope = jsonb_build_object('day', d.day)
        AND c.paper_ids IS NOT NULL ORDER BY c.id DESC LIMIT 1) last
  WHERE to_char(last.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') > d.day AND cardinality(last.paper_ids) > 0
  ORDER BY d.day`;
