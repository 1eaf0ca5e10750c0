import type { Database } from './database.js';
import { type NewsRow, newsColumns, toNewsPaper } from './papers.js';
import { GAIN_HOURS } from './sightings.js';
import type { Span, TopicTrend, TrendingPart, TrendingStore } from './store.js';

export function createTrendingStore(database: Database): TrendingStore {
  return {
    async trending(part) {
      const rows = await database.query<NewsRow & { listedOn: string }>(trendingSql, trendingValues(part));
      return rows.map(({ listedOn, ...row }) => toNewsPaper({ ...row, featuredOn: listedOn }));
    },

    async trendingTopics(span, topicIds, now) {
      const rows = await database.query<Required<TopicTrend>>(topicsSql, topicsValues(span, topicIds, now));
      return rows.map(({ topicId, ...trend }) => ({ ...trend, ...(topicId && { topicId }) }));
    },
  };
}

/** The weights by which `trends.peak` is made: see the migration. No score by other weights is above `peak` times the largest ratio. */
const PEAK_WEIGHTS = { votes: 1, velocity: 1.5, comments: 0.5, code: 1, sources: 1 };

/** Parameters of `trendingSql`, in its order. */
export function trendingValues({
  weights,
  now,
  until,
  days,
  topicId,
  limit,
  offset = 0,
}: TrendingPart): unknown[] {
  const ratios = Object.entries(PEAK_WEIGHTS).map(
    ([term, weight]) => weights[term as keyof typeof PEAK_WEIGHTS] / weight,
  );
  const { votes, velocity, comments, code, sources, freshness, ageDecay } = weights;
  const factors = [votes, velocity, comments, code, sources, freshness, ageDecay, Math.max(1e-9, ...ratios)];
  const wanted = limit + offset;
  return [
    now,
    until,
    days,
    topicId ?? '',
    limit,
    offset,
    factors,
    Math.min(wanted, Math.ceil((12 * wanted) / days)),
  ];
}

const w = (at: number) => `($7::float8[])[${at}]`;
const log2 = (count: string) => `ln(1 + ${count}::float8) / ln(2::float8)`;

/** Votes gained since yesterday, looked up only where the last count is of that time. */
const gainedOf = (row: string) => `
  (SELECT greatest(0, coalesce(sum(s.gained), 0))::int AS gained FROM sightings s
   WHERE ${row}.rise > 0 AND ${row}.counted_at > $1::timestamptz - interval '${GAIN_HOURS} hours'
     AND s.paper_id = ${row}.paper_id AND s.seen_at > $1::timestamptz - interval '${GAIN_HOURS} hours' AND s.seen_at <= $1)`;

/** The formula of `scorePaper` in src/digest; a test holds the two equal. */
const scoreSql = `
  ((${w(1)} * ${log2('t.upvotes')} + ${w(2)} * ${log2('g.gained')} + ${w(3)} * ${log2('t.comments')}
    + CASE WHEN t.stars IS NULL THEN 0 ELSE ${w(4)} * (1 + log(greatest(1, t.stars)::float8)) END
    + ${w(5)} * ln(t.sources::float8) / ln(2::float8) + d.fresh) * d.fade)`;

const rowsOf = (where: string) => `
  SELECT t.paper_id, t.day, t.peak, t.upvotes, t.comments, t.stars, t.sources, t.rise, t.counted_at FROM trends t
  WHERE t.topic_id = $4 AND t.day = d.day AND (t.next_day IS NULL OR t.next_day > $2::date) ${where}`;

/**
 * The best of a span without scoring all of it. A score is at most what `peak` makes of it on its day (votes gained in
 * the last hours before the last count are never fewer than those gained since yesterday), and an index keeps each day
 * in falling `peak`. So the first papers of each day are scored; the last of the best of them is the bar; and only papers
 * whose `peak` could still lift them over the bar are scored besides.
 */
export const trendingSql = `
  WITH days AS (
    SELECT ($2::date - age)::date AS day, power(${w(7)}, age::float8 / $3::int) AS fade, CASE age WHEN 0 THEN ${w(6)} ELSE 0 END AS fresh
    FROM generate_series(0, $3::int - 1) age),
  first AS (
    SELECT t.paper_id, t.day, t.peak, ${scoreSql} AS score
    FROM days d, LATERAL (${rowsOf('ORDER BY t.peak DESC, t.paper_id LIMIT $8::int')}) t, LATERAL ${gainedOf('t')} g),
  bar AS (
    SELECT coalesce((SELECT score FROM first ORDER BY score DESC LIMIT 1 OFFSET $5::int + $6::int - 1), '-infinity') AS score),
  rest AS (
    SELECT d.*, looked.least, (bar.score / d.fade - d.fresh) / ${w(8)} * (1 - 1e-9) AS enough
    FROM bar, days d JOIN (
      SELECT day, min(peak) AS least FROM first GROUP BY day HAVING count(*) = $8::int) looked USING (day)),
  best AS (
    SELECT * FROM first
    UNION
    SELECT t.paper_id, t.day, t.peak, ${scoreSql} AS score
    FROM rest d, LATERAL (${rowsOf('AND t.peak > d.enough AND t.peak <= d.least')}) t, LATERAL ${gainedOf('t')} g),
  part AS (
    SELECT paper_id, day, row_number() OVER (ORDER BY round(score * 1e6) DESC, day DESC, peak DESC, paper_id) AS place FROM best
    ORDER BY place LIMIT $5::int OFFSET $6::int)
  SELECT ${newsColumns}, p.id::text AS "changeId", false AS revised, p.first_seen_at AS "newsAt", part.day AS "listedOn"
  FROM part JOIN papers p ON p.id = part.paper_id ORDER BY part.place`;

/** Parameters of `topicsSql`, in its order. */
export function topicsValues({ until, days }: Span, topicIds: readonly string[], now: Date): unknown[] {
  return [now, until, days, ['', ...topicIds]];
}

export const topicsSql = `
  WITH gains AS (
    SELECT paper_id, sum(gained) AS gained FROM sightings
    WHERE gained <> 0 AND seen_at > $1::timestamptz - interval '${GAIN_HOURS} hours' AND seen_at <= $1 GROUP BY paper_id),
  risen AS (
    SELECT t.topic_id, sum(g.gained)::int AS gained FROM gains g JOIN trends t ON t.paper_id = g.paper_id
    WHERE g.gained > 0 AND t.day > $2::date - $3::int AND t.day <= $2::date AND (t.next_day IS NULL OR t.next_day > $2::date)
    GROUP BY t.topic_id)
  SELECT topic.id AS "topicId", c.papers, coalesce(r.gained, 0) AS gained
  FROM unnest($4::text[]) AS topic(id)
    CROSS JOIN LATERAL (SELECT count(*)::int AS papers FROM trends t WHERE t.topic_id = topic.id AND t.day > $2::date - $3::int
               AND t.day <= $2::date AND (t.next_day IS NULL OR t.next_day > $2::date)) c
    LEFT JOIN risen r ON r.topic_id = topic.id
  WHERE c.papers > 0 ORDER BY topic.id`;
