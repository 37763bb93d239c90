-- The tables that every service has. Run by the schema's owner; the service itself works as ${appRole}.

ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${appRole};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO ${appRole};
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${relayRole};
-- The auditor compares in temporary tables.
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO ${appRole}', current_database()); END $$;

-- One row per stream: its newest version, and the lock that makes versions dense.
CREATE TABLE stream (
  topic   text   NOT NULL,
  id      text   NOT NULL,
  version bigint NOT NULL CHECK (version >= 0),
  PRIMARY KEY (topic, id)
) WITH (fillfactor = 70);

CREATE SEQUENCE journal_position CACHE 1;

-- Append-only, and the outbox: the relay publishes each row as it is. body is json, not jsonb, so that its text is kept.
CREATE TABLE journal (
  position    bigint      NOT NULL DEFAULT nextval('journal_position'),
  topic       text        NOT NULL,
  stream      text        NOT NULL,
  version     bigint      NOT NULL CHECK (version > 0),
  key         text        NOT NULL,
  type        text        NOT NULL,
  body        json        NOT NULL,
  recorded_at timestamptz NOT NULL
) PARTITION BY RANGE (recorded_at);
CREATE UNIQUE INDEX journal_stream_version ON journal (topic, stream, version, recorded_at);
-- Catches a clock that is far off, so that nothing is ever refused for want of a partition.
CREATE TABLE journal_default PARTITION OF journal DEFAULT;

-- The application may read and append, no more; neither through the parent nor through a partition.
REVOKE ALL ON journal, journal_default FROM ${appRole};
GRANT SELECT, INSERT ON journal TO ${appRole};

-- Makes the partitions of this month and the next months; the application cannot run DDL itself.
CREATE FUNCTION ensure_journal_partitions(months_ahead int) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  first_day date := date_trunc('month', now() AT TIME ZONE 'UTC')::date;
  partition_name text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_journal_partitions'));
  FOR i IN 0 .. months_ahead LOOP
    partition_name := 'journal_' || to_char(first_day + make_interval(months => i), 'YYYY_MM');
    IF to_regclass(partition_name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF journal FOR VALUES FROM (%L) TO (%L)', partition_name,
        to_char(first_day + make_interval(months => i), 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(first_day + make_interval(months => i + 1), 'YYYY-MM-DD') || ' 00:00:00+00');
      EXECUTE format('REVOKE ALL ON %I FROM ${appRole}', partition_name);
    END IF;
  END LOOP;
END $$;
SELECT ensure_journal_partitions(3);

CREATE PUBLICATION relay FOR TABLE journal
  WITH (publish = 'insert', publish_via_partition_root = true);

-- Where each topic is read up to: stored with the effect, so that neither can be without the other.
CREATE TABLE intake_position (
  topic       text   NOT NULL,
  partition   int    NOT NULL,
  next_offset bigint NOT NULL,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- Ids of messages whose effect is committed.
CREATE TABLE inbox (
  source      text        NOT NULL,
  id          text        NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (source, id)
);

-- Records that could not be applied, and those of the same key behind them.
CREATE TABLE parked (
  topic         text        NOT NULL,
  partition     int         NOT NULL,
  record_offset bigint      NOT NULL,
  key           text        NOT NULL,
  value         bytea,
  headers       json        NOT NULL,
  reason        text        NOT NULL,
  parked_at     timestamptz NOT NULL,
  PRIMARY KEY (topic, partition, record_offset)
);
CREATE INDEX parked_key ON parked (topic, key);

-- Keys of machines; only a hash is kept.
CREATE TABLE api_key (
  id         text        PRIMARY KEY,
  name       text        NOT NULL,
  hash       bytea       NOT NULL UNIQUE,
  roles      text[]      NOT NULL,
  scope_kind text,
  scope_id   text,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  CHECK ((scope_kind IS NULL) = (scope_id IS NULL))
);

-- The first answer of each write that was sent with an Idempotency-Key.
CREATE TABLE idempotency (
  caller       text        NOT NULL,
  key          text        NOT NULL,
  request_hash text        NOT NULL,
  status       int         NOT NULL,
  body         text        NOT NULL,
  stored_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (caller, key)
);
