-- What stood at every 128th version of a SKU, so that no question about the past folds more than a few hundred
-- movements. All of it is made from the journal by a background job, and made again when it is emptied.

-- Finds the movements that fill a block; one entry for 128 rows.
CREATE INDEX journal_block_end ON journal (position) WHERE topic = 'stock-movements' AND version % 128 = 0;

-- One row per SKU and block. The two times are the latest of all movements up to the version, so they never fall.
CREATE TABLE closing (
  sku         text        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0 AND version % 128 = 0),
  position    bigint      NOT NULL,  -- of that movement in the journal; the highest says how far the job is
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  late        bigint      NOT NULL CHECK (late >= 0),  -- how many movements up to the version are late facts
  PRIMARY KEY (sku, version)
);
CREATE INDEX closing_by_position ON closing (position);
CREATE INDEX closing_by_occurred ON closing (sku, occurred_at, version);
CREATE INDEX closing_by_recorded ON closing (sku, recorded_at, version);

-- The balances that changed in the block, as its last movement left them.
CREATE TABLE closing_balance (
  sku         text        NOT NULL,
  location    text        NOT NULL,
  lot         text        NOT NULL,
  owner       text        NOT NULL,
  closing     bigint      NOT NULL,
  expected    bigint      NOT NULL,
  inspection  bigint      NOT NULL,
  available   bigint      NOT NULL,
  held        bigint      NOT NULL,
  picked      bigint      NOT NULL,
  blocked     bigint      NOT NULL,
  outbound    bigint      NOT NULL,
  version     bigint      NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (sku, location, lot, owner, closing)
);

-- Late facts: movements that occurred before something that was recorded at least a whole block earlier. Each row
-- holds the sum of the late facts of its balance and node up to its own place in the order of occurrence. A node is
-- 16^level blocks; the nodes of a level are merged into the next, so that any span of blocks is a few nodes.
CREATE TABLE late_fact (
  sku         text        NOT NULL,
  level       int         NOT NULL,
  node        bigint      NOT NULL,
  location    text        NOT NULL,
  lot         text        NOT NULL,
  owner       text        NOT NULL,
  occurred_at timestamptz NOT NULL,
  fact        bigint      NOT NULL,  -- the version of the movement
  expected    bigint      NOT NULL,
  inspection  bigint      NOT NULL,
  available   bigint      NOT NULL,
  held        bigint      NOT NULL,
  picked      bigint      NOT NULL,
  blocked     bigint      NOT NULL,
  outbound    bigint      NOT NULL,
  version     bigint      NOT NULL,  -- the highest of those summed
  recorded_at timestamptz NOT NULL,  -- the latest of those summed
  PRIMARY KEY (sku, level, node, location, lot, owner, occurred_at, fact)
);
