-- What is known of lots. One that nobody described keeps for ever.
CREATE TABLE lot (
  sku          text        NOT NULL REFERENCES item,
  code         text        NOT NULL,
  expires_at   timestamptz,
  withdrawn    text        CHECK (withdrawn IN ('EXPIRED', 'RECALLED')),
  reason       text,
  withdrawn_at timestamptz,
  PRIMARY KEY (sku, code),
  CHECK ((withdrawn IS NULL) = (withdrawn_at IS NULL))
);
CREATE INDEX lot_due ON lot (expires_at) WHERE withdrawn IS NULL AND expires_at IS NOT NULL;

-- Where a lot is and who was promised or got it: asked rarely, paid for only by what has a lot.
CREATE INDEX balance_by_lot ON balance (sku, lot) WHERE lot <> '';
CREATE INDEX hold_line_by_lot ON hold_line (sku, lot) WHERE lot <> '';
CREATE INDEX journal_by_lot ON journal (stream, lot, version) WHERE lot <> '';
