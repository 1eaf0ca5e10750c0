import type { Sql } from './database.js';
import { GAIN_HOURS } from './sightings.js';
import type { GoodScan } from './store.js';

/**
 * Holds the papers that a reading moves, until the end of the transaction: two readings of a paper at one moment would
 * else each leave out of the trending lists what the other has counted.
 */
export async function holdMoved(tx: Sql, scan: GoodScan): Promise<void> {
  const ids = movedPapers(scan);
  if (ids.length === 0) return;
  await tx.query('SELECT FROM papers WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE', [ids]);
}

/** Brings the trending lists up to date with a reading that was just saved; writes nothing where nothing moved. */
export async function followScan(tx: Sql, scan: GoodScan): Promise<void> {
  await refreshTrends(tx, movedPapers(scan));
}

/**
 * Writes the rows of these papers in `trends` anew from what is stored of them. To be called, with the papers' rows
 * locked, in every transaction that writes their listings, sightings, matches or code; a row that would stay the same is
 * not written.
 */
export async function refreshTrends(tx: Sql, paperIds: readonly string[]): Promise<void> {
  if (paperIds.length > 0) await tx.query(refreshSql, [paperIds]);
}

function movedPapers({ changes, classified }: GoodScan): string[] {
  const moved = changes.papers.filter(
    ({ kind, fields, listedOn, counts, merged }) =>
      kind === 'new' || fields.length > 0 || (listedOn ?? counts ?? merged) !== undefined,
  );
  return [...new Set([...moved.map(({ paper }) => paper.id), ...classified])];
}

const facts = ['next_day', 'upvotes', 'comments', 'stars', 'sources', 'rise', 'counted_at'];
const factsOf = (row: string) => facts.map((fact) => `${row}.${fact}`).join(', ');

const refreshSql = `
  WITH listed AS (
    SELECT d.paper_id, d.day, lead(d.day) OVER (PARTITION BY d.paper_id ORDER BY d.day) AS next_day,
      (SELECT count(DISTINCT l.source_id) FROM listings l WHERE l.paper_id = d.paper_id) AS sources
    FROM (SELECT DISTINCT paper_id, day FROM listings WHERE paper_id = ANY($1::uuid[])) d),
  last AS (
    SELECT DISTINCT ON (paper_id, source_id) paper_id, upvotes, comments, stars, seen_at
    FROM sightings WHERE paper_id = ANY($1::uuid[]) ORDER BY paper_id, source_id, seen_at DESC),
  counted AS (
    SELECT paper_id, max(upvotes) AS upvotes, max(comments) AS comments, max(stars) AS stars, max(seen_at) AS counted_at
    FROM last GROUP BY paper_id),
  risen AS (
    SELECT s.paper_id, sum(s.gained) AS rise FROM sightings s JOIN counted c ON c.paper_id = s.paper_id
    WHERE s.paper_id = ANY($1::uuid[]) AND s.gained > 0 AND s.seen_at > c.counted_at - interval '${GAIN_HOURS} hours'
    GROUP BY s.paper_id),
  filed AS (
    SELECT paper_id, topic_id FROM matches WHERE paper_id = ANY($1::uuid[])
    UNION ALL SELECT unnest($1::uuid[]), ''),
  wanted AS (
    SELECT f.topic_id, l.day, l.paper_id, l.next_day, greatest(0, c.upvotes) AS upvotes, greatest(0, c.comments) AS comments,
      CASE WHEN p.code_url IS NOT NULL THEN greatest(0, c.stars) END AS stars, l.sources, coalesce(r.rise, 0) AS rise, c.counted_at
    FROM listed l JOIN papers p ON p.id = l.paper_id JOIN filed f ON f.paper_id = l.paper_id
      LEFT JOIN counted c ON c.paper_id = l.paper_id LEFT JOIN risen r ON r.paper_id = l.paper_id),
  gone AS (
    DELETE FROM trends t WHERE t.paper_id = ANY($1::uuid[]) AND NOT EXISTS (
      SELECT FROM wanted w WHERE w.paper_id = t.paper_id AND w.topic_id = t.topic_id AND w.day = t.day))
  INSERT INTO trends AS t (topic_id, day, paper_id, ${facts.join(', ')})
  SELECT w.topic_id, w.day, w.paper_id, ${factsOf('w')} FROM wanted w
  ON CONFLICT (paper_id, topic_id, day) DO UPDATE SET ${facts.map((fact) => `${fact} = excluded.${fact}`).join(', ')}
  WHERE (${factsOf('t')}) IS DISTINCT FROM (${factsOf('excluded')})`;
