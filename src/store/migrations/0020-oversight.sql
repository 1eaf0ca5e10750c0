-- An operator's word that a source is not read by its schedule, until they take it back.
ALTER TABLE sources ADD COLUMN paused_by text, ADD COLUMN paused_at timestamptz;

-- What a scan has changed.
CREATE INDEX changes_scan ON changes (scan_id);

-- What became of the mails of a day.
CREATE INDEX deliveries_finished ON deliveries (finished_at) WHERE finished_at IS NOT NULL;

-- Who did what.
CREATE INDEX audit_action ON audit (action, id);
CREATE INDEX audit_who ON audit (who, id);
