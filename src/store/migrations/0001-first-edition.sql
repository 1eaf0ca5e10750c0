-- What Broadsheet remembers. Times are UTC; `uuid` ids are made by the program, so that a paper can be classified before it is saved.

CREATE TABLE installation (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  key_fingerprint text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE heartbeats (
  name text PRIMARY KEY,
  beat_at timestamptz NOT NULL
);

-- Sources and what was read from them --------------------------------------------------------------------------

-- Health: a row is written when it turns, not at every scan.
CREATE TABLE sources (
  id text PRIMARY KEY,
  -- Outcome of the last bad scan; null while all is well.
  trouble text,
  reason text,
  failing_since timestamptz
);

-- Validators of conditional requests, and the last body that could not be believed (gzip).
CREATE TABLE pages (
  url text PRIMARY KEY,
  source_id text NOT NULL,
  etag text,
  last_modified text,
  read_at timestamptz NOT NULL,
  kept_body bytea,
  kept_at timestamptz,
  kept_reason text
);

CREATE TABLE scans (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_id text NOT NULL,
  scope jsonb NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  asked_by text NOT NULL,
  outcome text NOT NULL,
  reason text,
  counts jsonb NOT NULL,
  -- The papers a good reading held: what `gone` is measured against.
  paper_ids uuid[]
);
CREATE INDEX scans_source ON scans (source_id, id DESC);
CREATE INDEX scans_last_good ON scans (source_id, scope, id DESC) WHERE paper_ids IS NOT NULL;

-- Papers ------------------------------------------------------------------------------------------------------

CREATE TABLE papers (
  id uuid PRIMARY KEY,
  title text NOT NULL,
  -- Normalised title and first author's family name: the identity of a paper that carries no id.
  title_key text NOT NULL,
  abstract text,
  authors text[] NOT NULL,
  author_count integer NOT NULL,
  url text,
  published_at text,
  code_url text,
  project_url text,
  summary text,
  keywords text[] NOT NULL,
  categories text[] NOT NULL,
  thumbnail_url text,
  first_seen_at timestamptz NOT NULL
);
CREATE INDEX papers_title_key ON papers (title_key);

CREATE TABLE paper_ids (
  scheme text NOT NULL,
  value text NOT NULL,
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  PRIMARY KEY (scheme, value)
);
CREATE INDEX paper_ids_paper ON paper_ids (paper_id);

-- What each source last said of a paper; a paper's own row is what we believe after merging them.
CREATE TABLE statements (
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  source_id text NOT NULL,
  said jsonb NOT NULL,
  said_at timestamptz NOT NULL,
  PRIMARY KEY (paper_id, source_id)
);

-- The days in whose list a source featured a paper; a paper can come back on a later day.
CREATE TABLE listings (
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  source_id text NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (paper_id, source_id, day)
);
CREATE INDEX listings_day ON listings (day);

-- Upvotes, comments and stars over time; a row only when one of them moved.
CREATE TABLE sightings (
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  source_id text NOT NULL,
  seen_at timestamptz NOT NULL,
  upvotes integer,
  comments integer,
  stars integer,
  PRIMARY KEY (paper_id, source_id, seen_at)
);

CREATE TABLE changes (
  id uuid PRIMARY KEY,
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  scan_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('new', 'revised', 'gone')),
  fields text[] NOT NULL DEFAULT '{}',
  news boolean NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX changes_news ON changes (changed_at) WHERE news;
CREATE INDEX changes_paper ON changes (paper_id);

CREATE TABLE matches (
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  topic_id text NOT NULL,
  score real NOT NULL,
  evidence text[] NOT NULL,
  classifier_id text NOT NULL,
  PRIMARY KEY (paper_id, topic_id)
);
CREATE INDEX matches_topic ON matches (topic_id);

-- People who write papers. A bare name is never an identity: a row here stands for a linked profile.
CREATE TABLE authors (
  id uuid PRIMARY KEY,
  name text NOT NULL
);

CREATE TABLE profiles (
  source_id text NOT NULL,
  source_key text NOT NULL,
  author_id uuid NOT NULL REFERENCES authors ON DELETE CASCADE,
  name text NOT NULL,
  field text,
  PRIMARY KEY (source_id, source_key)
);

CREATE TABLE profile_samples (
  source_id text NOT NULL,
  source_key text NOT NULL,
  sampled_at timestamptz NOT NULL,
  h_index integer,
  citations integer,
  papers integer,
  novelty real,
  ai_score real,
  PRIMARY KEY (source_id, source_key, sampled_at),
  FOREIGN KEY (source_id, source_key) REFERENCES profiles ON DELETE CASCADE
);

CREATE TABLE authorships (
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  author_id uuid NOT NULL REFERENCES authors ON DELETE CASCADE,
  name text NOT NULL,
  PRIMARY KEY (paper_id, author_id)
);
CREATE INDEX authorships_author ON authorships (author_id);

-- Editions ----------------------------------------------------------------------------------------------------

CREATE TABLE editions (
  id uuid PRIMARY KEY,
  cadence text NOT NULL CHECK (cadence IN ('daily', 'weekly')),
  date date NOT NULL,
  number integer NOT NULL,
  frozen_at timestamptz NOT NULL,
  missing text[] NOT NULL,
  UNIQUE (cadence, date)
);

CREATE TABLE edition_papers (
  edition_id uuid NOT NULL REFERENCES editions,
  paper_id uuid NOT NULL,
  change_id uuid NOT NULL,
  rank integer NOT NULL,
  -- The paper as this edition shows it, for good.
  shown jsonb NOT NULL,
  PRIMARY KEY (edition_id, paper_id)
);
CREATE INDEX edition_papers_change ON edition_papers (change_id);

-- Readers and their mail --------------------------------------------------------------------------------------

CREATE TABLE subscribers (
  id uuid PRIMARY KEY,
  email text NOT NULL UNIQUE,
  address_hmac text NOT NULL,
  state text NOT NULL CHECK (state IN ('pending', 'active', 'left')),
  cadence text NOT NULL CHECK (cadence IN ('daily', 'weekly')),
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  hour integer NOT NULL CHECK (hour BETWEEN 0 AND 23),
  time_zone text NOT NULL,
  max_papers integer NOT NULL,
  quiet_day text NOT NULL CHECK (quiet_day IN ('nothing', 'one-line')),
  topics text[] NOT NULL,
  muted_topics text[] NOT NULL,
  keywords text[] NOT NULL,
  muted_keywords text[] NOT NULL,
  authors text[] NOT NULL,
  link_generation integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  left_at timestamptz
);

CREATE TABLE tokens (
  hash text PRIMARY KEY,
  subscriber_id uuid NOT NULL REFERENCES subscribers ON DELETE CASCADE,
  purpose text NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE deliveries (
  edition_id uuid NOT NULL REFERENCES editions,
  subscriber_id uuid NOT NULL REFERENCES subscribers ON DELETE CASCADE,
  state text NOT NULL DEFAULT 'planned'
    CHECK (state IN ('planned', 'claimed', 'sending', 'sent', 'refused', 'unknown', 'skipped')),
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  -- Who holds the lease, and until when by the database's clock.
  owner text,
  lease_until timestamptz,
  -- What the mail held, written when it is marked as sending.
  paper_ids uuid[],
  reason text,
  finished_at timestamptz,
  PRIMARY KEY (edition_id, subscriber_id)
);
CREATE INDEX deliveries_due ON deliveries (due_at, edition_id) WHERE state = 'planned';
CREATE INDEX deliveries_leased ON deliveries (lease_until) WHERE state IN ('claimed', 'sending');
CREATE INDEX deliveries_subscriber ON deliveries (subscriber_id);

-- Keyed HMACs of addresses that must not be written to; they outlive the reader's row.
CREATE TABLE suppressions (
  address_hmac text PRIMARY KEY,
  reason text NOT NULL,
  suppressed_at timestamptz NOT NULL DEFAULT now()
);

-- Operators ---------------------------------------------------------------------------------------------------

CREATE TABLE operators (
  name text PRIMARY KEY,
  role text NOT NULL CHECK (role IN ('viewer', 'operator')),
  password_hash text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now(),
  who text NOT NULL,
  action text NOT NULL,
  detail jsonb NOT NULL
);
