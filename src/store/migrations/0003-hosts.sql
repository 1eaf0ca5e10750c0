-- Politeness that all processes share: one row a domain, by the database's clock.
CREATE TABLE hosts (
  key text PRIMARY KEY,
  -- The gap after the last request ends here.
  next_at timestamptz NOT NULL DEFAULT now(),
  -- Who is asking now, and until when their turn is believed.
  turn uuid,
  busy_until timestamptz NOT NULL DEFAULT now(),
  -- To be left alone until then, and why.
  closed_until timestamptz,
  reason text,
  -- In a row: failures on the way or on its side, and answers that asked for fewer requests.
  failures integer NOT NULL DEFAULT 0,
  refusals integer NOT NULL DEFAULT 0,
  quota_left integer,
  quota_limit integer,
  quota_resets_at timestamptz
);

-- robots.txt by host and port, asked for again when `fresh_until` is past. A body of null could not be had yet.
CREATE TABLE robots (
  host text PRIMARY KEY,
  body text,
  fresh_until timestamptz NOT NULL
);
