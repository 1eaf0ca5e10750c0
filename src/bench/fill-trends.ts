import type { Day } from '../model/clock.js';
import type { Database } from '../store/database.js';
import { refreshTrends } from '../store/refresh-trends.js';

/** What a database is filled with: `papers` papers on so many weekdays up to and with `until`. */
export interface Filling {
  papers: number;
  weekdays: number;
  until: Day;
  topicIds: readonly string[];
}

/** Papers whose rows are brought into the trending lists in one statement, and how many such statements run at once. */
const BATCH = 10_000;
const AT_ONCE = 2;

/**
 * Fills an empty database in bulk: every paper listed on its day, a tenth by a second source, each under one to three
 * topics, and counted when first seen, in the evening and on the three days after, wherever a vote came in, up to the
 * evening of the last day. Six in ten get votes, few many. The same each time. Hands out how many papers are done.
 */
export async function* fillTrends(database: Database, filling: Filling): AsyncIterable<number> {
  const { papers, weekdays, until, topicIds } = filling;
  await database.script(tableSql);
  await database.query(drawSql, [papers, weekdays, until]);
  await database.query(papersSql);
  await Promise.all([
    database.query(idsSql).then(() => database.query(listingsSql)),
    database.query(sightingsSql),
    database.query(matchesSql, [topicIds]),
  ]);
  const rows = await database.query<{ id: string }>('SELECT id FROM filling ORDER BY day, n');
  const ids = rows.map(({ id }) => id);
  for (let from = 0; from < ids.length; from += AT_ONCE * BATCH) {
    const starts = Array.from({ length: AT_ONCE }, (_, at) => from + at * BATCH);
    await Promise.all(starts.map((start) => refreshTrends(database, ids.slice(start, start + BATCH))));
    yield Math.min(ids.length, from + AT_ONCE * BATCH);
  }
  await database.script('DROP TABLE filling');
  // What the server does by itself a minute after so many new rows.
  await database.script('VACUUM ANALYZE');
}

const tableSql =
  'CREATE UNLOGGED TABLE filling (n int, id uuid, day date, votes int, comments int, stars int)';

/** A number from 0 to 1 that looks drawn and is the same each time. */
const draw = (of: string) => `(hashint4(${of}) & 1048575) / 1048576.0::float8`;

const drawSql = `
  INSERT INTO filling
  SELECT n, md5(n::text)::uuid, listed.day, floor(power(${draw('8 * n')}, 6) * 250), floor(power(${draw('8 * n + 1')}, 8) * 30),
    CASE WHEN ${draw('8 * n + 2')} < 0.4 THEN floor(power(${draw('8 * n + 3')}, 10) * 8000) END
  FROM generate_series(0, $1::int - 1) n JOIN (
    SELECT day::date AS day, row_number() OVER (ORDER BY day DESC) AS back
    FROM generate_series($3::date - 2 * $2::int, $3::date, interval '1 day') day WHERE extract(isodow FROM day) < 6) listed
    ON listed.back = 1 + n % $2::int`;

const papersSql = `
  INSERT INTO papers (id, title, title_key, abstract, authors, author_count, url, code_url, keywords, categories, first_seen_at)
  SELECT id, 'On subject ' || n || ' of the many there are, and on its bounds', 'subject ' || n || ' lovelace',
    repeat('What can be said of this subject is said here. ', 6), ARRAY['Ada Lovelace', 'Mary Somerville'], 2,
    'https://example.org/papers/' || n, CASE WHEN stars IS NOT NULL THEN 'https://example.org/code/' || n END, '{}', '{}',
    (day + time '06:00') AT TIME ZONE 'UTC' FROM filling ORDER BY day`;

const idsSql = `INSERT INTO paper_ids (scheme, value, paper_id) SELECT 'arxiv', 'bench.' || n, id FROM filling`;

const listingsSql = `
  INSERT INTO listings (paper_id, source_id, day)
  SELECT id, source, day FROM filling, unnest(ARRAY['arxiv', 'hf-daily']) source
  WHERE source = 'arxiv' OR n % 10 = 0 ORDER BY day`;

/** The share of its votes that a paper has by then; a row only where one came in. */
const sightingsSql = `
  INSERT INTO sightings (paper_id, source_id, seen_at, upvotes, comments, stars, gained)
  SELECT id, 'hf-daily', seen_at, upvotes, comments, stars, upvotes - before FROM (
    SELECT f.id, (f.day + time '06:00' + r.hours * interval '1 hour') AT TIME ZONE 'UTC' AS seen_at,
      floor(f.votes * r.share)::int AS upvotes, f.comments, f.stars,
      lag(floor(f.votes * r.share)::int) OVER (PARTITION BY f.id ORDER BY r.hours) AS before
    FROM filling f, (VALUES (0, 0.2), (12, 0.5), (30, 0.7), (54, 0.9), (78, 1.0)) AS r(hours, share)) counted
  WHERE (before IS NULL OR upvotes > before) AND seen_at < (SELECT max(day) + time '20:00' FROM filling) AT TIME ZONE 'UTC'
  ORDER BY seen_at`;

/** The earlier topics of the list have more papers than the later ones. */
const matchesSql = `
  INSERT INTO matches (paper_id, topic_id, score, evidence, classifier_id)
  SELECT DISTINCT ON (f.id, topic) f.id, topic, 0.9 - 0.1 * nth, '{}'::text[], 'bench'
  FROM filling f, generate_series(1, 1 + f.n % 3) nth,
    LATERAL (SELECT ($1::text[])[1 + floor(power(${draw('8 * f.n + 4 + nth')}, 1.5) * cardinality($1::text[]))::int] AS topic) t`;
