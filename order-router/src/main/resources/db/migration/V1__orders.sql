-- What the router knows of the world (from catalog and stock-levels), and what it decided about orders.

CREATE TABLE item (
  sku     text   PRIMARY KEY,
  version bigint NOT NULL,
  status  text   NOT NULL
);

CREATE TABLE location (
  id        text    PRIMARY KEY,
  version   bigint  NOT NULL,
  kind      text    NOT NULL,
  sellable  boolean NOT NULL,
  country   text,
  region    text,
  latitude  double precision,
  longitude double precision
);

CREATE TABLE stock_level (
  sku       text   NOT NULL,
  location  text   NOT NULL,
  available bigint NOT NULL,
  version   bigint NOT NULL,
  PRIMARY KEY (sku, location)
) WITH (fillfactor = 50);

-- Versions are never changed; "default" 1 is built in and not here.
CREATE TABLE policy (
  name       text        NOT NULL,
  version    int         NOT NULL CHECK (version > 0),
  document   json        NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text        NOT NULL,
  PRIMARY KEY (name, version)
);

CREATE TABLE active_policy (
  name         text        PRIMARY KEY,
  version      int         NOT NULL,
  activated_at timestamptz NOT NULL,
  activated_by text        NOT NULL
);

-- version: events so far; requests: what was asked of the ledger so far. Both number what is written to topics.
CREATE TABLE orders (
  id               text        PRIMARY KEY,
  channel          text        NOT NULL,
  channel_order_id text        NOT NULL,
  content_hash     text        NOT NULL,
  placed_at        timestamptz NOT NULL,
  received_at      timestamptz NOT NULL,
  country          text        NOT NULL,
  region           text,
  latitude         double precision,
  longitude        double precision,
  service          text        NOT NULL,
  split            text        NOT NULL,
  priority         int         NOT NULL,
  deliver_by       timestamptz,
  fraud_score      int,
  policy           text        NOT NULL,
  policy_version   int         NOT NULL,
  state            text        NOT NULL,
  attempts         int         NOT NULL CHECK (attempts >= 0),
  refusals         int         NOT NULL CHECK (refusals >= 0),
  version          bigint      NOT NULL CHECK (version > 0),
  requests         bigint      NOT NULL CHECK (requests >= 0),
  UNIQUE (channel, channel_order_id)
) WITH (fillfactor = 70);
CREATE INDEX orders_received ON orders (received_at, id);
CREATE INDEX orders_of_channel ON orders (channel, received_at, id);

-- Where and to whom: the only personal data, in a table of its own, on no topic.
CREATE TABLE ship_to (
  order_id    text PRIMARY KEY,
  name        text,
  street      text,
  city        text,
  postal_code text,
  notes       text
);

-- Who brought the order: its channel, and whoever brought it again under another number.
CREATE TABLE order_source (
  channel          text        NOT NULL,
  channel_order_id text        NOT NULL,
  order_id         text        NOT NULL,
  content_hash     text        NOT NULL,
  received_at      timestamptz NOT NULL,
  PRIMARY KEY (channel, channel_order_id)
);
CREATE INDEX order_source_of ON order_source (order_id);

CREATE TABLE order_line (
  order_id   text   NOT NULL,
  line       int    NOT NULL CHECK (line > 0),
  sku        text   NOT NULL,
  ordered    bigint NOT NULL CHECK (ordered > 0),
  open       bigint NOT NULL CHECK (open >= 0),
  held       bigint NOT NULL CHECK (held >= 0),
  picked     bigint NOT NULL CHECK (picked >= 0),
  shipped    bigint NOT NULL CHECK (shipped >= 0),
  cancelled  bigint NOT NULL CHECK (cancelled >= 0),
  returned   bigint NOT NULL CHECK (returned >= 0 AND returned <= shipped),
  cancelling bigint NOT NULL CHECK (cancelling >= 0),
  unit_price numeric,
  currency   text,
  PRIMARY KEY (order_id, line),
  CONSTRAINT every_unit_is_accounted_for CHECK (ordered = open + held + picked + shipped + cancelled)
) WITH (fillfactor = 70);

CREATE TABLE hold (
  order_id text    NOT NULL,
  attempt  int     NOT NULL,
  id       text    NOT NULL UNIQUE,
  queued   boolean NOT NULL,
  state    text    NOT NULL,
  version  bigint  NOT NULL,
  refusal  text,
  PRIMARY KEY (order_id, attempt)
) WITH (fillfactor = 70);

-- unanswered: what was asked while the ledger has not answered, else 0; queued: of that, for orders from the queue.
CREATE TABLE hold_line (
  order_id   text   NOT NULL,
  attempt    int    NOT NULL,
  line       int    NOT NULL,
  order_line int    NOT NULL,
  sku        text   NOT NULL,
  location   text   NOT NULL,
  asked      bigint NOT NULL CHECK (asked > 0),
  open       bigint NOT NULL CHECK (open >= 0),
  picked     bigint NOT NULL CHECK (picked >= 0),
  shipped    bigint NOT NULL CHECK (shipped >= 0),
  released   bigint NOT NULL CHECK (released >= 0),
  expired    bigint NOT NULL CHECK (expired >= 0),
  releasing  bigint NOT NULL CHECK (releasing >= 0),
  shipping   bigint NOT NULL CHECK (shipping >= 0),
  refused_at bigint NOT NULL,
  unanswered bigint NOT NULL,
  queued     bigint NOT NULL,
  PRIMARY KEY (order_id, attempt, line)
) WITH (fillfactor = 70);
CREATE INDEX hold_line_unanswered ON hold_line (sku, location) WHERE unanswered > 0;

CREATE TABLE fulfilment (
  id          text        PRIMARY KEY,
  order_id    text        NOT NULL,
  hold        text        NOT NULL,
  location    text        NOT NULL,
  state       text        NOT NULL,
  promised_by timestamptz NOT NULL,
  cost        bigint      NOT NULL,
  currency    text        NOT NULL,
  version     bigint      NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX fulfilment_of_order ON fulfilment (order_id);
CREATE INDEX fulfilment_of_location ON fulfilment (location, state, id);

CREATE TABLE order_exception (
  id         text        PRIMARY KEY,
  order_id   text        NOT NULL,
  kind       text        NOT NULL,
  reason     text        NOT NULL,
  subject    text,
  state      text        NOT NULL,
  owner      text,
  opened_at  timestamptz NOT NULL,
  decided_at timestamptz
);
CREATE INDEX order_exception_of_order ON order_exception (order_id);
CREATE INDEX order_exception_list ON order_exception (state, opened_at, id);

-- What was decided and from what, so that it can be run again. json keeps the text as it was.
CREATE TABLE decision (
  order_id       text        NOT NULL,
  attempt        int         NOT NULL,
  decided_at     timestamptz NOT NULL,
  input          json        NOT NULL,
  outcome        json        NOT NULL,
  PRIMARY KEY (order_id, attempt)
);

-- The queue: units that wait for stock, served by priority, then placed_at, then order id.
CREATE TABLE backorder (
  order_id  text        NOT NULL,
  line      int         NOT NULL,
  sku       text        NOT NULL,
  units     bigint      NOT NULL CHECK (units > 0),
  priority  int         NOT NULL,
  placed_at timestamptz NOT NULL,
  PRIMARY KEY (order_id, line)
);
CREATE INDEX backorder_queue ON backorder (sku, priority, placed_at, order_id);

-- SKUs whose queue should be looked at; marks grows with every reason to.
CREATE TABLE backorder_due (
  sku   text   PRIMARY KEY,
  marks bigint NOT NULL
);
