-- Through which channel and on whose behalf a promise was asked for, and when it lost its deadline for good.
ALTER TABLE hold DROP CONSTRAINT hold_state_check,
  ADD CONSTRAINT hold_state_check CHECK (state IN ('EARLY', 'OPEN', 'CLOSED', 'REFUSED'));
ALTER TABLE hold ADD COLUMN channel text, ADD COLUMN client text, ADD COLUMN confirmed_at timestamptz;
CREATE INDEX hold_open_by_channel ON hold (channel, owner_type) WHERE state = 'OPEN' AND channel IS NOT NULL;
CREATE INDEX hold_open_by_client ON hold (client) WHERE state = 'OPEN' AND client IS NOT NULL;

-- How much may be promised at once. Set under a lock on all streams, so that no batch is half judged by it.
CREATE TABLE hold_limit (
  counted_by  text        NOT NULL CHECK (counted_by IN ('CHANNEL', 'CLIENT')),
  name        text        NOT NULL,             -- '*' for each by itself
  owner_type  text        NOT NULL,             -- '' for any
  sku         text        NOT NULL,             -- '' for all together
  units_max   bigint      CHECK (units_max >= 0),
  holds_max   bigint      CHECK (holds_max >= 0),
  minutes_max bigint      CHECK (minutes_max > 0),
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (counted_by, name, owner_type, sku),
  CHECK (num_nonnulls(units_max, holds_max, minutes_max) > 0)
);

-- The fold of the holds under each limit; its row is the lock under which they are judged.
CREATE TABLE hold_count (
  counted_by text   NOT NULL,
  name       text   NOT NULL,
  owner_type text   NOT NULL,
  sku        text   NOT NULL,
  holds      bigint NOT NULL CHECK (holds >= 0),
  units      bigint NOT NULL CHECK (units >= 0),
  PRIMARY KEY (counted_by, name, owner_type, sku)
) WITH (fillfactor = 50);
