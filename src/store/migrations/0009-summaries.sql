-- What a language model of the operator's choice wrote about papers that no source sums up.
CREATE TABLE written_summaries (
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  model text NOT NULL,
  -- SHA-256 of the abstract it was asked about: a revised one is asked about again.
  abstract_hash bytea NOT NULL,
  summary text,
  -- Why an answer is not shown.
  refusal text,
  -- Whether it is the model that the configuration names now.
  shown boolean NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (paper_id, model),
  CHECK ((summary IS NULL) <> (refusal IS NULL))
);
