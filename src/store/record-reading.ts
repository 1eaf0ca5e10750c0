import type { PaperChange, ScanCounts } from '../model/scan.js';
import type { Sql } from './database.js';
import { json } from './rows.js';
import type { GoodScan } from './store.js';

/** True when a reading has found all as it was stored: then its traces are all there is to write. */
export function isQuiet({ changes, classified, profile }: GoodScan): boolean {
  return changes.papers.every(isAsStored) && changes.gone.length === 0 && classified.length === 0 && !profile;
}

function isAsStored({ kind, fields, statement, listedOn, news, merged }: PaperChange): boolean {
  return kind === 'same' && fields.length === 0 && !statement && !listedOn && !news && !merged;
}

/**
 * Leaves the traces of a good reading: the scan, what to ask the site with next time, and that the source is well. One
 * statement, because most readings find nothing new and write nothing else. Returns the id of the scan.
 */
export async function recordReading(sql: Sql, scan: GoodScan, counts: ScanCounts): Promise<string> {
  const { sourceId, scope, startedAt, finishedAt, askedBy, warning, changes, pages } = scan;
  const [row] = await sql.query<{ id: number }>(recordSql, [
    sourceId,
    json(scope),
    startedAt,
    finishedAt,
    askedBy,
    warning ?? null,
    json(counts),
    changes.papers.map(({ paper }) => paper.id),
    json(pages.map(({ url, validators }) => ({ url, ...validators }))),
  ]);
  return String(row?.id);
}

const recordSql = `
  WITH pages_read AS (
    INSERT INTO pages (url, source_id, etag, last_modified, read_at)
    SELECT r.url, $1, r.etag, r."lastModified", $4
    FROM jsonb_to_recordset($9::jsonb) AS r(url text, etag text, "lastModified" text)
    ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified,
      read_at = excluded.read_at, kept_body = NULL, kept_at = NULL, kept_reason = NULL),
  well AS (
    UPDATE sources SET trouble = NULL, reason = NULL, failing_since = NULL WHERE id = $1 AND trouble IS NOT NULL)
  INSERT INTO scans (source_id, scope, started_at, finished_at, asked_by, outcome, warning, counts, paper_ids)
  VALUES ($1, $2::jsonb, $3, $4::timestamptz, $5, 'ok', $6, $7::jsonb, $8::uuid[]) RETURNING id`;
