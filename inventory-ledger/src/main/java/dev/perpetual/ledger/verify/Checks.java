package dev.perpetual.ledger.verify;

import java.util.List;

/** Everything that must hold between the journal and the tables. */
final class Checks {

    private static final String MOVEMENTS = "SELECT count(*) FROM journal WHERE topic = 'stock-movements'";
    private static final String BALANCES = "SELECT count(*) FROM balance";
    private static final String HOLDS = "SELECT count(*) FROM hold";

    private static final String FOLD = """
            WITH side AS (
              SELECT stream AS sku, to_location AS location, lot, owner, to_account AS bucket, quantity,
                version
              FROM journal WHERE topic = 'stock-movements' AND to_location IS NOT NULL
              UNION ALL
              SELECT stream, from_location, lot, owner, from_account, -quantity, version
              FROM journal WHERE topic = 'stock-movements' AND from_location IS NOT NULL
            ), folded AS (
              SELECT sku, location, lot, owner, max(version) AS version,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'expected'), 0) AS expected,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'inspection'), 0) AS inspection,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'available'), 0) AS available,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'held'), 0) AS held,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'picked'), 0) AS picked,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'blocked'), 0) AS blocked,
                coalesce(sum(quantity) FILTER (WHERE bucket = 'outbound'), 0) AS outbound
              FROM side GROUP BY sku, location, lot, owner
            )
            """;

    static final List<Check> ALL = List.of(
            new Check("versions are dense per SKU", MOVEMENTS, """
                    SELECT format('%s: Expected %s movements up to version %s and %s in its stream', id, moved, newest,
                      version)
                    FROM (SELECT coalesce(stream.id, journal.stream) AS id, count(journal.version) AS moved,
                        count(DISTINCT journal.version) AS different, coalesce(max(journal.version), 0) AS newest,
                        coalesce(max(stream.version), 0) AS version
                      FROM (SELECT id, version FROM stream WHERE topic = 'stock-movements') AS stream
                      FULL JOIN (SELECT stream, version FROM journal WHERE topic = 'stock-movements') AS journal
                        ON journal.stream = stream.id
                      GROUP BY 1) AS each
                    WHERE moved <> newest OR different <> moved OR newest <> version"""),
            new Check("versions are dense per hold", HOLDS, """
                    SELECT format('hold %s: Expected %s outcomes up to version %s and %s in its row', id, told, newest,
                      version)
                    FROM (SELECT coalesce(hold.id, journal.stream) AS id, count(journal.version) AS told,
                        coalesce(max(journal.version), 0) AS newest, coalesce(max(hold.version), 0) AS version
                      FROM hold FULL JOIN
                        (SELECT stream, version FROM journal WHERE topic = 'hold-outcomes') AS journal
                        ON journal.stream = hold.id
                      GROUP BY 1) AS each
                    WHERE told <> newest OR newest <> version"""),
            new Check("the columns of a movement are its body", MOVEMENTS, """
                    SELECT format('%s/%s at position %s', stream, version, position) FROM journal
                    WHERE topic = 'stock-movements' AND (
                      body->>'sku' IS DISTINCT FROM stream OR (body->>'version')::bigint IS DISTINCT FROM version
                      OR (body->>'quantity')::bigint IS DISTINCT FROM quantity OR body->>'kind' IS DISTINCT FROM kind
                      OR body->'from'->>'location' IS DISTINCT FROM from_location
                      OR coalesce(body->'from'->>'bucket', body->'from'->>'outside') IS DISTINCT FROM from_account
                      OR body->'to'->>'location' IS DISTINCT FROM to_location
                      OR coalesce(body->'to'->>'bucket', body->'to'->>'outside') IS DISTINCT FROM to_account
                      OR coalesce(body->>'lot', '') IS DISTINCT FROM lot
                      OR coalesce(body->>'owner', '') IS DISTINCT FROM owner)"""),
            new Check("balance = fold of the journal", BALANCES, FOLD + """
                    SELECT format('%s at %s%s: Expected %s, but got %s', coalesce(balance.sku, folded.sku),
                      coalesce(balance.location, folded.location), coalesce(balance.lot, folded.lot),
                      row(folded.expected, folded.inspection, folded.available, folded.held, folded.picked,
                        folded.blocked, folded.outbound, folded.version),
                      row(balance.expected, balance.inspection, balance.available, balance.held, balance.picked,
                        balance.blocked, balance.outbound, balance.version))
                    FROM balance FULL JOIN folded ON balance.sku = folded.sku AND balance.location = folded.location
                      AND balance.lot = folded.lot AND balance.owner = folded.owner
                    WHERE row(coalesce(balance.expected, 0), coalesce(balance.inspection, 0),
                        coalesce(balance.available, 0), coalesce(balance.held, 0), coalesce(balance.picked, 0),
                        coalesce(balance.blocked, 0), coalesce(balance.outbound, 0))
                      IS DISTINCT FROM row(coalesce(folded.expected, 0), coalesce(folded.inspection, 0),
                        coalesce(folded.available, 0), coalesce(folded.held, 0), coalesce(folded.picked, 0),
                        coalesce(folded.blocked, 0), coalesce(folded.outbound, 0))
                      OR (folded.version IS NOT NULL AND balance.version IS DISTINCT FROM folded.version)"""),
            new Check("what is inside came from outside", MOVEMENTS, """
                    SELECT format('%s%s: Expected %s inside, but got %s', sku, lot, came, inside)
                    FROM (SELECT sku, lot, owner,
                        sum(expected + inspection + available + held + picked + blocked + outbound) AS inside
                      FROM balance GROUP BY sku, lot, owner) AS balance
                    FULL JOIN (SELECT stream AS sku, lot, owner,
                        sum(CASE WHEN from_location IS NULL THEN quantity ELSE 0 END
                          - CASE WHEN to_location IS NULL THEN quantity ELSE 0 END) AS came
                      FROM journal WHERE topic = 'stock-movements' GROUP BY stream, lot, owner) AS journal
                      USING (sku, lot, owner)
                    WHERE coalesce(came, 0) <> coalesce(inside, 0)"""),
            new Check("never more held than was available", """
                    SELECT count(*) FROM journal WHERE topic = 'stock-movements' AND kind = 'hold'""", """
                    SELECT format('%s/%s: Expected at least 0 available after the hold, but got %s', sku, version,
                      available)
                    FROM (SELECT sku, version, kind, sum(change) OVER
                        (PARTITION BY sku, location, lot, owner ORDER BY version) AS available
                      FROM (SELECT stream AS sku, version, kind, to_location AS location, lot, owner,
                            quantity AS change
                          FROM journal WHERE topic = 'stock-movements' AND to_account = 'available'
                          UNION ALL
                          SELECT stream, version, kind, from_location, lot, owner, -quantity
                          FROM journal WHERE topic = 'stock-movements' AND from_account = 'available') AS changes
                      ) AS running
                    WHERE kind = 'hold' AND available < 0"""),
            new Check("each unit of a hold ends once", "SELECT count(*) FROM hold_line", """
                    SELECT format('hold %s line %s', hold, line) FROM hold_line
                    WHERE granted <> open + picked + shipped + released + expired
                      OR least(open, picked, shipped, released, expired) < 0"""),
            new Check("a hold is open while units are", HOLDS, """
                    SELECT format('hold %s is %s', id, state) FROM hold
                    LEFT JOIN (SELECT hold, sum(open + picked) AS left_over FROM hold_line GROUP BY hold) AS line
                      ON line.hold = hold.id
                    WHERE (state = 'OPEN') <> (coalesce(left_over, 0) > 0)"""),
            new Check("holds = held and picked", BALANCES, """
                    SELECT format('%s at %s%s: Expected %s held and %s picked, but got %s and %s',
                      coalesce(balance.sku, line.sku), coalesce(balance.location, line.location),
                      coalesce(balance.lot, line.lot), line.open, line.picked, balance.held, balance.picked)
                    FROM balance FULL JOIN (SELECT sku, location, lot, owner, sum(open) AS open, sum(picked) AS picked
                      FROM hold_line WHERE open > 0 OR picked > 0 GROUP BY sku, location, lot, owner) AS line
                      ON line.sku = balance.sku AND line.location = balance.location AND line.lot = balance.lot
                      AND line.owner = balance.owner
                    WHERE coalesce(balance.held, 0) <> coalesce(line.open, 0)
                      OR coalesce(balance.picked, 0) <> coalesce(line.picked, 0)"""),
            new Check("nothing of a withdrawn lot is for sale", "SELECT count(*) FROM lot", """
                    SELECT format('lot %s of %s at %s: Expected none available, held or picked, but got %s, %s and %s',
                      balance.lot, balance.sku, location, available, held, picked)
                    FROM lot JOIN balance ON balance.sku = lot.sku AND balance.lot = lot.code
                    WHERE withdrawn IS NOT NULL AND greatest(available, held, picked) > 0"""),
            new Check("no hold outlives its deadline", HOLDS, """
                    SELECT format('hold %s was due at %s', id, expires_at) FROM hold
                    WHERE state = 'OPEN' AND expires_at < now() - interval '30 seconds'"""),
            new Check("what is below zero is a case", BALANCES, """
                    SELECT format('%s of %s at %s%s: Expected a case short by %s, but got %s', bucket,
                      coalesce(short.sku, open.sku), coalesce(short.location, open.location),
                      coalesce(short.lot, open.lot), short.by, open.short_by)
                    FROM (SELECT sku, location, lot, owner AS stock_owner, bucket, -units AS by FROM balance,
                        LATERAL (VALUES ('expected', expected), ('inspection', inspection), ('available', available),
                          ('blocked', blocked), ('outbound', outbound)) AS each (bucket, units)
                      WHERE units < 0) AS short
                    FULL JOIN (SELECT * FROM discrepancy WHERE closed_at IS NULL) AS open
                      USING (sku, location, lot, stock_owner, bucket)
                    WHERE short.by IS DISTINCT FROM open.short_by"""),
            new Check("every movement has a command that was answered", MOVEMENTS, """
                    SELECT format('%s/%s: Expected an answer to command %s', stream, version, journal.command)
                    FROM journal
                    WHERE topic = 'stock-movements' AND command NOT LIKE 'expire:%' AND command NOT LIKE 'expire-lot:%' AND NOT EXISTS (
                      SELECT 1 FROM command WHERE command.id IN ('movement:' || journal.command,
                        'hold:' || journal.command, 'step:' || journal.command, 'report:' || journal.command,
                        'recall:' || journal.command))"""));

    private Checks() {}
}
