-- The version of an item at which its kit was last changed; 0 while it never was one. Read with the lock of its SKU, so
-- that a command about a kit notices a definition that is out of date.
ALTER TABLE item ADD COLUMN kit_version bigint NOT NULL DEFAULT 0;
UPDATE item SET kit_version = version WHERE json_array_length(body->'kit') > 0;

-- A line may be filled from assembled kits and, in one more row, by kits that are made of their parts.
ALTER TABLE hold_line ADD COLUMN kit boolean NOT NULL DEFAULT false, DROP CONSTRAINT hold_line_pkey;
ALTER TABLE hold_line ADD PRIMARY KEY (hold, line, kit, lot, owner);

-- What is held for kits that are made of their parts: always whole kits.
CREATE TABLE hold_component (
  hold     text   NOT NULL REFERENCES hold,
  line     int    NOT NULL,
  sku      text   NOT NULL,
  location text   NOT NULL,
  lot      text   NOT NULL,
  owner    text   NOT NULL,
  per_kit  bigint NOT NULL CHECK (per_kit > 0),
  open     bigint NOT NULL CHECK (open >= 0),
  picked   bigint NOT NULL CHECK (picked >= 0),
  shipped  bigint NOT NULL CHECK (shipped >= 0),
  released bigint NOT NULL CHECK (released >= 0),
  expired  bigint NOT NULL CHECK (expired >= 0),
  version  bigint NOT NULL,
  PRIMARY KEY (hold, line, sku, lot, owner)
) WITH (fillfactor = 70);
CREATE INDEX hold_component_by_lot ON hold_component (sku, lot) WHERE lot <> '';

-- All stock that is or was promised, whether for its own sake or as part of a kit.
CREATE VIEW promised AS
  SELECT hold, line, sku, location, lot, owner, open, picked, shipped FROM hold_line WHERE NOT kit
  UNION ALL
  SELECT hold, line, sku, location, lot, owner, open, picked, shipped FROM hold_component;
