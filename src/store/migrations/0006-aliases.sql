-- Papers that were stored as two and found to be one: the id that is no more leads to the paper that stayed.
CREATE TABLE paper_aliases (
  alias_id uuid PRIMARY KEY,
  paper_id uuid NOT NULL REFERENCES papers ON DELETE CASCADE,
  merged_at timestamptz NOT NULL
);
CREATE INDEX paper_aliases_paper ON paper_aliases (paper_id);

-- A paper has one id of a kind: two arXiv ids are two papers. Where a source's word brought a second one in, the first stays.
DELETE FROM paper_ids i USING paper_ids o
  WHERE o.paper_id = i.paper_id AND o.scheme = i.scheme AND o.value < i.value;
DROP INDEX paper_ids_paper;
CREATE UNIQUE INDEX paper_ids_paper ON paper_ids (paper_id, scheme);
