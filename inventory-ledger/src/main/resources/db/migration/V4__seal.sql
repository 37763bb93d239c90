-- Ranges of the journal, each hashed with the one before it, so that whoever kept one hash notices a changed past.
CREATE TABLE seal (
  number         bigint      PRIMARY KEY CHECK (number > 0),
  first_position bigint      NOT NULL,
  last_position  bigint      NOT NULL,
  rows           int         NOT NULL CHECK (rows > 0),
  hash           bytea       NOT NULL UNIQUE CHECK (length(hash) = 32),
  previous       bytea       NOT NULL UNIQUE CHECK (length(previous) = 32),
  -- To name the row and not only the range: each row's position, and the first 8 bytes of its digest.
  positions      bigint[]    NOT NULL,
  digests        bytea       NOT NULL,
  sealed_at      timestamptz NOT NULL,
  CHECK (first_position <= last_position)
);
ALTER TABLE seal ALTER COLUMN digests SET STORAGE EXTERNAL; -- Digests do not compress.
CREATE UNIQUE INDEX seal_last_position ON seal (last_position);
REVOKE UPDATE, DELETE, TRUNCATE ON seal FROM ${appRole};

-- The floor is what the rules now make of it at every change: how far available is below zero.
UPDATE balance SET floor = least(0, available) WHERE floor <> least(0, available);
