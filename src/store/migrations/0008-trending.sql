-- How many votes a paper has more than at the reading before: null where there was none on the same day or the day before (UTC).
ALTER TABLE sightings ADD COLUMN gained integer;
CREATE INDEX sightings_gained ON sightings (seen_at) INCLUDE (paper_id, gained) WHERE gained <> 0;

-- When a scope was last read well, whether or not its page had changed.
CREATE INDEX scans_read ON scans (source_id, scope, finished_at DESC) WHERE outcome IN ('ok', 'unchanged');

-- What trending lists are made of: a row for each day in whose list a paper stands, for '' and for each of its topics.
-- Written anew from the other tables whenever a paper is counted, listed, filed or changed.
CREATE TABLE trends (
  topic_id text NOT NULL,
  day date NOT NULL,
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  -- The next day in whose list the paper stands: a period that holds both takes the later one.
  next_day date,
  upvotes integer NOT NULL,
  comments integer NOT NULL,
  -- Null where there is no code.
  stars integer,
  sources integer NOT NULL,
  -- The votes that came in the 23 hours before the last count, and when that was: never fewer than in the last 23 hours.
  rise integer NOT NULL,
  counted_at timestamptz,
  -- The most that a score can be by the shipped weights; other weights are allowed for when it is asked.
  peak double precision NOT NULL GENERATED ALWAYS AS (
    (ln(1 + upvotes::float8) + 1.5 * ln(1 + rise::float8) + 0.5 * ln(1 + comments::float8) + ln(sources::float8)) / ln(2::float8)
      + CASE WHEN stars IS NULL THEN 0 ELSE 1 + log(greatest(1, stars)::float8) END) STORED,
  PRIMARY KEY (paper_id, topic_id, day)
);
CREATE INDEX trends_list ON trends (topic_id, day, peak DESC, paper_id) INCLUDE (next_day);

INSERT INTO trends (topic_id, day, paper_id, next_day, upvotes, comments, stars, sources, rise)
SELECT t.topic_id, l.day, l.paper_id, l.next_day, coalesce(c.upvotes, 0), coalesce(c.comments, 0),
  CASE WHEN p.code_url IS NOT NULL THEN coalesce(c.stars, 0) END, l.sources, 0
FROM (
    SELECT d.paper_id, d.day, lead(d.day) OVER (PARTITION BY d.paper_id ORDER BY d.day) AS next_day,
      (SELECT count(DISTINCT s.source_id) FROM listings s WHERE s.paper_id = d.paper_id) AS sources
    FROM (SELECT DISTINCT paper_id, day FROM listings) d) l
  JOIN papers p ON p.id = l.paper_id
  JOIN (SELECT paper_id, topic_id FROM matches UNION ALL SELECT id, '' FROM papers) t ON t.paper_id = l.paper_id
  LEFT JOIN (
    SELECT paper_id, greatest(0, max(upvotes)) AS upvotes, greatest(0, max(comments)) AS comments, greatest(0, max(stars)) AS stars
    FROM (SELECT DISTINCT ON (paper_id, source_id) * FROM sightings ORDER BY paper_id, source_id, seen_at DESC) last
    GROUP BY paper_id) c ON c.paper_id = l.paper_id;
