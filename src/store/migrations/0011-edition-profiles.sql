-- What had moved at people's profiles when an edition was frozen; null where nothing had.
ALTER TABLE editions ADD COLUMN profiles jsonb;
