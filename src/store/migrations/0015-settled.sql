-- A word of an operator that keeps an edition from going out: paused until they resume it, or stopped for good.
ALTER TABLE editions ADD COLUMN halt text CHECK (halt IN ('paused', 'stopped'));

ALTER TABLE deliveries
  -- When an operator asked for a mail of unknown fate to be sent again: the first one may have arrived.
  ADD COLUMN resent_at timestamptz,
  -- When an operator decided to leave it at that: it stays unknown and is not asked about any more.
  ADD COLUMN settled_at timestamptz;
