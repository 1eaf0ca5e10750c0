-- What an operator is told of. One row for each thing that can be wrong: it is raised, told, cleared, and raised anew.
CREATE TABLE alarms (
  kind text NOT NULL,
  -- Which source, queue or cadence; '' where there is only one.
  subject text NOT NULL,
  title text NOT NULL,
  reason text NOT NULL,
  -- When it was first seen, and when it had been seen often enough to be believed.
  since timestamptz NOT NULL,
  raised_at timestamptz,
  -- When it was first found to be well, and when that had lasted.
  well_since timestamptz,
  cleared_at timestamptz,
  -- When the operator was written to, that it is raised and that it is cleared, and before when no other try is made.
  told_at timestamptz,
  told_clear_at timestamptz,
  tell_after timestamptz,
  PRIMARY KEY (kind, subject)
);

-- The last day on which somebody outside was told that all is well.
CREATE TABLE outside_beat (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  day date NOT NULL
);

-- What the watch counts every minute.
CREATE INDEX deliveries_unknown ON deliveries (edition_id) WHERE state = 'unknown' AND settled_at IS NULL;
CREATE INDEX bounces_complaints ON bounces (bounced_at) WHERE kind = 'complaint';
CREATE INDEX scans_finished ON scans (finished_at);
