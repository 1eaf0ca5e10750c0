-- How fast mail goes out, for all processes together.

ALTER TABLE subscribers ADD COLUMN domain text GENERATED ALWAYS AS (lower(split_part(email, '@', -1))) STORED;
CREATE INDEX subscribers_domain ON subscribers (domain);

-- A receiving domain with many readers, or one that has put mail off, has a line of its own: its mails wait there, and all
-- others go past them. '' is the mail server itself.
CREATE TABLE mail_lines (
  domain text PRIMARY KEY,
  -- The next turn by the gap between mails, and by the mails of an hour; by the database's clock.
  next_at timestamptz NOT NULL DEFAULT 'epoch',
  hour_at timestamptz NOT NULL DEFAULT 'epoch',
  -- How often in a row it has said "not now": each time it rests for longer, and what it takes then heals it.
  strikes integer NOT NULL DEFAULT 0,
  rests_until timestamptz NOT NULL DEFAULT 'epoch',
  reason text,
  used_at timestamptz NOT NULL DEFAULT now()
);

-- How many may go now where one may every `gap` seconds, and `depth` of them at once after a pause.
CREATE FUNCTION turns_open(next_at timestamptz, gap float8, depth integer) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN next_at > now() THEN 0 WHEN gap <= 0 THEN 1000000
    ELSE least(depth, 1 + floor(extract(epoch FROM now() - next_at) / gap))::integer END
$$;

-- The next turn after so many have gone.
CREATE FUNCTION turns_taken(next_at timestamptz, gap float8, depth integer, taken integer) RETURNS timestamptz
  LANGUAGE sql STABLE AS $$
  SELECT greatest(next_at, now() - (depth - 1) * gap * interval '1 second') + taken * gap * interval '1 second'
$$;

ALTER TABLE deliveries
  -- The line in which it waits; '' where it goes out with all others.
  ADD COLUMN line text NOT NULL DEFAULT '',
  -- What a refusal speaks of.
  ADD COLUMN refusal text CHECK (refusal IN ('address', 'mailbox', 'policy', 'content', 'other'));
ALTER TABLE letters
  ADD COLUMN refusal text CHECK (refusal IN ('address', 'mailbox', 'policy', 'content', 'other'));

CREATE INDEX deliveries_line ON deliveries (edition_id, line, due_at) WHERE state = 'planned';

-- Why nothing of an edition could be sent at the last try; null when it could.
ALTER TABLE editions ADD COLUMN problem text;
