package dev.perpetual.ledger.verify;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Compares the columns of each movement with what its body says. */
record BodyPass() implements SteppedPass {

    private static final int ROWS_PER_STEP = 100_000;

    private static final String END = """
            SELECT max(position), count(*) FROM (SELECT position FROM journal WHERE position > ?
              ORDER BY position LIMIT %d) AS step""".formatted(ROWS_PER_STEP);

    /** Each body is parsed once: asking it member by member parses it as often. */
    private static final String STEP = """
            SELECT count(*), count(wrong), min(wrong COLLATE "C")
            FROM (SELECT CASE WHEN
                said.sku IS DISTINCT FROM stream OR key IS DISTINCT FROM stream
                OR said.version IS DISTINCT FROM journal.version OR said.quantity IS DISTINCT FROM journal.quantity
                OR said.kind IS DISTINCT FROM journal.kind
                OR "from"->>'location' IS DISTINCT FROM from_location
                OR coalesce("from"->>'bucket', "from"->>'outside') IS DISTINCT FROM from_account
                OR "to"->>'location' IS DISTINCT FROM to_location
                OR coalesce("to"->>'bucket', "to"->>'outside') IS DISTINCT FROM to_account
                OR cause->>'type' IS DISTINCT FROM cause_type OR cause->>'id' IS DISTINCT FROM cause_id
                OR said.command IS DISTINCT FROM journal.command
                OR said.discrepancy IS DISTINCT FROM journal.discrepancy
                OR "occurredAt" IS DISTINCT FROM occurred_at OR "recordedAt" IS DISTINCT FROM recorded_at
                OR coalesce(said.lot, '') IS DISTINCT FROM journal.lot
                OR coalesce(said.owner, '') IS DISTINCT FROM journal.owner
                OR CASE WHEN said.serials IS NOT NULL
                  THEN ARRAY(SELECT json_array_elements_text(said.serials)) END IS DISTINCT FROM journal.serials
                OR (pack->>'quantity')::numeric * (pack->>'units')::numeric <> journal.quantity
              THEN format('%s/%s at position %s: Expected the columns to say what the body says, but got %s', stream,
                journal.version, position, body) END AS wrong
              FROM journal, LATERAL json_to_record(CASE WHEN json_typeof(body) = 'object' THEN body END) AS said (
                sku text, version bigint, quantity bigint, kind text, "from" json, "to" json, cause json, command text,
                discrepancy text, "occurredAt" timestamptz, "recordedAt" timestamptz, lot text, owner text, serials json,
                pack json)
              WHERE topic = 'stock-movements' AND position > ? AND position <= ?) AS compared""";

    @Override
    public String name() {
        return "the columns of a movement are its body";
    }

    @Override
    public Set<String> tables() {
        return Set.of("journal");
    }

    @Override
    public long start() {
        return Long.MIN_VALUE;
    }

    @Override
    public Step behind(Connection connection, long last) throws SQLException {
        try (var select = connection.prepareStatement(END)) {
            select.setLong(1, last);
            var row = select.executeQuery();
            row.next();
            var end = row.getLong(1);
            return new Step(compare(connection, last, end), end, row.getLong(2) < ROWS_PER_STEP);
        }
    }

    private static Finding compare(Connection connection, long after, long end) throws SQLException {
        try (var select = connection.prepareStatement(STEP)) {
            select.setLong(1, after);
            select.setLong(2, end);
            var row = select.executeQuery();
            row.next();
            return new Finding(row.getLong(1), row.getLong(2), row.getString(3));
        }
    }
}
