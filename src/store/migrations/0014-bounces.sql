-- What came back for mails that a server had taken: each kind once for one mail.
CREATE TABLE bounces (
  subscriber_id uuid NOT NULL REFERENCES subscribers ON DELETE CASCADE,
  -- The edition's id where it is known, else a hash of the report.
  mail text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('hard', 'soft', 'policy', 'complaint')),
  -- Whose it was then: a reader who has moved begins anew.
  address_hmac text NOT NULL,
  reason text NOT NULL,
  bounced_at timestamptz NOT NULL,
  PRIMARY KEY (subscriber_id, mail, kind)
);
CREATE INDEX bounces_address ON bounces (address_hmac, bounced_at);
