package dev.perpetual.ledger.verify;

import dev.perpetual.ledger.domain.Bucket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the closings and the late facts say against the journal, by other statements than those that made them. */
final class ClosingChecks {

    /** Each movement with the end of its block, and each block with the latest times so far, as far as it is closed. */
    private static final String BLOCKS = """
            WITH newest AS (SELECT sku, max(version) AS closing FROM closing GROUP BY sku),
            moved AS (
              SELECT stream AS sku, (version + 127) / 128 * 128 AS block, version, position, occurred_at, recorded_at,
                lot, owner, from_location, from_account, to_location, to_account, quantity
              FROM journal JOIN newest ON newest.sku = journal.stream AND journal.version <= newest.closing
              WHERE topic = 'stock-movements'
            ), block AS (
              SELECT sku, block, max(position) AS position,
                max(max(occurred_at)) OVER so_far AS occurred_at, max(max(recorded_at)) OVER so_far AS recorded_at
              FROM moved GROUP BY sku, block WINDOW so_far AS (PARTITION BY sku ORDER BY block)
            ), late AS (
              SELECT moved.* FROM moved JOIN block AS before ON before.sku = moved.sku
                AND before.block = moved.block - 256 AND moved.occurred_at < before.occurred_at
            )
            """;

    private static final String SIDE = """
            SELECT sku, block, version, occurred_at, recorded_at, lot, owner, to_location AS location,
              to_account AS bucket, quantity AS units FROM %1$s AS one WHERE to_location IS NOT NULL
            UNION ALL
            SELECT sku, block, version, occurred_at, recorded_at, lot, owner, from_location, from_account, -quantity
            FROM %1$s AS other WHERE from_location IS NOT NULL""";

    private static final String OF_BUCKET =
            each(bucket -> "coalesce(sum(units) FILTER (WHERE bucket = '%1$s'), 0) AS %1$s".formatted(bucket));

    private static final String SO_FAR = each(bucket -> "sum(%1$s) OVER so_far AS %1$s".formatted(bucket));

    private static final String ROW_OF = each(bucket -> "%1$s." + bucket) + ", %1$s.version, %1$s.recorded_at";

    private static final Check HEADS = new Check(
            "closings are dense and say how far they go",
            Set.of("closing"),
            "SELECT count(*) FROM closing",
            BLOCKS + """
            SELECT format('%s/%s: Expected %s, but got %s', coalesce(is_row.sku, block.sku),
              coalesce(is_row.version, block.block),
              row(block.position, block.occurred_at, block.recorded_at, coalesce(block.late, 0)),
              row(is_row.position, is_row.occurred_at, is_row.recorded_at, is_row.late))
            FROM closing AS is_row FULL JOIN (
              SELECT block.*, sum(coalesce(late.late, 0)) OVER (PARTITION BY sku ORDER BY block) AS late FROM block
              LEFT JOIN (SELECT sku, block, count(*) AS late FROM late GROUP BY sku, block) AS late USING (sku, block)
            ) AS block ON block.sku = is_row.sku AND block.block = is_row.version
            WHERE row(block.position, block.occurred_at, block.recorded_at, block.late)
              IS DISTINCT FROM row(is_row.position, is_row.occurred_at, is_row.recorded_at, is_row.late::numeric)""");

    private static final Check BALANCES = new Check(
            "closings = fold of the journal",
            Set.of("closing_balance"),
            "SELECT count(*) FROM closing_balance",
            BLOCKS
                    + """
            , side AS (%1$s), folded AS (
              SELECT sku, location, lot, owner, block AS closing, %2$s, version, recorded_at, occurred_at FROM (
                SELECT sku, location, lot, owner, block, %3$s, max(version) AS version,
                  max(max(recorded_at)) OVER so_far AS recorded_at, max(max(occurred_at)) OVER so_far AS occurred_at
                FROM side GROUP BY sku, location, lot, owner, block
                WINDOW so_far AS (PARTITION BY sku, location, lot, owner ORDER BY block)) AS each
              WINDOW so_far AS (PARTITION BY sku, location, lot, owner ORDER BY block)
            )
            SELECT format('%%s at %%s%%s%%s up to %%s: Expected %%s, but got %%s', sku, location, lot, owner, closing,
              row(%4$s, folded.occurred_at), row(%5$s, closed.occurred_at))
            FROM folded FULL JOIN closing_balance AS closed USING (sku, location, lot, owner, closing)
            WHERE row(%4$s, folded.occurred_at) IS DISTINCT FROM row(%6$s, closed.version, closed.recorded_at,
              closed.occurred_at)""".formatted(
                                    SIDE.formatted("moved"),
                                    SO_FAR,
                                    OF_BUCKET,
                                    ROW_OF.formatted("folded"),
                                    ROW_OF.formatted("closed"),
                                    each("closed.%s::numeric"::formatted)));

    private static final Check LATE = new Check(
            "late facts = those of the journal",
            Set.of("late_fact"),
            "SELECT count(*) FROM late_fact",
            BLOCKS
                    + """
            , side AS (%1$s), fact AS (
              SELECT sku, location, lot, owner, block, version AS fact, occurred_at, recorded_at, %2$s
              FROM side GROUP BY sku, location, lot, owner, block, version, occurred_at, recorded_at
            ), folded AS (
              SELECT sku, location, lot, owner, level, (block / 128 - 1) / size AS node, occurred_at, fact, %3$s,
                max(fact) OVER so_far AS version, max(recorded_at) OVER so_far AS recorded_at
              FROM fact JOIN newest USING (sku) CROSS JOIN (VALUES (0, 1), (1, 16), (2, 256)) AS nodes (level, size)
              WHERE ((block / 128 - 1) / size + 1) * size * 128 <= newest.closing
              WINDOW so_far AS (PARTITION BY sku, location, lot, owner, level, (block / 128 - 1) / size
                ORDER BY occurred_at, fact)
            )
            SELECT format('%%s/%%s at %%s%%s%%s, level %%s: Expected %%s, but got %%s', sku, fact, location, lot, owner,
              level, row(%4$s), row(%5$s))
            FROM folded FULL JOIN late_fact AS late_row
              USING (sku, location, lot, owner, level, node, occurred_at, fact)
            WHERE row(%4$s) IS DISTINCT FROM row(%6$s, late_row.version, late_row.recorded_at)""".formatted(
                                    SIDE.formatted("late"),
                                    OF_BUCKET,
                                    SO_FAR,
                                    ROW_OF.formatted("folded"),
                                    ROW_OF.formatted("late_row"),
                                    each("late_row.%s::numeric"::formatted)));

    static final List<Check> ALL = List.of(HEADS, BALANCES, LATE);

    private ClosingChecks() {}

    private static String each(UnaryOperator<String> column) {
        return Arrays.stream(Bucket.values()).map(Bucket::code).map(column).collect(Collectors.joining(", "));
    }
}
