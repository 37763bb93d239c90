-- Purchase orders, announcements, receipts, transfers and returns: one table for all of them, and one for their lines.
CREATE TABLE document (
  kind              text        NOT NULL
    CHECK (kind IN ('PURCHASE_ORDER', 'ANNOUNCEMENT', 'RECEIPT', 'TRANSFER', 'RETURN')),
  id                text        NOT NULL,
  state             text        NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
  version           bigint      NOT NULL CHECK (version > 0),
  partner           text,
  from_location     text        REFERENCES location,
  via_location      text        REFERENCES location,
  to_location       text        NOT NULL REFERENCES location,
  about_type        text,
  about_id          text,
  tolerance_percent int         NOT NULL CHECK (tolerance_percent BETWEEN 0 AND 100),
  expected_at       timestamptz,
  created_at        timestamptz NOT NULL,
  created_by        text        NOT NULL,
  PRIMARY KEY (kind, id),
  CHECK ((kind = 'TRANSFER') = (from_location IS NOT NULL AND via_location IS NOT NULL)),
  CHECK ((about_type IS NULL) = (about_id IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX document_by_age ON document (kind, created_at, id);
CREATE INDEX document_by_about ON document (about_id, about_type) WHERE about_id IS NOT NULL;
CREATE INDEX document_due ON document (expected_at) WHERE state = 'OPEN' AND expected_at IS NOT NULL;

-- Every unit is at exactly one stage. Below zero is only what arrived before we heard that it had left.
CREATE TABLE document_line (
  kind           text   NOT NULL,
  document       text   NOT NULL,
  line           int    NOT NULL,
  sku            text   NOT NULL REFERENCES item,
  lot            text   NOT NULL,
  owner          text   NOT NULL,
  of_line        int,
  asked          bigint NOT NULL CHECK (asked >= 0),
  beyond         bigint NOT NULL CHECK (beyond >= 0),
  announced      bigint NOT NULL CHECK (announced >= 0),
  counted        bigint NOT NULL CHECK (counted >= 0),
  factor         bigint NOT NULL CHECK (factor > 0),
  bucket         text,
  unit_cost      numeric,
  currency       text,
  expires_on     date,
  open           bigint NOT NULL CHECK (open >= 0),
  transit        bigint NOT NULL CHECK (transit >= 0 OR kind = 'TRANSFER'),
  arrived        bigint NOT NULL CHECK (arrived >= 0),
  inspection     bigint NOT NULL CHECK (inspection >= 0),
  good           bigint NOT NULL CHECK (good >= 0),
  blocked        bigint NOT NULL CHECK (blocked >= 0),
  lost           bigint NOT NULL CHECK (lost >= 0),
  back           bigint NOT NULL CHECK (back >= 0),
  closed         bigint NOT NULL CHECK (closed >= 0),
  flags          text[] NOT NULL,
  note           text,
  case_id        text,
  case_owner     text,
  case_opened_at timestamptz,
  case_closed_at timestamptz,
  case_closed_by text,
  PRIMARY KEY (kind, document, line, sku, lot, owner),
  FOREIGN KEY (kind, document) REFERENCES document (kind, id),
  CHECK (asked + beyond = open + transit + arrived + inspection + good + blocked + lost + back + closed),
  CHECK ((case_id IS NULL) = (case_opened_at IS NULL)),
  CHECK ((case_closed_at IS NULL) = (case_closed_by IS NULL))
) WITH (fillfactor = 70);
CREATE INDEX document_line_case ON document_line (case_opened_at, case_id) WHERE case_id IS NOT NULL;
CREATE INDEX document_line_by_case ON document_line (case_id) WHERE case_id IS NOT NULL;

-- A return is bounded by what its order's holds shipped.
CREATE INDEX hold_by_owner ON hold (owner_id, owner_type);
