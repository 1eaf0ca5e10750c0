import type { Sql } from './database.js';
import { json } from './rows.js';
import type { GoodScan } from './store.js';

/** How far back votes count as gained since yesterday: a source that is read once a day, an hour early or late, has one reading in it. */
export const GAIN_HOURS = 23;

/**
 * Votes gained in the hours before $1, the moment as of which counts are taken; `p` is `papers`. Null where no two
 * readings can be compared.
 */
export const gainedSql = `
  (SELECT sum(s.gained)::int FROM sightings s WHERE s.paper_id = p.id AND s.seen_at <= $1
     AND s.seen_at > $1::timestamptz - interval '${GAIN_HOURS} hours')`;

/** Keeps the counts that differ from those the source gave last, each with the votes gained since the reading before. */
export async function saveSightings(
  tx: Sql,
  { sourceId, scope, finishedAt, changes }: GoodScan,
): Promise<void> {
  const rows = changes.papers.flatMap(({ paper, counts }) =>
    counts ? [{ ...counts, paper_id: paper.id }] : [],
  );
  if (rows.length === 0) return;
  await tx.query(insertSightingsSql, [json(rows), sourceId, json(scope), finishedAt]);
}

/**
 * `gained` is what the paper's votes rose by, as far as this source has seen them rise: several sources may count the
 * same votes, and a source that is new to the paper may count others. Before the rise the source must have been read on
 * the same day or the day before, else it is not known when the votes came. A reading in which no count moved leaves no
 * row here, so the time of the last one is taken from the scans of the scope, where the paper stood in it.
 */
const insertSightingsSql = `
  INSERT INTO sightings (paper_id, source_id, seen_at, upvotes, comments, stars, gained)
  WITH held AS (
    SELECT unnest(last.paper_ids) AS paper_id, (
        SELECT max(c.finished_at) FROM scans c WHERE c.source_id = $2 AND c.scope = $3::jsonb
          AND c.outcome IN ('ok', 'unchanged') AND c.finished_at < $4) AS read_at
    FROM (SELECT c.paper_ids FROM scans c WHERE c.source_id = $2 AND c.scope = $3::jsonb AND c.paper_ids IS NOT NULL
            AND c.finished_at < $4 ORDER BY c.id DESC LIMIT 1) last)
  SELECT r.paper_id, $2, $4, r.upvotes, r.comments, r.stars,
    CASE WHEN seen.rise IS NOT NULL
        AND greatest(own.seen_at, held.read_at) >= date_trunc('day', $4::timestamptz, 'UTC') - interval '1 day'
      -- The middle one of three: nothing, what this source saw, what the paper has more than was known.
      THEN seen.rise + known.rise - greatest(0, seen.rise, known.rise) - least(0, seen.rise, known.rise) END
  FROM jsonb_to_recordset($1::jsonb) AS r(paper_id uuid, upvotes integer, comments integer, stars integer)
    LEFT JOIN held ON held.paper_id = r.paper_id
    LEFT JOIN LATERAL (
      SELECT s.upvotes, s.seen_at FROM sightings s WHERE s.paper_id = r.paper_id AND s.source_id = $2
      ORDER BY s.seen_at DESC LIMIT 1) own ON true
    LEFT JOIN LATERAL (
      SELECT max(last.upvotes) AS upvotes FROM (
        SELECT DISTINCT ON (s.source_id) s.upvotes FROM sightings s WHERE s.paper_id = r.paper_id AND s.source_id <> $2
        ORDER BY s.source_id, s.seen_at DESC) last) others ON true,
    LATERAL (SELECT r.upvotes - own.upvotes AS rise) seen,
    LATERAL (SELECT greatest(r.upvotes, others.upvotes) - greatest(own.upvotes, others.upvotes) AS rise) known
  ON CONFLICT DO NOTHING`;
