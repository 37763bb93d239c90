package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold of promises: each unit of a hold ends once. */
final class HoldChecks {

    private static final String HOLDS = "SELECT count(*) FROM hold";
    private static final String LINES = "SELECT count(*) FROM hold_line";
    private static final Set<String> TABLES = Set.of("hold", "hold_line");

    /**
     * Per hold and stock: how many units the movements have put into held and picked for it and not taken out again, and
     * how many its lines say are open and picked. More is leaked: nobody will give those units back. Less was given back
     * twice. {@code %s} chooses the movements, and then the lines.
     */
    static final String KEPT = """
            SELECT coalesce(moved.hold, line.hold) AS hold, sku, location, lot, owner, coalesce(moved.held, 0) AS held,
              coalesce(moved.picked, 0) AS picked, coalesce(line.open, 0) AS open,
              coalesce(line.picked, 0) AS picked_open
            FROM (SELECT cause_id AS hold, stream AS sku, coalesce(from_location, to_location) AS location, lot, owner,
                sum(CASE WHEN to_account = 'held' AND to_location IS NOT NULL THEN quantity ELSE 0 END
                  - CASE WHEN from_account = 'held' AND from_location IS NOT NULL THEN quantity ELSE 0 END) AS held,
                sum(CASE WHEN to_account = 'picked' AND to_location IS NOT NULL THEN quantity ELSE 0 END
                  - CASE WHEN from_account = 'picked' AND from_location IS NOT NULL THEN quantity ELSE 0 END) AS picked
              FROM journal WHERE cause_type = 'hold' AND %s
              GROUP BY 1, 2, 3, 4, 5) AS moved
            FULL JOIN (SELECT hold, sku, location, lot, owner, sum(open) AS open, sum(picked) AS picked
              FROM promised WHERE %s GROUP BY 1, 2, 3, 4, 5) AS line
              USING (hold, sku, location, lot, owner)""";

    private static String kept(String wrong) {
        return "SELECT format('hold %s of %s at %s %s %s: Expected %s held and %s picked, but got %s and %s', hold,"
                + " sku, location, lot, owner, open, picked_open, held, picked) FROM (" + KEPT.formatted("true", "true")
                + ") AS kept WHERE " + wrong;
    }

    private static final Check LEAKED = new Check(
            "no hold leaks", Set.of("journal", "hold_line"), LINES, kept("held > open OR picked > picked_open"));

    private static final Check TWICE = new Check(
            "nothing is released twice",
            Set.of("journal", "hold_line"),
            LINES,
            kept("held < open OR picked < picked_open"));

    private static final Check ENDS_ONCE = new Check("each unit of a hold ends once", Set.of("journal"), """
            SELECT count(*) FROM journal WHERE topic = 'hold-outcomes'""", """
            SELECT format('hold %s/%s line %s: Expected what has ended to stay so, but got %s after %s', hold, version,
              line, ended, before)
            FROM (SELECT *, lag(ended) OVER w AS before, lag(granted) OVER w AS granted_before
              FROM (SELECT stream AS hold, journal.version, type, line, granted, ARRAY[shipped, released, expired] AS ended,
                  open, picked
                FROM journal, json_to_recordset(body->'lines') AS line (line text, granted bigint, open bigint,
                  picked bigint, shipped bigint, released bigint, expired bigint)
                WHERE topic = 'hold-outcomes' AND type <> 'hold.refused.v1') AS told
              WINDOW w AS (PARTITION BY hold, line ORDER BY version)) AS step
            WHERE granted <> open + picked + ended[1] + ended[2] + ended[3]
              OR least(open, picked, ended[1], ended[2], ended[3]) < 0 OR granted < granted_before
              OR (granted > granted_before AND type NOT IN
                ('hold.amended.v1', 'hold.confirmed.v1', 'hold.shipped-early.v1', 'hold.granted.v1'))
              OR ended[1] < before[1] OR ended[2] < before[2] OR ended[3] < before[3]""");

    private static final Check OPEN = new Check("a hold is open while units are", TABLES, HOLDS, """
            SELECT format('hold %s: Expected it to be there, and open while %s units are, but got %s',
              coalesce(id, line.hold), left_over, state)
            FROM hold
            FULL JOIN (SELECT hold, sum(open + picked) AS left_over FROM hold_line GROUP BY hold) AS line
              ON line.hold = hold.id
            WHERE id IS NULL OR (state = 'OPEN') <> (coalesce(left_over, 0) > 0)""");

    private static final Check BALANCE =
            new Check("holds = held and picked", Set.of("balance", "hold_line"), "SELECT count(*) FROM balance", """
            SELECT format('%s at %s %s %s: Expected %s held and %s picked, but got %s and %s', sku, location, lot,
              owner, line.open, line.picked, balance.held, balance.picked)
            FROM balance FULL JOIN (SELECT sku, location, lot, owner, sum(open) AS open, sum(picked) AS picked
              FROM promised WHERE open > 0 OR picked > 0 GROUP BY sku, location, lot, owner) AS line
              USING (sku, location, lot, owner)
            WHERE coalesce(balance.held, 0) <> coalesce(line.open, 0)
              OR coalesce(balance.picked, 0) <> coalesce(line.picked, 0)""");

    private static final Check WHOLE = new Check(
            "kits are promised whole",
            Set.of("hold_line", "hold_component"),
            "SELECT count(*) FROM hold_component",
            """
            SELECT format('hold %s line %s: Expected %s times the kits %s of %s, but got %s', hold, line, per_kit,
              wanted, sku, found)
            FROM (SELECT hold, line, component.sku, min(per_kit) AS per_kit,
                ARRAY[max(kits.open), max(kits.picked), max(kits.shipped), max(kits.released), max(kits.expired)]
                  AS wanted,
                ARRAY[sum(component.open), sum(component.picked), sum(component.shipped), sum(component.released),
                  sum(component.expired)] AS found, min(per_kit) = max(per_kit) AS is_one_kit,
                max(kits.open * per_kit) = sum(component.open)
                  AND max(kits.picked * per_kit) = sum(component.picked)
                  AND max(kits.shipped * per_kit) = sum(component.shipped)
                  AND max(kits.released * per_kit) = sum(component.released)
                  AND max(kits.expired * per_kit) = sum(component.expired) AS is_whole
              FROM hold_component AS component
              LEFT JOIN (SELECT * FROM hold_line WHERE kit) AS kits USING (hold, line)
              GROUP BY hold, line, component.sku) AS kit
            WHERE is_whole IS NOT TRUE OR NOT is_one_kit""");

    private static final Check DUE = new Check("no hold outlives its deadline", TABLES, HOLDS, """
            SELECT format('hold %s: Expected it to be over at %s, but got an open one', id, expires_at) FROM hold
            WHERE state = 'OPEN' AND expires_at < now() - interval '30 seconds'""");

    /**
     * Never due again once nothing is open. Instances may have clocks that differ a little, so any deadline that was said
     * within five seconds of the last one counts.
     */
    private static final Check DEADLINE = new Check("a deadline was announced or agreed", TABLES, HOLDS, """
            WITH said AS (
              SELECT stream AS hold, recorded_at AS at, (body->>'expiresAt')::timestamptz AS deadline
              FROM journal WHERE topic = 'hold-outcomes'
              UNION ALL
              SELECT answer::json->'hold'->>'id', recorded_at, (answer::json->'hold'->>'expiresAt')::timestamptz
              FROM command WHERE answer LIKE '{"outcome":"extended"%'
            ), newest AS (SELECT *, max(at) OVER (PARTITION BY hold) AS last FROM said)
            SELECT format('hold %s: Expected deadline %s, but got %s', id, max(deadline), expires_at)
            FROM hold JOIN newest ON newest.hold = id AND at > last - interval '5 seconds'
            GROUP BY id, expires_at
            HAVING NOT bool_or(deadline IS NOT DISTINCT FROM expires_at)
              AND NOT (expires_at IS NULL AND NOT EXISTS (SELECT FROM hold_line WHERE hold_line.hold = id AND open > 0))""");

    private static final Check WITHDRAWN = new Check(
            "nothing of a withdrawn lot is for sale", Set.of("lot", "balance"), "SELECT count(*) FROM lot", """
            SELECT format('lot %s of %s at %s: Expected none available, held or picked, but got %s, %s and %s',
              balance.lot, balance.sku, location, available, held, picked)
            FROM lot JOIN balance ON balance.sku = lot.sku AND balance.lot = lot.code
            WHERE withdrawn IS NOT NULL AND greatest(available, held, picked) > 0""");

    static final List<Pass> ALL = List.of(WITHDRAWN, LEAKED, TWICE, ENDS_ONCE, OPEN, BALANCE, WHOLE, DUE, DEADLINE);

    private HoldChecks() {}
}
