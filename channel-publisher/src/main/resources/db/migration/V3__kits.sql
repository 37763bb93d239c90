-- Of what virtual kits are made: where no assembled kit stands, the ledger promises their parts.
CREATE TABLE kit_part (
  kit   text   NOT NULL REFERENCES item,
  part  text   NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  PRIMARY KEY (kit, part)
);
CREATE INDEX kit_part_part ON kit_part (part);

-- What was read of the catalog without its kits is read once more.
UPDATE intake_position SET next_offset = 0 WHERE topic = 'catalog';
