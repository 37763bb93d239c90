-- The ledger's tables. Run by the schema's owner; the ledger itself works as ${appRole}.

-- What a movement says, in columns, so that the journal can be folded and asked without reading JSON.
ALTER TABLE journal
  ADD COLUMN kind          text,
  ADD COLUMN quantity      bigint CHECK (quantity > 0),
  ADD COLUMN lot           text,
  ADD COLUMN from_location text,
  ADD COLUMN from_account  text,  -- a bucket of from_location, or, without a location, an account outside
  ADD COLUMN to_location   text,
  ADD COLUMN to_account    text,
  ADD COLUMN cause_type    text,
  ADD COLUMN cause_id      text,
  ADD COLUMN command       text,
  ADD COLUMN discrepancy   text,
  ADD COLUMN occurred_at   timestamptz;
CREATE INDEX journal_by_position ON journal (position);
CREATE INDEX journal_by_cause ON journal (cause_id, position) WHERE cause_id IS NOT NULL;

-- Items and locations. An item's row in stream, made with it, is the lock of its SKU.
CREATE TABLE item (
  sku         text        PRIMARY KEY,
  status      text        NOT NULL CHECK (status IN ('active', 'retired')),
  body        json        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  recorded_at timestamptz NOT NULL
);
CREATE TABLE location (
  id          text        PRIMARY KEY,
  kind        text        NOT NULL,
  below_zero  text        NOT NULL CHECK (below_zero IN ('REFUSE', 'FLAG')),
  sellable    boolean     NOT NULL,
  body        json        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  recorded_at timestamptz NOT NULL
);

-- The fold of the journal, kept in the same transaction. Only facts lower the floor, so the check on available is
-- the last guard against promising what is not there. No index on what changes: updates stay in their page.
CREATE TABLE balance (
  sku         text        NOT NULL REFERENCES item,
  location    text        NOT NULL REFERENCES location,
  lot         text        NOT NULL DEFAULT '',
  expected    bigint      NOT NULL DEFAULT 0,
  inspection  bigint      NOT NULL DEFAULT 0,
  available   bigint      NOT NULL DEFAULT 0,
  held        bigint      NOT NULL DEFAULT 0 CHECK (held >= 0),
  picked      bigint      NOT NULL DEFAULT 0 CHECK (picked >= 0),
  blocked     bigint      NOT NULL DEFAULT 0,
  outbound    bigint      NOT NULL DEFAULT 0,
  floor       bigint      NOT NULL DEFAULT 0 CHECK (floor <= 0),
  version     bigint      NOT NULL,
  occurred_at timestamptz NOT NULL,
  recorded_at timestamptz NOT NULL,
  as_of       timestamptz,
  PRIMARY KEY (sku, location, lot),
  CHECK (available >= floor)
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX balance_by_location ON balance (location, sku, lot);

-- The first answer to each command, for as long as the journal lives.
CREATE TABLE command (
  id          text        PRIMARY KEY,
  hash        text        NOT NULL,
  answer      text        NOT NULL,
  recorded_at timestamptz NOT NULL
);

CREATE TABLE hold (
  id         text        PRIMARY KEY,
  owner_type text        NOT NULL,
  owner_id   text        NOT NULL,
  state      text        NOT NULL CHECK (state IN ('OPEN', 'CLOSED', 'REFUSED')),
  version    bigint      NOT NULL CHECK (version > 0),
  expires_at timestamptz,
  created_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX hold_due ON hold (expires_at) WHERE state = 'OPEN' AND expires_at IS NOT NULL;

-- Each unit of a hold ends once.
CREATE TABLE hold_line (
  hold     text   NOT NULL REFERENCES hold,
  line     int    NOT NULL,
  sku      text   NOT NULL,
  location text   NOT NULL,
  lot      text   NOT NULL,
  granted  bigint NOT NULL,
  open     bigint NOT NULL CHECK (open >= 0),
  picked   bigint NOT NULL CHECK (picked >= 0),
  shipped  bigint NOT NULL CHECK (shipped >= 0),
  released bigint NOT NULL CHECK (released >= 0),
  expired  bigint NOT NULL CHECK (expired >= 0),
  version  bigint NOT NULL,
  PRIMARY KEY (hold, line),
  CHECK (granted = open + picked + shipped + released + expired)
) WITH (fillfactor = 70);

-- Cases of stock below zero; closed by the fact that was missing.
CREATE TABLE discrepancy (
  id         text        PRIMARY KEY,
  sku        text        NOT NULL,
  location   text        NOT NULL,
  lot        text        NOT NULL,
  bucket     text        NOT NULL,
  short_by   bigint      NOT NULL CHECK (short_by >= 0),
  cause_type text        NOT NULL,
  cause_id   text        NOT NULL,
  cause_line int,
  opened_by  text        NOT NULL,
  opened_at  timestamptz NOT NULL,
  owner      text        NOT NULL,
  closed_by  text,
  closed_at  timestamptz,
  CHECK ((closed_at IS NULL) = (short_by > 0))
);
CREATE UNIQUE INDEX discrepancy_open ON discrepancy (sku, location, lot, bucket) WHERE closed_at IS NULL;
