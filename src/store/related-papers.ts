import type { Sql } from './database.js';
import type { RelatedPaper } from './store.js';

/** A word (or pair of words) that so many papers hold does not tell one from another. */
const TOO_COMMON = 300;
/** Of a pair the rarer word is in no larger share of all papers: else reading the index takes too long. */
const MOST_SHARED = 0.03;
/** Words and pairs that are looked up. */
const MOST_WORDS = 14;
const MOST_PAIRS = 8;
/** What two papers must share at least to be called related: two words that hardly any other holds, or more common ones. */
const LEAST_NEARNESS = 6;
/** Papers of which it is looked up what topics they share. */
const NEAREST = 40;

/** Papers that share telling words with this one. */
export function findRelated(sql: Sql, id: string, limit: number): Promise<RelatedPaper[]> {
  return sql.query<RelatedPaper>(relatedSql, [
    ...[id, limit, TOO_COMMON, MOST_SHARED, MOST_WORDS, MOST_PAIRS, LEAST_NEARNESS, NEAREST],
  ]);
}

/** A word counts the more, the fewer papers hold it; one that only this paper holds finds nothing. */
const weight = `ln(1 + $3::float8 / found.papers)`;

/**
 * Each word is looked up by itself, and no further than to where it is known to be too common: a few thousand entries
 * of an index, however many papers there are. Words that the server's statistics call common are not looked up at all;
 * in a database without statistics, which is a small one, all are. Words that are too common by themselves tell
 * something as neighbours in the title. The letters of `paper_words.words` are those of its migration: A title,
 * B authors, C summary and keywords.
 */
const relatedSql = `
  WITH common AS MATERIALIZED (
    SELECT e.lexeme, e.share FROM pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e(lexeme, share)
    WHERE s.schemaname = current_schema() AND s.tablename = 'paper_words' AND s.attname = 'words' AND e.lexeme IS NOT NULL),
  own AS MATERIALIZED (
    SELECT u.lexeme, u.positions, u.weights, 'A' = ANY(u.weights) AS titled, coalesce(common.share, 0) AS share
    FROM paper_words w CROSS JOIN unnest(w.words) u LEFT JOIN common ON common.lexeme = u.lexeme
    WHERE w.paper_id = $1::uuid AND length(u.lexeme) > 1 AND u.lexeme !~ '^[0-9]+$' AND NOT u.weights <@ ARRAY['B']
      AND ts_lexize('english_stem', u.lexeme) <> '{}'),
  words AS (
    SELECT lexeme FROM own
    WHERE share * (SELECT greatest(0, reltuples) FROM pg_class WHERE oid = 'paper_words'::regclass) < $3::int
      AND (titled OR 'C' = ANY(weights) OR cardinality(positions) > 1)
    ORDER BY titled DESC, cardinality(positions) DESC, length(lexeme) DESC, lexeme LIMIT $5::int),
  title AS (
    SELECT lexeme, share, row_number() OVER (ORDER BY positions[1]) AS place FROM own WHERE titled),
  pairs AS (
    SELECT a.lexeme AS one, b.lexeme AS other FROM title a JOIN title b ON b.place = a.place + 1
    WHERE least(a.share, b.share) < $4::float8 ORDER BY a.place LIMIT $6::int),
  telling AS (
    SELECT quote_literal(lexeme)::tsquery AS query FROM words
    UNION ALL SELECT quote_literal(one)::tsquery && quote_literal(other)::tsquery FROM pairs),
  hits AS MATERIALIZED (
    SELECT found.ids, ${weight} AS weight FROM telling, LATERAL (
      SELECT array_agg(held.paper_id) AS ids, count(*) AS papers FROM (
        SELECT w.paper_id FROM paper_words w WHERE w.words @@ telling.query LIMIT $3::int) held) found
    WHERE found.papers BETWEEN 2 AND $3::int - 1),
  near AS (
    SELECT hit.id, sum(hits.weight) AS nearness FROM hits, unnest(hits.ids) AS hit(id)
    WHERE hit.id <> $1::uuid GROUP BY hit.id HAVING sum(hits.weight) >= $7::float8
    ORDER BY nearness DESC, hit.id LIMIT $8::int),
  judged AS (
    SELECT near.id, shared.ids AS topics, near.nearness * (1 + 0.25 * least(2, cardinality(shared.ids))) AS nearness
    FROM near, LATERAL (SELECT ARRAY(
      SELECT o.topic_id FROM matches o JOIN matches m ON m.topic_id = o.topic_id AND m.paper_id = $1::uuid
      WHERE o.paper_id = near.id ORDER BY m.score DESC, o.topic_id) AS ids) shared
    ORDER BY nearness DESC, near.id LIMIT $2::int)
  SELECT p.id AS "paperId", p.title, to_jsonb(p.authors) AS authors, p.author_count AS "authorCount",
    paper_day(p.published_at, p.first_seen_at) AS day, to_jsonb(judged.topics) AS "topicIds", judged.nearness::float8 AS nearness
  FROM judged JOIN papers p ON p.id = judged.id ORDER BY judged.nearness DESC, p.id`;
