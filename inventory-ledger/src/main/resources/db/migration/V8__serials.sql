-- Units that have a number of their own. A movement names them in journal.serials; none named, though the item is tracked
-- by serial, is the empty array, and null is everything else.
ALTER TABLE item ADD COLUMN by_serial boolean NOT NULL
  GENERATED ALWAYS AS (coalesce(body->>'tracking', 'none') = 'serial') STORED;

-- Double entry for each unit, and under the serial '' for all of a SKU together: how often it is at a spot. A spot is the
-- shelf (available, held, picked: a hold promises a number, not a unit), inspection, blocked or outbound of a location, or
-- the customer. Below zero is a hole: it was taken from where nobody had put it. Zero has no row.
CREATE TABLE serial (
  sku      text   NOT NULL REFERENCES item,
  serial   text   NOT NULL,
  location text   NOT NULL,  -- '' for the customer
  spot     text   NOT NULL CHECK (spot IN ('shelf', 'inspection', 'blocked', 'outbound', 'customer')),
  units    bigint NOT NULL CHECK (units <> 0),
  account  text   NOT NULL,  -- the bucket, or customer, as the last movement said
  version  bigint NOT NULL CHECK (version > 0),
  lot      text   NOT NULL DEFAULT '',  -- with owner: the goods of that movement
  owner    text   NOT NULL DEFAULT '',
  PRIMARY KEY (sku, serial, location, spot)
) WITH (fillfactor = 70);
CREATE INDEX serial_by_lot ON serial (sku, lot) WHERE lot <> '';

-- The movements of each unit: its way, found without looking at what names no units.
CREATE TABLE serial_way (
  sku     text   NOT NULL,
  serial  text   NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (sku, serial, version)
);

-- Each time that a unit was at a spot less than not at all, or (spot 'everywhere') in two of our places at once.
CREATE TABLE serial_case (
  id            text        PRIMARY KEY,
  sku           text        NOT NULL,
  serial        text        NOT NULL,
  spot_location text        NOT NULL,
  spot          text        NOT NULL,
  units         bigint      NOT NULL CHECK (units >= 0),
  location      text        NOT NULL,
  cause_type    text        NOT NULL,
  cause_id      text        NOT NULL,
  cause_line    int,
  opened_by     text        NOT NULL,
  opened_at     timestamptz NOT NULL,
  owner         text        NOT NULL,
  closed_by     text,
  closed_at     timestamptz,
  CHECK ((closed_at IS NULL) = (units > 0))
);
CREATE UNIQUE INDEX serial_case_open ON serial_case (sku, serial, spot_location, spot) WHERE closed_at IS NULL;
CREATE INDEX serial_case_by_age ON serial_case (opened_at, id);
CREATE INDEX serial_case_by_unit ON serial_case (sku, serial);
