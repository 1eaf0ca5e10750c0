-- Tokens by which programs read what is the operators', or act for them. A withdrawn one stays, so that its name in the audit means something.
CREATE TABLE api_tokens (
  -- The part of the token that may be shown.
  id text PRIMARY KEY,
  name text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('read', 'operate')),
  -- SHA-256 of the whole.
  hash text NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz,
  withdrawn_by text,
  withdrawn_at timestamptz
);
CREATE UNIQUE INDEX api_tokens_name ON api_tokens (name) WHERE withdrawn_at IS NULL;

-- What the list of papers for programs is read along.
CREATE INDEX papers_first_seen ON papers (first_seen_at DESC, id DESC);
