package dev.perpetual.ledger.verify;

import java.util.List;
import java.util.Set;

/** What must hold between the journal, the counts and the opening balances. */
final class CountChecks {

    private static final Set<String> COUNTS = Set.of("journal", "stock_count", "stock_count_line");
    private static final String LINES = "SELECT count(*) FROM stock_count_line";

    private static final String SIDE = """
            (VALUES (to_location, to_account, quantity), (from_location, from_account, -quantity))
              AS side (location, bucket, units)""";
    private static final String ON_HAND = "side.bucket IN ('inspection', 'available', 'held', 'picked', 'blocked')";

    private static final Check APPLIED = new Check("counts = their movements", COUNTS, LINES, """
            WITH moved AS (
              SELECT cause_id AS count, (body->'cause'->>'line')::int AS line,
                sum(CASE WHEN from_account = 'variance' THEN quantity ELSE -quantity END) AS units
              FROM journal WHERE topic = 'stock-movements' AND cause_type = 'count'
                AND EXISTS (SELECT FROM command WHERE id = 'count:' || journal.command)
              GROUP BY 1, 2
            )
            SELECT format('count %s line %s: Expected %s units moved, but got %s', count, line, variance, units)
            FROM (SELECT count, line, CASE WHEN state IN ('APPLYING', 'APPLIED') THEN variance END AS variance,
                state = 'APPLIED' AS done, applied_version
              FROM stock_count_line JOIN stock_count ON stock_count.id = count) AS line
            FULL JOIN moved USING (count, line)
            WHERE (units IS NOT NULL AND units IS DISTINCT FROM variance)
              OR (units IS NULL AND coalesce(variance, 0) <> 0 AND (done OR applied_version IS NOT NULL))""");

    /**
     * What stood there by the journal: at opening, and up to the version that counting saw without what happened
     * after the moment of counting. One running sum answers all lines; only what was recorded during a count is looked at
     * line by line.
     */
    private static final Check EXPECTED =
            new Check("what a count expected is what the journal says", COUNTS, LINES, """
            WITH line AS (SELECT *, coalesce(last_version, judged_version) AS seen_version FROM stock_count_line),
            running AS (
              SELECT count, line, is_opening, sum(units) OVER (PARTITION BY sku, location, lot, owner ORDER BY version)
                AS units
              FROM (
                SELECT NULL AS count, NULL::int AS line, NULL::boolean AS is_opening, stream AS sku, side.location, lot,
                  owner, version, side.units
                FROM journal, LATERAL %1$s
                WHERE topic = 'stock-movements' AND stream IN (SELECT sku FROM line) AND %2$s
                UNION ALL
                SELECT count, line, true, sku, location, lot, owner, opening_version, 0 FROM line
                UNION ALL
                SELECT count, line, false, sku, location, lot, owner, seen_version, 0 FROM line
                WHERE judged_version IS NOT NULL) AS each
            ), stood AS (
              SELECT count, line, max(units) FILTER (WHERE is_opening) AS stood,
                max(units) FILTER (WHERE NOT is_opening) AS seen
              FROM running WHERE count IS NOT NULL GROUP BY count, line
            )
            SELECT format('count %%s line %%s: Expected %%s at opening and %%s when counted, but got %%s and %%s', count, line,
              stood, stood_then, opening_units, expected)
            FROM (SELECT line.*, stood, seen - (SELECT coalesce(sum(units), 0) FROM journal, LATERAL %1$s
                  WHERE topic = 'stock-movements' AND stream = line.sku
                    AND version > line.opening_version AND version <= line.seen_version AND occurred_at > line.last_at
                    AND side.location = line.location AND journal.lot = line.lot AND journal.owner = line.owner
                    AND %2$s) AS stood_then
              FROM line JOIN stood USING (count, line)) AS line
            WHERE stood <> opening_units OR (judged_version IS NOT NULL AND stood_then <> expected)""".formatted(SIDE, ON_HAND));

    private static final Check APPROVED = new Check(
            "counts are applied as agreed",
            Set.of("stock_count", "stock_count_approval", "stock_count_place"),
            "SELECT count(*) FROM stock_count",
            """
            SELECT format('count %s: Expected every place looked at, no line to recount and %s approvals, but got %s', id,
              needed, approvals)
            FROM (SELECT id, CASE WHEN EXISTS (SELECT FROM stock_count_line AS line WHERE line.count = id AND large)
                  THEN 2 ELSE 1 END AS needed,
                (SELECT count(*) FROM stock_count_approval AS approval WHERE approval.count = id) AS approvals,
                EXISTS (SELECT FROM stock_count_line AS line WHERE line.count = id AND recount IS NOT NULL) AS again,
                EXISTS (SELECT FROM stock_count_place AS place WHERE place.count = id AND required
                  AND empty_by IS NULL AND NOT EXISTS (SELECT FROM stock_count_line AS line
                    WHERE line.count = id AND line.location = place.location AND counted IS NOT NULL)) AS forgotten
              FROM stock_count WHERE state IN ('APPROVED', 'APPLYING', 'APPLIED')) AS each
            WHERE approvals < needed OR again OR forgotten""");

    private static final Check OPENED =
            new Check("opening balances = their movements", Set.of("journal", "opening", "opening_row"), """
            SELECT count(*) FROM opening_row""", """
            WITH moved AS (
              SELECT cause_id AS opening, stream AS sku, to_location AS location, lot, owner, to_account AS bucket,
                sum(quantity) AS units
              FROM journal WHERE topic = 'stock-movements' AND cause_type = 'opening' AND from_account = 'opening'
                AND starts_with(command, 'opening/' || cause_id || '/')
              GROUP BY 1, 2, 3, 4, 5, 6
            )
            SELECT format('%s: %s at %s %s %s %s: Expected %s units opened, but got %s', opening, sku, location, lot, owner,
              bucket, units, opened)
            FROM moved FULL JOIN opening_row USING (opening, sku, location, lot, owner, bucket)
            WHERE (opened IS NOT NULL AND opened <> coalesce(units, 0)) OR (units IS NOT NULL AND run IS NULL)""");

    static final List<Pass> ALL = List.of(APPLIED, EXPECTED, APPROVED, OPENED);

    private CountChecks() {}
}
