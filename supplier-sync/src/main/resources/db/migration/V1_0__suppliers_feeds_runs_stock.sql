-- Suppliers, their feeds, every file that came, and what is known of their stock.

-- Our copy of the topic catalog: just what a row is checked against.
CREATE TABLE known_item (
  sku     text   COLLATE "C" PRIMARY KEY,
  version bigint NOT NULL
);
CREATE TABLE known_location (
  id      text   COLLATE "C" PRIMARY KEY,
  kind    text   NOT NULL,
  version bigint NOT NULL
);

-- Its row is the lock under which the supplier's files are taken in one after the other.
CREATE TABLE supplier (
  id         text        COLLATE "C" PRIMARY KEY,
  name       text        NOT NULL,
  version    bigint      NOT NULL,
  changed_at timestamptz NOT NULL
);

-- definition is json as it was put; it is validated before it is stored.
CREATE TABLE feed (
  supplier   text        COLLATE "C" NOT NULL REFERENCES supplier,
  id         text        COLLATE "C" NOT NULL,
  version    bigint      NOT NULL,
  definition json        NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (supplier, id)
);

CREATE TABLE run (
  id            uuid        PRIMARY KEY,
  supplier      text        COLLATE "C" NOT NULL,
  feed          text        COLLATE "C" NOT NULL,
  feed_version  bigint      NOT NULL,
  location      text        COLLATE "C" NOT NULL,
  state         text        NOT NULL
    CHECK (state IN ('staging', 'applied', 'waiting', 'rejected', 'discarded', 'superseded', 'previewed')),
  came_by       text        NOT NULL CHECK (came_by IN ('folder', 'upload')),
  file_name     text        NOT NULL,
  bytes         bigint      NOT NULL,
  checksum      text        NOT NULL,
  as_of         timestamptz NOT NULL,
  as_of_stated  boolean     NOT NULL,
  received_at   timestamptz NOT NULL,
  received_by   text        NOT NULL,
  decided_at    timestamptz,
  decided_by    text,
  rows_read     bigint      NOT NULL DEFAULT 0,
  applied       bigint      NOT NULL DEFAULT 0,
  unchanged     bigint      NOT NULL DEFAULT 0,
  rejected      bigint      NOT NULL DEFAULT 0,
  absent        bigint      NOT NULL DEFAULT 0,
  gates         json,
  diff          json,
  problem       json,
  FOREIGN KEY (supplier, feed) REFERENCES feed (supplier, id),
  CHECK (rows_read = applied + unchanged + rejected)
);
CREATE INDEX run_by_feed ON run (supplier, feed, received_at DESC, id);
CREATE INDEX run_by_state ON run (state, received_at DESC, id);
CREATE INDEX run_by_content ON run (supplier, feed, checksum) WHERE state = 'applied';

-- The staged rows of a run. place orders them: rows of the file first, then the SKUs it does not name.
-- outcome is null only while the transaction that stages the run is under way.
CREATE TABLE run_row (
  run      uuid   NOT NULL REFERENCES run ON DELETE CASCADE,
  place    bigint NOT NULL,
  line     bigint,
  sku      text   COLLATE "C",
  quantity bigint,
  as_of    timestamptz,
  known    bigint,
  outcome  text CHECK (outcome IN ('applied', 'unchanged', 'rejected', 'absent')),
  -- The figure is the same but as of later: nothing changes, yet it is reported.
  confirms boolean NOT NULL DEFAULT false,
  -- Found unreadable by itself; a second look at the run leaves it so.
  unclear  boolean NOT NULL DEFAULT false,
  field    text,
  expected text,
  got      text,
  PRIMARY KEY (run, place)
);
CREATE INDEX run_row_by_sku ON run_row (run, sku);

-- The last good figure, which only an applied run changes.
CREATE TABLE supplier_stock (
  supplier    text        COLLATE "C" NOT NULL,
  location    text        COLLATE "C" NOT NULL,
  sku         text        COLLATE "C" NOT NULL,
  quantity    bigint      NOT NULL CHECK (quantity >= 0),
  as_of       timestamptz NOT NULL,
  feed        text        COLLATE "C" NOT NULL,
  run         uuid        NOT NULL,
  version     bigint      NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (supplier, location, sku)
);
