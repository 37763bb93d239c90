package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold of the journal's movements by themselves, and between them and the balances. */
final class MovementChecks {

    static final String MOVEMENTS = "SELECT count(*) FROM journal WHERE topic = 'stock-movements'";

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

    private static final Check COVERED = new Check("never more held than was available", Set.of("journal"), """
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

    static final List<Pass> ALL = List.of(new LawPass(), DENSE, new BodyPass(), CONSERVED, COVERED, CASES);

    private MovementChecks() {}
}
