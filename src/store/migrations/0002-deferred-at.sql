-- When a mail server first said "not now", so that a delivery can be given up in time; null when it never did.
ALTER TABLE deliveries ADD COLUMN deferred_at timestamptz;
