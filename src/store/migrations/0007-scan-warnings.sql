-- What looked odd about a list that was believed all the same.
ALTER TABLE scans ADD COLUMN warning text;
