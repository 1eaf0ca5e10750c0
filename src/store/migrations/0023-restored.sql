-- When this database was put back from a backup: editions that may have gone out before are frozen paused.
ALTER TABLE installation ADD COLUMN restored_at timestamptz;
