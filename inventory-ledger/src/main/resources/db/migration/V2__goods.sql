-- Units of one SKU differ by their lot and by whose they are.
ALTER TABLE journal ADD COLUMN owner text DEFAULT '', ADD COLUMN serials text[];

ALTER TABLE balance ADD COLUMN owner text NOT NULL DEFAULT '', DROP CONSTRAINT balance_pkey;
ALTER TABLE balance ADD PRIMARY KEY (sku, location, lot, owner);
DROP INDEX balance_by_location;
CREATE INDEX balance_by_location ON balance (location, sku, lot, owner);

-- One line may be filled from several lots.
ALTER TABLE hold_line ADD COLUMN owner text NOT NULL DEFAULT '', DROP CONSTRAINT hold_line_pkey;
ALTER TABLE hold_line ADD PRIMARY KEY (hold, line, lot, owner);

-- discrepancy.owner is who has to settle the case.
ALTER TABLE discrepancy ADD COLUMN stock_owner text NOT NULL DEFAULT '';
DROP INDEX discrepancy_open;
CREATE UNIQUE INDEX discrepancy_open ON discrepancy (sku, location, lot, stock_owner, bucket) WHERE closed_at IS NULL;
