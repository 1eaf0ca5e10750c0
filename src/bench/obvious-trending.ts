import { newsColumns } from '../store/papers.js';
import type { TrendingPart } from '../store/store.js';

/** The list as one would first write it: counts, votes of a day before, sources and topics of every paper of the span, then the best. */
export const obviousSql = `
  WITH listed AS (
    SELECT l.paper_id, max(l.day) AS day, count(DISTINCT l.source_id) AS sources FROM listings l
    WHERE l.day > $2::date - $3::int AND l.day <= $2::date GROUP BY l.paper_id),
  scored AS (
    SELECT p.id, (
      $7::float8 * ln(1 + coalesce(c.upvotes, 0)::float8) + $8::float8 * ln(1 + greatest(0, c.upvotes - coalesce(b.upvotes, c.upvotes))::float8)
      + $9::float8 * ln(1 + coalesce(c.comments, 0)::float8) + $11::float8 * ln(listed.sources::float8)) / ln(2::float8)
      + CASE WHEN p.code_url IS NULL THEN 0 ELSE $10::float8 * (1 + log(greatest(1, c.stars)::float8)) END AS sum,
      ($2::date - listed.day)::float8 / $3::int AS age
    FROM listed JOIN papers p ON p.id = listed.paper_id
      LEFT JOIN LATERAL (
        SELECT max(upvotes) AS upvotes, max(comments) AS comments, max(stars) AS stars FROM (
          SELECT DISTINCT ON (s.source_id) s.* FROM sightings s WHERE s.paper_id = p.id AND s.seen_at <= $1
          ORDER BY s.source_id, s.seen_at DESC) last) c ON true
      LEFT JOIN LATERAL (
        SELECT coalesce(max(last.upvotes), (
          SELECT s.upvotes FROM sightings s WHERE s.paper_id = p.id ORDER BY s.seen_at LIMIT 1)) AS upvotes
        FROM (
          SELECT DISTINCT ON (s.source_id) s.* FROM sightings s
          WHERE s.paper_id = p.id AND s.seen_at <= $1::timestamptz - interval '23 hours'
          ORDER BY s.source_id, s.seen_at DESC) last) b ON true
    WHERE $4::text = '' OR EXISTS (SELECT FROM matches m WHERE m.paper_id = p.id AND m.topic_id = $4))
  SELECT ${newsColumns} FROM (
    SELECT id, (sum + CASE age WHEN 0 THEN $12::float8 ELSE 0 END) * power($13::float8, age) AS score FROM scored
    ORDER BY score DESC, id LIMIT $5::int OFFSET $6::int) best JOIN papers p ON p.id = best.id
  ORDER BY best.score DESC, p.id`;

/** Parameters of `obviousSql`, in its order. */
export function obviousValues({
  now,
  until,
  days,
  topicId,
  limit,
  offset,
  weights,
}: TrendingPart): unknown[] {
  const { votes, velocity, comments, code, sources, freshness, ageDecay } = weights;
  const factors = [votes, velocity, comments, code, sources, freshness, ageDecay];
  return [now, until, days, topicId ?? '', limit, offset ?? 0, ...factors];
}
