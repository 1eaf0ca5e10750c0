import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Day } from '../model/clock.js';
import type { PaperChange, Scan, ScanCounts } from '../model/scan.js';
import type { Database, Sql } from './database.js';
import { saveProfile } from './profiles.js';
import { isQuiet, recordReading } from './record-reading.js';
import { followScan } from './refresh-trends.js';
import { dropNulls, json } from './rows.js';
import { runOn, savePapers } from './save-papers.js';
import { createScanHistory } from './scan-history.js';
import type { GoodScan, IdleScan, ScanHead, ScanStore, SourceHealth } from './store.js';

export function createScanStore(
  database: Database,
  titleKey: (paper: PaperChange['paper']) => string,
): ScanStore {
  return {
    ...createScanHistory(database),

    async validatorsOf(urls) {
      const rows = await database.query<{ url: string; etag: string | null; lastModified: string | null }>(
        'SELECT url, etag, last_modified AS "lastModified" FROM pages WHERE url = ANY($1::text[])',
        [urls],
      );
      return new Map(rows.map(({ url, ...validators }) => [url, dropNulls(validators)]));
    },

    saveScan: (scan) => {
      const counts = countChanges(scan);
      const tell = (id: string) => toScan(scan, id, 'ok', counts);
      if (isQuiet(scan)) return recordReading(database, scan, counts).then(tell);
      return database.transaction(async (tx) => {
        const id = await recordReading(tx, scan, counts);
        await savePapers(tx, scan, titleKey);
        await saveChanges(tx, scan, id);
        await saveMatches(tx, scan);
        await followScan(tx, scan);
        if (scan.profile)
          await saveProfile(tx, { ...scan, changes: scan.changes.papers, profile: scan.profile });
        return tell(id);
      });
    },

    saveIdleScan: (scan) =>
      database.transaction(async (tx) => {
        const told = scan.once && (await findTold(tx, scan));
        if (told) return told;
        const id = await insertScan(tx, scan, scan.outcome, noCounts, scan.reason);
        if (scan.keptPage) await keepPage(tx, scan, scan.keptPage);
        if (scan.outcome === 'unchanged') await markWell(tx, scan.sourceId);
        if (isFailing(scan)) await markFailing(tx, scan);
        return toScan(scan, id, scan.outcome, noCounts, scan.reason);
      }),

    latestScans: async (limit) =>
      (await database.query<Scan>(latestScansSql, [limit])).map(dropNulls) as Scan[],

    daysRead: async (sourceId, since, until) =>
      (await database.query<{ day: Day }>(daysReadSql, [sourceId, since, until])).map(({ day }) => day),

    doubtedScans: async (limit) =>
      (await database.query<Scan>(doubtedScansSql, [limit])).map(dropNulls) as Scan[],

    sourceHealth: async () =>
      (await database.query<SourceHealth>(healthSql)).map(dropNulls) as SourceHealth[],
  };
}

const noCounts: ScanCounts = {
  papers: 0,
  fresh: 0,
  revised: 0,
  recounted: 0,
  same: 0,
  gone: 0,
  unreadable: 0,
};

function countChanges({ changes, unreadable, unmatched }: GoodScan): ScanCounts {
  const count = (kind: PaperChange['kind']) => changes.papers.filter((change) => change.kind === kind).length;
  const merged = changes.papers.flatMap((change) => change.merged?.aliases ?? []).length;
  return {
    papers: changes.papers.length,
    fresh: count('new'),
    revised: count('revised'),
    recounted: count('recounted'),
    same: count('same'),
    gone: changes.gone.length,
    unreadable,
    ...(unmatched && { unmatched }),
    ...(merged > 0 && { merged }),
  };
}

function toScan(
  head: ScanHead,
  id: string,
  outcome: Scan['outcome'],
  counts: ScanCounts,
  reason?: string,
): Scan {
  const { sourceId, scope, startedAt, finishedAt, askedBy, warning } = head;
  const said = { ...(reason && { reason }), ...(warning && { warning }) };
  return { id, sourceId, scope, startedAt, finishedAt, askedBy, outcome, counts, ...said };
}

/** The last scan of the scope, if it has told the same. */
async function findTold(tx: Sql, { sourceId, scope, outcome, reason }: IdleScan): Promise<Scan | undefined> {
  const [last] = await tx.query<Scan>(lastScanSql, [sourceId, json(scope)]);
  const told = last && (dropNulls(last) as Scan);
  return told?.outcome === outcome && told.reason === reason ? told : undefined;
}

/** A site that is busy has not failed, and neither has one that was not asked or has nothing to tell. */
function isFailing({ outcome }: IdleScan): boolean {
  return outcome !== 'unchanged' && outcome !== 'skipped' && outcome !== 'resting';
}

async function insertScan(
  tx: Sql,
  head: ScanHead,
  outcome: Scan['outcome'],
  counts: ScanCounts,
  reason?: string,
): Promise<string> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO scans (source_id, scope, started_at, finished_at, asked_by, outcome, reason, counts, warning)
     VALUES ($1, $2::jsonb, $3, $4, $5, $6, $7, $8::jsonb, $9) RETURNING id`,
    [
      head.sourceId,
      json(head.scope),
      head.startedAt,
      head.finishedAt,
      head.askedBy,
      outcome,
      reason ?? null,
      json(counts),
      head.warning ?? null,
    ],
  );
  return String(row?.id);
}

async function saveChanges(tx: Sql, scan: GoodScan, scanId: string): Promise<void> {
  const told = scan.changes.papers
    .filter(({ kind, news }) => news !== undefined || kind === 'new' || kind === 'revised')
    .map(({ kind, news, fields, paper }) => ({
      paper_id: paper.id,
      kind: news ?? (kind === 'revised' ? 'revised' : 'new'),
      news: news !== undefined,
      fields,
    }));
  const gone = scan.changes.gone.map((paperId) => ({
    paper_id: paperId,
    kind: 'gone',
    news: false,
    fields: [],
  }));
  const rows = [...told, ...gone].map((row) => ({
    ...row,
    id: randomUUID(),
    scan_id: Number(scanId),
    changed_at: scan.finishedAt,
  }));
  await runOn(tx, insertChangesSql, rows);
}

async function saveMatches(tx: Sql, { classified, matches, classifierId }: GoodScan): Promise<void> {
  if (classified.length === 0) return;
  await tx.query('DELETE FROM matches WHERE paper_id = ANY($1::uuid[])', [classified]);
  await runOn(
    tx,
    insertMatchesSql,
    matches.map(({ paperId, topicId, score, evidence }) => ({
      paper_id: paperId,
      topic_id: topicId,
      score,
      evidence,
      classifier_id: classifierId,
    })),
  );
}

const compress = promisify(gzip);

async function keepPage(tx: Sql, scan: IdleScan, page: { url: string; body: string }): Promise<void> {
  await tx.query(
    `INSERT INTO pages (url, source_id, read_at, kept_body, kept_at, kept_reason)
     VALUES ($1, $2, $3, decode($4, 'base64'), $3, $5)
     ON CONFLICT (url) DO UPDATE SET kept_body = excluded.kept_body, kept_at = excluded.kept_at,
       kept_reason = excluded.kept_reason`,
    [
      page.url,
      scan.sourceId,
      scan.finishedAt,
      (await compress(page.body)).toString('base64'),
      scan.reason ?? null,
    ],
  );
}

async function markWell(tx: Sql, sourceId: string): Promise<void> {
  await tx.query(
    'UPDATE sources SET trouble = NULL, reason = NULL, failing_since = NULL WHERE id = $1 AND trouble IS NOT NULL',
    [sourceId],
  );
}

async function markFailing(tx: Sql, scan: IdleScan): Promise<void> {
  await tx.query(
    `INSERT INTO sources (id, trouble, reason, failing_since) VALUES ($1, $2, $3, $4)
     ON CONFLICT (id) DO UPDATE SET trouble = excluded.trouble, reason = excluded.reason,
       failing_since = coalesce(sources.failing_since, excluded.failing_since)`,
    [scan.sourceId, scan.outcome, scan.reason ?? null, scan.finishedAt],
  );
}

const insertChangesSql = `
  INSERT INTO changes (id, paper_id, scan_id, kind, fields, news, changed_at)
  SELECT id, paper_id, scan_id, kind, fields, news, changed_at FROM jsonb_to_recordset($1::jsonb)
    AS r(id uuid, paper_id uuid, scan_id bigint, kind text, fields text[], news boolean, changed_at timestamptz)`;

const insertMatchesSql = `
  INSERT INTO matches (paper_id, topic_id, score, evidence, classifier_id)
  SELECT paper_id, topic_id, score, evidence, classifier_id FROM jsonb_to_recordset($1::jsonb)
    AS r(paper_id uuid, topic_id text, score real, evidence text[], classifier_id text)`;

/** The columns of a scan as the model names them. */
export const scanColumns = `
  id::text, source_id AS "sourceId", scope, started_at AS "startedAt", finished_at AS "finishedAt",
    asked_by AS "askedBy", outcome, reason, warning, counts`;

const lastScanSql = `SELECT ${scanColumns} FROM scans WHERE source_id = $1 AND scope = $2::jsonb ORDER BY scans.id DESC LIMIT 1`;

const latestScansSql = `SELECT ${scanColumns} FROM scans ORDER BY scans.id DESC LIMIT $1`;

/** A list grows during its day, so a reading counts from the day after. */
const daysReadSql = `
  SELECT day FROM (
    SELECT DISTINCT ON (scope) scope->>'day' AS day, outcome, finished_at FROM scans
    WHERE source_id = $1 AND scope->>'day' BETWEEN $2 AND $3 ORDER BY scope, id DESC) last
  WHERE outcome IN ('ok', 'unchanged', 'skipped') AND to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') > day
  ORDER BY day`;

const doubtedScansSql = `
  SELECT ${scanColumns} FROM (SELECT DISTINCT ON (source_id, scope) * FROM scans ORDER BY source_id, scope, id DESC) scans
  WHERE outcome = 'quarantined' ORDER BY scans.id DESC LIMIT $1`;

const healthSql = `
  SELECT DISTINCT ON (c.source_id) c.source_id AS "sourceId", coalesce(s.trouble, c.outcome) AS outcome,
    coalesce(s.reason, c.reason) AS reason, (
      SELECT w.warning FROM (
        SELECT DISTINCT ON (x.scope) x.id, x.warning FROM scans x
        WHERE x.source_id = c.source_id AND x.finished_at > c.finished_at - interval '1 day' ORDER BY x.scope, x.id DESC) w
      WHERE w.warning IS NOT NULL ORDER BY w.id DESC LIMIT 1) AS warning, c.finished_at AS "lastScanAt", s.failing_since AS "failingSince",
    (SELECT max(g.finished_at) FROM scans g WHERE g.source_id = c.source_id AND g.outcome IN ('ok', 'unchanged')) AS "lastGoodAt"
  FROM scans c LEFT JOIN sources s ON s.id = c.source_id ORDER BY c.source_id, c.id DESC`;
