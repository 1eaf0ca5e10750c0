-- Readers who come and go by themselves: when they confirmed, and the single mails they are sent.

ALTER TABLE subscribers ADD COLUMN confirmed_at timestamptz;
UPDATE subscribers SET confirmed_at = created_at WHERE state = 'active';

-- What was chosen on asking again, kept until the address confirms.
ALTER TABLE subscribers ADD COLUMN asked_choices jsonb;

CREATE TABLE letters (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  subscriber_id uuid REFERENCES subscribers ON DELETE CASCADE,
  address_hmac text NOT NULL,
  -- Only where it is not the reader's own address; forgotten when the letter is done.
  email text,
  state text NOT NULL DEFAULT 'planned'
    CHECK (state IN ('planned', 'claimed', 'sending', 'sent', 'refused', 'unknown', 'skipped')),
  due_at timestamptz NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  owner text,
  lease_until timestamptz,
  deferred_at timestamptz,
  reason text,
  created_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX letters_due ON letters (due_at) WHERE state = 'planned';
CREATE INDEX letters_leased ON letters (lease_until) WHERE state IN ('claimed', 'sending');
CREATE INDEX letters_address ON letters (address_hmac, kind, created_at);
CREATE INDEX letters_subscriber ON letters (subscriber_id);

-- The address a token would move the reader to.
ALTER TABLE tokens ADD COLUMN new_email text;
CREATE INDEX tokens_subscriber ON tokens (subscriber_id);
