package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold of the journal's movements by themselves, and between them and the balances. */
final class MovementChecks {

    static final String MOVEMENTS = "SELECT count(*) FROM journal WHERE topic = 'stock-movements'";
    private static final Set<String> JOURNAL = Set.of("journal");

    private static final Check DENSE =
            new Check("versions are dense per stream", Set.of("journal", "stream"), """
            SELECT count(*) FROM journal""", """
            SELECT format('%s of %s: Expected %s rows with versions up to %s and %s in its stream, but got %s', id,
              topic, newest, newest, coalesce(version, newest), recorded)
            FROM (SELECT coalesce(stream.topic, journal.topic) AS topic, coalesce(stream.id, journal.stream) AS id,
                coalesce(recorded, 0) AS recorded, coalesce(different, 0) AS different,
                coalesce(newest, 0) AS newest, stream.version
              FROM stream FULL JOIN (SELECT topic, stream, count(*) AS recorded, count(DISTINCT version) AS different,
                  max(version) AS newest FROM journal GROUP BY topic, stream) AS journal
                ON stream.topic = journal.topic AND stream.id = journal.stream) AS each
            WHERE recorded <> newest OR different <> recorded
              OR (topic NOT IN ('hold-outcomes', 'lots') AND version IS DISTINCT FROM newest)""");

    /** Each body is parsed once: asking it member by member parses it as often. */
    private static final Check BODY = new Check("the columns of a movement are its body", JOURNAL, MOVEMENTS, """
            SELECT format('%s/%s at position %s: Expected the columns to say what the body says, but got %s', stream,
              journal.version, position, body)
            FROM journal, LATERAL json_to_record(CASE WHEN json_typeof(body) = 'object' THEN body END) AS said (
              sku text, version bigint, quantity bigint, kind text, "from" json, "to" json, cause json, command text,
              discrepancy text, "occurredAt" timestamptz, "recordedAt" timestamptz, lot text, owner text, serials json,
              pack json)
            WHERE topic = 'stock-movements' AND (
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
              OR (pack->>'quantity')::numeric * (pack->>'units')::numeric <> journal.quantity)""");

    private static final Check CONSERVED =
            new Check("what is inside came from outside", Set.of("journal", "balance"), MOVEMENTS, """
            SELECT format('%s %s %s: Expected %s inside, but got %s', sku, lot, owner, came, inside)
            FROM (SELECT sku, lot, owner,
                sum(expected + inspection + available + held + picked + blocked + outbound) AS inside
              FROM balance GROUP BY sku, lot, owner) AS balance
            FULL JOIN (SELECT stream AS sku, lot, owner,
                sum(CASE WHEN from_location IS NULL THEN quantity ELSE 0 END
                  - CASE WHEN to_location IS NULL THEN quantity ELSE 0 END) AS came
              FROM journal WHERE topic = 'stock-movements' GROUP BY stream, lot, owner) AS journal
              USING (sku, lot, owner)
            WHERE coalesce(came, 0) <> coalesce(inside, 0)""");

    private static final Check COVERED = new Check("never more held than was available", JOURNAL, """
            SELECT count(*) FROM journal WHERE topic = 'stock-movements' AND kind = 'hold'""", """
            SELECT format('%s/%s: Expected at least 0 available after the hold, but got %s', sku, version, available)
            FROM (SELECT sku, version, kind, sum(change) OVER
                (PARTITION BY sku, location, lot, owner ORDER BY version) AS available
              FROM (SELECT stream AS sku, version, kind, to_location AS location, lot, owner, quantity AS change
                  FROM journal WHERE topic = 'stock-movements' AND to_account = 'available'
                  UNION ALL
                  SELECT stream, version, kind, from_location, lot, owner, -quantity
                  FROM journal WHERE topic = 'stock-movements' AND from_account = 'available') AS changes
              ) AS running
            WHERE kind = 'hold' AND available < 0""");

    private static final Check CASES =
            new Check("what is below zero is a case", Set.of("balance", "discrepancy"), """
            SELECT count(*) FROM balance""", """
            SELECT format('%s of %s at %s %s %s: Expected a case short by %s, but got %s', bucket, sku, location, lot,
              stock_owner, short.by, open.short_by)
            FROM (SELECT sku, location, lot, owner AS stock_owner, bucket, -units AS by FROM balance,
                LATERAL (VALUES ('expected', expected), ('inspection', inspection), ('available', available),
                  ('blocked', blocked), ('outbound', outbound)) AS each (bucket, units)
              WHERE units < 0) AS short
            FULL JOIN (SELECT * FROM discrepancy WHERE closed_at IS NULL) AS open
              USING (sku, location, lot, stock_owner, bucket)
            WHERE short.by IS DISTINCT FROM open.short_by""");

    static final List<Pass> ALL = List.of(new LawPass(), DENSE, BODY, CONSERVED, COVERED, CASES);

    private MovementChecks() {}
}
