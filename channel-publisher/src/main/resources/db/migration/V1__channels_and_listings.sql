-- What the ledger said, newest version wins. An item of version 0 is one whose levels came before its catalog record.
CREATE TABLE item (
  sku     text   PRIMARY KEY,
  version bigint NOT NULL CHECK (version >= 0),
  retired boolean NOT NULL
);

CREATE TABLE item_pack (
  sku   text   NOT NULL REFERENCES item,
  code  text   NOT NULL,
  units bigint NOT NULL CHECK (units > 0),
  PRIMARY KEY (sku, code)
);

CREATE TABLE location (
  id       text    PRIMARY KEY,
  version  bigint  NOT NULL CHECK (version > 0),
  kind     text    NOT NULL,
  sellable boolean NOT NULL
);

CREATE TABLE level (
  sku         text        NOT NULL,
  location    text        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  available   bigint      NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (sku, location)
) WITH (fillfactor = 70);
CREATE INDEX level_location ON level (location);

-- A sales channel and how it is reached. secret_ref names a secret of the configuration; the secret itself is not here.
CREATE TABLE channel (
  id                  text        PRIMARY KEY,
  version             bigint      NOT NULL CHECK (version > 0),
  kind                text        NOT NULL,
  url                 text        NOT NULL,
  secret_ref          text        NOT NULL,
  requests_per_second int         NOT NULL CHECK (requests_per_second > 0),
  burst               int         NOT NULL CHECK (burst > 0),
  concurrent          int         NOT NULL CHECK (concurrent > 0),
  state               text        NOT NULL CHECK (state IN ('active', 'paused', 'zeroed')),
  policy_version      bigint      NOT NULL CHECK (policy_version >= 0),
  updated_at          timestamptz NOT NULL
);

-- Immutable: the application may only add versions.
CREATE TABLE policy (
  channel             text        NOT NULL REFERENCES channel,
  version             bigint      NOT NULL CHECK (version > 0),
  locations           text[],
  buffer_units        bigint      NOT NULL CHECK (buffer_units >= 0),
  buffer_percent      int         NOT NULL CHECK (buffer_percent BETWEEN 0 AND 100),
  cap                 bigint      CHECK (cap >= 0),
  floor_to_zero_below bigint      NOT NULL CHECK (floor_to_zero_below >= 0),
  include_suppliers   boolean     NOT NULL,
  created_at          timestamptz NOT NULL,
  created_by          text        NOT NULL,
  PRIMARY KEY (channel, version)
);
REVOKE UPDATE, DELETE ON policy FROM ${appRole};

-- Who pushes a channel. The fence rises with every new holder; a write with an older fence is refused.
CREATE TABLE pusher (
  channel    text        PRIMARY KEY REFERENCES channel,
  fence      bigint      NOT NULL DEFAULT 0,
  wait_until timestamptz,
  -- Whether the channel itself asked for the wait (Retry-After); then nobody cuts it short.
  wait_asked boolean NOT NULL DEFAULT false,
  failures   int         NOT NULL DEFAULT 0,
  trouble    text
) WITH (fillfactor = 50);

-- A request whose end is not known yet. body is sent byte for byte on every attempt.
CREATE TABLE delivery (
  id         text        PRIMARY KEY,
  channel    text        NOT NULL REFERENCES channel,
  body       text        NOT NULL,
  attempts   int         NOT NULL,
  -- Until then an attempt may still be under way somewhere.
  busy_until timestamptz NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX delivery_channel ON delivery (channel);

-- What a channel sells, and the four values: wanted, sent, accepted, seen.
CREATE TABLE listing (
  channel           text        NOT NULL REFERENCES channel,
  id                text        NOT NULL,
  sku               text        NOT NULL REFERENCES item,
  pack              text,
  -- Rises with every change of the row; orders the records of channel-quantities.
  revision          bigint      NOT NULL,
  recorded_at       timestamptz NOT NULL,
  wanted_quantity   bigint      CHECK (wanted_quantity >= 0),
  wanted_version    bigint      NOT NULL DEFAULT 0,
  wanted_at         timestamptz,
  wanted_sum        json,
  sent_quantity     bigint,
  sent_version      bigint      NOT NULL DEFAULT 0,
  sent_at           timestamptz,
  sent_sum          json,
  accepted_quantity bigint,
  accepted_version  bigint      NOT NULL DEFAULT 0,
  accepted_at       timestamptz,
  accepted_sum      json,
  seen_quantity     bigint,
  seen_at           timestamptz,
  rejected_version  bigint,
  rejected_reason   text,
  rejected_at       timestamptz,
  -- The newest version that is accepted or rejected: up to here there is nothing to push.
  settled_version   bigint      NOT NULL DEFAULT 0,
  -- With how many listings it may share a request, itself included; halved when a batch is declined.
  together          int         NOT NULL DEFAULT 100 CHECK (together > 0),
  delivery          text        REFERENCES delivery,
  PRIMARY KEY (channel, id),
  CHECK (accepted_version <= sent_version AND sent_version <= wanted_version AND settled_version <= wanted_version)
) WITH (fillfactor = 70);
CREATE INDEX listing_sku ON listing (sku);
CREATE INDEX listing_channel_sku ON listing (channel, sku, id);
CREATE INDEX listing_waiting ON listing (channel, (wanted_quantity > 0), wanted_at, id)
  WHERE settled_version < wanted_version;
CREATE INDEX listing_delivery ON listing (delivery) WHERE delivery IS NOT NULL;
