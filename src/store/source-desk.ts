import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Scan } from '../model/scan.js';
import type { Database } from './database.js';
import { dropNulls } from './rows.js';
import { scanColumns } from './scans.js';
import type { KeptPage, ScanChange, ScanDay, SourceDeskStore, SourcePause } from './store.js';

const decompress = promisify(gunzip);

/** What an operator sees of one source, and says about it. */
export function createSourceDesk(database: Database): SourceDeskStore {
  return {
    async scansOf(sourceId, { limit, before }) {
      const rows = await database.query<Scan>(scansSql, [sourceId, before ?? null, limit]);
      return rows.map(dropNulls) as Scan[];
    },

    async scan(id) {
      const rows = await database.query<Scan>(`SELECT ${scanColumns} FROM scans WHERE id = ${asId('$1')}`, [
        id,
      ]);
      return rows.map(dropNulls)[0] as Scan | undefined;
    },

    changesOf: (scanId, { limit, offset }) => database.query<ScanChange>(changesSql, [scanId, limit, offset]),

    scanDays: (sourceId, since) => database.query<ScanDay>(daysSql, [sourceId, since]),

    async keptPages(sourceId) {
      return (await database.query<KeptPage>(keptPagesSql, [sourceId])).map(dropNulls) as KeptPage[];
    },

    async keptPage(sourceId, id) {
      const [row] = await database.query<{ body: string }>(
        `SELECT encode(kept_body, 'base64') AS body FROM pages
         WHERE source_id = $1 AND md5(url) = $2 AND kept_body IS NOT NULL`,
        [sourceId, id],
      );
      return row && (await decompress(Buffer.from(row.body, 'base64'))).toString('utf8');
    },

    pauseSource: async ({ sourceId, by, at }) =>
      (await database.query(pauseSql, [sourceId, by, at])).length > 0,

    async resumeSource(sourceId) {
      const rows = await database.query(
        'UPDATE sources SET paused_by = NULL, paused_at = NULL WHERE id = $1 AND paused_at IS NOT NULL RETURNING 1',
        [sourceId],
      );
      return rows.length > 0;
    },

    pausedSources: () => database.query<SourcePause>(pausedSql),

    async isSourcePaused(sourceId) {
      const rows = await database.query('SELECT 1 FROM sources WHERE id = $1 AND paused_at IS NOT NULL', [
        sourceId,
      ]);
      return rows.length > 0;
    },
  };
}

/** A text that is no number is nobody's id. */
const asId = (parameter: string) =>
  `CASE WHEN ${parameter}::text ~ '^[0-9]{1,18}$' THEN ${parameter}::text::bigint END`;

const scansSql = `
  SELECT ${scanColumns} FROM scans
  WHERE source_id = $1 AND ($2::text IS NULL OR id < ${asId('$2')}) ORDER BY scans.id DESC LIMIT $3`;

/** A scan tells of a paper once; a paper that was merged since goes by the name of the one that stayed. */
const changesSql = `
  SELECT c.paper_id AS "paperId", p.title, c.kind, c.news, to_jsonb(c.fields) AS fields
  FROM changes c JOIN papers p ON p.id = c.paper_id WHERE c.scan_id = ${asId('$1')}
  ORDER BY array_position(ARRAY['new', 'revised', 'gone'], c.kind), p.title, p.id LIMIT $2 OFFSET $3`;

const daysSql = `
  SELECT to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
    (count(*) FILTER (WHERE outcome IN ('ok', 'unchanged')))::int AS good,
    (count(*) FILTER (WHERE outcome IN ('failed', 'quarantined', 'blocked')))::int AS bad,
    coalesce(max((counts->>'papers')::int) FILTER (WHERE outcome = 'ok'), 0)::int AS papers,
    coalesce(sum((counts->>'fresh')::int), 0)::int AS fresh
  FROM scans WHERE source_id = $1 AND finished_at >= $2 GROUP BY 1 ORDER BY 1`;

const keptPagesSql = `
  SELECT md5(url) AS id, url, kept_at AS "keptAt", kept_reason AS reason FROM pages
  WHERE source_id = $1 AND kept_body IS NOT NULL ORDER BY kept_at DESC LIMIT 50`;

const pauseSql = `
  INSERT INTO sources AS s (id, paused_by, paused_at) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET paused_by = excluded.paused_by, paused_at = excluded.paused_at
    WHERE s.paused_at IS NULL RETURNING 1`;

const pausedSql = `
  SELECT id AS "sourceId", paused_by AS by, paused_at AS at FROM sources WHERE paused_at IS NOT NULL ORDER BY id`;
