-- Counts: what people saw. What it moved is in the journal; until it is applied, nothing of a count is.
CREATE TABLE stock_count (
  id               text        PRIMARY KEY,
  state            text        NOT NULL
    CHECK (state IN ('OPEN', 'COMPLETED', 'APPROVED', 'APPLYING', 'APPLIED', 'CANCELLED')),
  blind            boolean     NOT NULL,
  blank_is_zero    boolean     NOT NULL,
  skus             text[],               -- null: all
  lots             text[],               -- null: all
  note             text,
  discrepancy      text,                 -- the case that asked for it
  approvals_needed int         NOT NULL DEFAULT 1 CHECK (approvals_needed IN (1, 2)),
  created_at       timestamptz NOT NULL,
  created_by       text        NOT NULL,
  completed_at     timestamptz,
  completed_by     text,
  applied_at       timestamptz,
  applied_by       text,
  CHECK ((completed_at IS NULL) = (completed_by IS NULL)),
  CHECK ((state = 'APPLIED') = (applied_at IS NOT NULL)),
  CHECK (state IN ('OPEN', 'CANCELLED') OR completed_at IS NOT NULL)
) WITH (fillfactor = 70);
CREATE INDEX stock_count_by_age ON stock_count (created_at, id);
CREATE INDEX stock_count_by_case ON stock_count (discrepancy) WHERE discrepancy IS NOT NULL;

-- Every place that somebody has to look at. One that nobody looked at is forgotten, not empty.
CREATE TABLE stock_count_place (
  count    text    NOT NULL REFERENCES stock_count,
  location text    NOT NULL REFERENCES location,
  named    boolean NOT NULL,  -- by who opened the count; the others are below those
  required boolean NOT NULL,
  empty_by text,              -- who looked and saw nothing
  PRIMARY KEY (count, location)
) WITH (fillfactor = 70);

CREATE TABLE stock_count_line (
  count           text   NOT NULL,
  line            int    NOT NULL CHECK (line > 0),
  sku             text   NOT NULL REFERENCES item,
  location        text   NOT NULL,
  lot             text   NOT NULL,
  owner           text   NOT NULL,
  opening_version bigint NOT NULL CHECK (opening_version >= 0),
  opening_units   bigint NOT NULL,
  counted         bigint CHECK (counted >= 0),  -- null: not counted, which is not zero
  first_version   bigint,
  first_at        timestamptz,
  last_version    bigint,
  last_at         timestamptz,
  counters        text[],
  entered_at      timestamptz,
  unit_cost       numeric CHECK (unit_cost >= 0),
  currency        text,
  recounted       boolean NOT NULL DEFAULT false,
  judged_version  bigint,
  expected        bigint,
  variance        bigint,
  found           boolean,
  large           boolean,
  recount         text CHECK (recount IN ('MOVED', 'LARGE')),
  applied_version bigint,
  settled_by      text,
  PRIMARY KEY (count, line),
  UNIQUE (count, sku, location, lot, owner),
  FOREIGN KEY (count, location) REFERENCES stock_count_place (count, location),
  CHECK ((counted IS NULL) = (first_version IS NULL AND first_at IS NULL)),
  CHECK ((counted IS NULL) = (last_version IS NULL AND last_at IS NULL)),
  CHECK ((counted IS NULL) = (counters IS NULL)),
  CHECK ((judged_version IS NULL) = (variance IS NULL)),
  CHECK (variance = counted - expected),
  CHECK (variance IS NULL OR counted IS NOT NULL)
) WITH (fillfactor = 70);

CREATE INDEX stock_count_line_by_place ON stock_count_line (count, location);

CREATE TABLE stock_count_approval (
  count       text        NOT NULL REFERENCES stock_count,
  approver    text        NOT NULL,
  approved_at timestamptz NOT NULL,
  PRIMARY KEY (count, approver)
);

-- Opening balances: what the source said, row by row, to be compared with what the ledger has.
CREATE TABLE opening (
  id          text        PRIMARY KEY,
  run         bigint      NOT NULL CHECK (run > 0),  -- how often a file was sent
  created_at  timestamptz NOT NULL,
  created_by  text        NOT NULL,
  recorded_at timestamptz NOT NULL,                  -- of the newest row: as of then it is compared
  unreadable  bigint      NOT NULL DEFAULT 0 CHECK (unreadable >= 0)  -- rows of the last file that say no figure
);
CREATE TABLE opening_row (
  opening  text   NOT NULL REFERENCES opening,
  sku      text   NOT NULL,
  location text   NOT NULL,
  lot      text   NOT NULL,
  owner    text   NOT NULL,
  bucket   text   NOT NULL,
  line     bigint NOT NULL CHECK (line > 0),
  run      bigint NOT NULL CHECK (run > 0),
  quantity bigint NOT NULL CHECK (quantity >= 0),
  opened   bigint CHECK (opened >= 0),  -- what the ledger recorded for it; null: nothing yet
  problem  text,
  PRIMARY KEY (opening, sku, location, lot, owner, bucket)
) WITH (fillfactor = 70);
