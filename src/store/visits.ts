import { paperNow } from './aliases.js';
import type { Database } from './database.js';
import { decidedTexts } from './decided-texts.js';
import { dropNulls, json } from './rows.js';
import type { FillingRequest, LastAsked, PersonsPaper, QuotaLeft, VisitStore } from './store.js';

export function createVisitStore(database: Database): VisitStore {
  return {
    async askedFor(sourceId, scopeName) {
      const rows = await database.query<AskedRow>(askedSql, [sourceId, scopeName]);
      return rows.map((row) => dropNulls(row));
    },

    async followedProfiles(sourceId) {
      const rows = await database.query<{ key: string }>(followedSql, [sourceId]);
      return rows.map(({ key }) => key);
    },

    papersOfScope: (sourceId, scope) =>
      database.query<PersonsPaper>(papersOfScopeSql, [sourceId, json(scope)]),

    lackingPapers: (request) => findLacking(database, request),

    async quotaLeft(hosts) {
      const [row] = await database.query<QuotaRow>(quotaSql, [hosts]);
      return row && dropNulls(row);
    },
  };
}

type AskedRow = Omit<LastAsked, 'readAt'> & { readAt: Date | null };

type QuotaRow = Omit<QuotaLeft, 'resetsInMs'> & { resetsInMs: number | null };

async function findLacking(
  database: Database,
  { sourceId, scopeName, lacking, now, perEdition }: FillingRequest,
): Promise<string[]> {
  const rows = await database.query<{ arxiv: string }>(lackingSql, [
    ...[now, sourceId, scopeName, perEdition],
    ...(['summary', 'codeUrl', 'linkedModels'] as const).map((field) => lacking.includes(field)),
  ]);
  return rows.map(({ arxiv }) => arxiv);
}

const askedSql = `
  SELECT scope->>$2 AS value, max(finished_at) AS "askedAt",
    max(finished_at) FILTER (WHERE outcome IN ('ok', 'unchanged')) AS "readAt"
  FROM scans WHERE source_id = $1 AND scope->>$2 IS NOT NULL AND outcome <> 'resting' GROUP BY 1 ORDER BY 1`;

const followedSql = `
  SELECT f.source_key AS key FROM profiles f WHERE f.source_id = $1 AND f.author_id::text IN (
    SELECT unnest(s.authors) FROM subscribers s WHERE s.state = 'active')
  ORDER BY key`;

const papersOfScopeSql = `
  SELECT p.id AS "paperId", p.title, p.authors, p.abstract,
    (SELECT coalesce(jsonb_object_agg(i.scheme, i.value), '{}') FROM paper_ids i WHERE i.paper_id = p.id) AS ids, ${decidedTexts('p.id')} AS decided
  FROM papers p WHERE p.abstract IS NOT NULL AND p.id = ANY(ARRAY(
    SELECT ${paperNow('b.id')} FROM unnest((
      SELECT c.paper_ids FROM scans c WHERE c.source_id = $1 AND c.scope = $2::jsonb AND c.paper_ids IS NOT NULL
      ORDER BY c.id DESC LIMIT 1)) AS b(id)))
  ORDER BY p.id`;

/**
 * News that no daily edition has held (see `newsFor`), without what was asked about already. A reading without a paper
 * says that the source does not know it.
 */
const lackingSql = `
  WITH asked AS (
    SELECT scope->>$3 AS arxiv, max(finished_at) AS at,
      bool_or(outcome = 'skipped' OR (outcome = 'ok' AND (counts->>'papers')::int = 0)) AS unknown
    FROM scans WHERE source_id = $2 AND scope->>$3 IS NOT NULL AND outcome <> 'resting'
      AND finished_at > $1::timestamptz - interval '7 days' GROUP BY 1),
  spent AS (
    SELECT count(*) AS papers FROM asked WHERE at > coalesce(
      (SELECT max(e.frozen_at) FROM editions e WHERE e.cadence = 'daily' AND e.frozen_at <= $1), '-infinity')),
  news AS (
    SELECT DISTINCT c.paper_id AS id FROM changes c
    WHERE c.news AND c.changed_at <= $1 AND c.changed_at > $1::timestamptz - interval '30 days'
      AND NOT EXISTS (
        SELECT FROM edition_papers x JOIN editions e ON e.id = x.edition_id
        WHERE x.paper_id = c.paper_id AND e.cadence = 'daily' AND e.frozen_at >= c.changed_at))
  SELECT i.value AS arxiv
  FROM news JOIN papers p ON p.id = news.id
  CROSS JOIN LATERAL (SELECT min(k.value) AS value FROM paper_ids k WHERE k.paper_id = p.id AND k.scheme = 'arxiv') i
  LEFT JOIN asked a ON a.arxiv = i.value
  WHERE i.value IS NOT NULL AND p.withdrawn IS NOT TRUE
    AND (($5 AND p.summary IS NULL) OR ($6 AND p.code_url IS NULL) OR ($7 AND NOT EXISTS (
      SELECT FROM statements s WHERE s.paper_id = p.id AND s.said->>'linkedModels' IS NOT NULL)))
    AND a.unknown IS NOT TRUE AND (a.at IS NULL OR a.at <= $1::timestamptz - interval '20 hours')
  ORDER BY (SELECT max(s.upvotes) FROM sightings s WHERE s.paper_id = p.id) DESC NULLS LAST, p.first_seen_at DESC, arxiv
  LIMIT greatest(0, $4::int - (SELECT papers FROM spent))`;

const quotaSql = `
  SELECT quota_left AS calls, extract(epoch FROM quota_resets_at - now())::float8 * 1000 AS "resetsInMs" FROM hosts
  WHERE key = ANY($1::text[]) AND quota_left IS NOT NULL AND (quota_resets_at IS NULL OR quota_resets_at > now())
  ORDER BY quota_left LIMIT 1`;
