-- Identifiers of a person that several sites share (ORCID): two profiles with one of them are one author.
ALTER TABLE profiles ADD COLUMN orcid text;
CREATE INDEX profiles_orcid ON profiles (orcid) WHERE orcid IS NOT NULL;
CREATE INDEX profiles_author ON profiles (author_id);

-- Texts of a profile page that may be a known paper's: too near to leave alone, too far to join. A person decides.
CREATE TABLE holds (
  id uuid PRIMARY KEY,
  source_id text NOT NULL,
  source_key text NOT NULL,
  text_hash text NOT NULL,
  text text NOT NULL,
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  score real NOT NULL,
  held_at timestamptz NOT NULL,
  UNIQUE (source_id, source_key, text_hash)
);
