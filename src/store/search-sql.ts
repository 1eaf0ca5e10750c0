import { newsColumns } from './papers.js';

/** How many of the newest papers are looked through before the index of words is asked. */
const PROBED = 2000;
/** So many of them must hold the words for these to be common: then older papers are not ranked. */
const COMMON = 50;
/** Papers that are ranked: those with the words in title or names first, then the newest. */
export const RANKED = 500;
/** Newest papers are counted up to here. */
const COUNTED = 1000;
/** A paper that many days newer comes before one that the words fit twice as well. */
const DAYS_FOR_TWICE = 365;

/** Conditions of a query on `w` (`paper_words`), as values from `$at` on: topic, first day, last day; null for none. */
const isAsked = (at: number) => `
  ($${at}::text IS NULL OR EXISTS (SELECT FROM matches m WHERE m.paper_id = w.paper_id AND m.topic_id = $${at}))
  AND w.day >= coalesce($${at + 1}::date, '-infinity') AND w.day <= coalesce($${at + 2}::date, 'infinity')`;

const shown = (rows: string, extra: string) => `
  SELECT ${newsColumns}, p.id::text AS "changeId", false AS revised, p.first_seen_at AS "newsAt", part.key${extra}
  FROM ${rows} ORDER BY part.key DESC, part.paper_id DESC`;

/** $1 now; $2–$4 conditions; $5, $6 the place behind which to go on; $7 how many. */
export const newestSql = `
  WITH part AS MATERIALIZED (
    SELECT w.paper_id, (w.day - '1970-01-01'::date)::float8 AS key FROM paper_words w
    WHERE ${isAsked(2)} AND (w.day, w.paper_id) < (
        coalesce('1970-01-01'::date + $5::float8::int, 'infinity'), coalesce($6::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
    ORDER BY w.day DESC, w.paper_id DESC LIMIT $7::int)
  ${shown('part JOIN papers p ON p.id = part.paper_id', '')}`;

/** $1–$3 conditions. Null where there are more than are counted. */
export const countNewestSql = `
  SELECT CASE WHEN count(*) <= ${COUNTED} THEN count(*)::int END AS total
  FROM (SELECT FROM paper_words w WHERE ${isAsked(1)} LIMIT ${COUNTED + 1}) counted`;

const foundColumns = `w.paper_id, w.day, ts_filter(w.words, '{a,b}') @@ $8::tsquery AS head`;

/**
 * $1–$7 as above; $8 a tsquery; $9 ids that were typed. One row at least, which tells the total.
 *
 * Ranking reads all words of a paper, so that it is done for few: the newest papers are looked through first, and where
 * the words are common there, older ones are left out; where they are not, the index names all papers that hold them.
 */
export const rankedSql = `
  WITH near AS MATERIALIZED (
    SELECT ${foundColumns} FROM (
      SELECT * FROM paper_words w WHERE w.day >= coalesce($3::date, '-infinity') AND w.day <= coalesce($4::date, 'infinity')
      ORDER BY w.day DESC, w.paper_id DESC LIMIT ${PROBED}) w
    WHERE w.words @@ $8::tsquery AND ${isAsked(2)}),
  seen AS MATERIALIZED (
    SELECT (SELECT count(*) FROM near) >= ${COMMON} AS enough, (
        SELECT count(*) FROM (SELECT FROM paper_words w WHERE w.day >= coalesce($3::date, '-infinity')
          AND w.day <= coalesce($4::date, 'infinity') LIMIT ${PROBED}) w) < ${PROBED} AS "all"),
  held AS MATERIALIZED (
    SELECT * FROM near WHERE (SELECT "all" OR enough FROM seen)
    UNION ALL
    SELECT ${foundColumns} FROM paper_words w
    WHERE NOT (SELECT "all" OR enough FROM seen) AND w.words @@ $8::tsquery AND ${isAsked(2)}),
  typed AS MATERIALIZED (
    SELECT DISTINCT w.paper_id FROM jsonb_to_recordset($9::jsonb) AS r(scheme text, value text)
      JOIN paper_ids i ON i.scheme = r.scheme AND i.value = r.value JOIN paper_words w ON w.paper_id = i.paper_id
    WHERE ${isAsked(2)}),
  best AS MATERIALIZED (
    SELECT h.paper_id FROM held h WHERE h.paper_id NOT IN (SELECT paper_id FROM typed)
    ORDER BY h.head DESC, h.day DESC, h.paper_id DESC LIMIT ${RANKED}),
  ranked AS (
    SELECT paper_id, 1e6::float8 AS key FROM typed
    UNION ALL
    SELECT w.paper_id, round((log(2, ts_rank('{0.1,0.2,0.6,1}', w.words, $8::tsquery, 1)::numeric + 0.0001)
        + (w.day - '2000-01-01'::date) / ${DAYS_FOR_TWICE}.0), 6)::float8
    FROM best JOIN paper_words w ON w.paper_id = best.paper_id),
  part AS (
    SELECT paper_id, key FROM ranked WHERE $5::float8 IS NULL OR (key, paper_id) < ($5::float8, $6::uuid)
    ORDER BY key DESC, paper_id DESC LIMIT $7::int),
  tally AS (
    SELECT (SELECT count(*) FROM (SELECT paper_id FROM held UNION SELECT paper_id FROM typed) one)::int AS total,
      seen.enough AND NOT seen."all" AS "newestOnly" FROM seen)
  ${shown('tally LEFT JOIN part ON true LEFT JOIN papers p ON p.id = part.paper_id', ', tally.total, tally."newestOnly"')}`;
