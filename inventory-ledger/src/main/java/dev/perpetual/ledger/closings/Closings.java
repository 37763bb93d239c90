package dev.perpetual.ledger.closings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes {@code closing}, {@code closing_balance} and {@code late_fact}; all they say is in the journal. */
public final class Closings {

    /** Movements of one SKU between two closings; also in the migration's index. */
    public static final int BLOCK = 128;

    /** Nodes of one level that make one of the next. */
    static final int FAN = 16;

    /** Beyond it merging would be more work than the questions it saves. */
    static final int LEVEL_MAX = 2;

    /** The three tables. */
    public static final List<String> TABLES = List.of("closing", "closing_balance", "late_fact");

    private static final String KEY = "sku, location, lot, owner";

    /**
     * The next block of each SKU, read once for the three tables. What came before is looked up by its key, once for each
     * SKU: joined, it may be found by reading the closings of all.
     *
     * <p>A movement is a row per side; one outside has no location. It is late when a whole block lies between it and
     * what occurred after it, so that the present needs no look at late facts.
     */
    private static final String CLOSE = """
            WITH work AS MATERIALIZED (
              SELECT sku, before + %1$d AS closing, (SELECT occurred_at FROM closing
                WHERE closing.sku = work.sku AND closing.version = before - %1$d) AS passed
              FROM unnest(?, ?) AS work (sku, before)
            ), moved AS MATERIALIZED (
              SELECT work.sku, work.closing, side.location, moved.lot, moved.owner, moved.version, moved.position,
                moved.occurred_at, moved.recorded_at, coalesce(moved.occurred_at < work.passed, false) AS late, %2$s
              FROM work, LATERAL (
                SELECT * FROM journal WHERE topic = 'stock-movements' AND stream = work.sku
                  AND version > work.closing - %1$d AND version <= work.closing OFFSET 0) AS moved, %3$s
            ), balances AS (
              INSERT INTO closing_balance (%4$s, closing, %5$s, version, occurred_at, recorded_at)
              SELECT %4$s, closing, %6$s, next.version,
                greatest(next.occurred_at, was.occurred_at), greatest(next.recorded_at, was.recorded_at)
              FROM (SELECT %4$s, closing, %7$s, max(version) AS version, max(occurred_at) AS occurred_at,
                  max(recorded_at) AS recorded_at
                FROM moved WHERE location IS NOT NULL GROUP BY %4$s, closing) AS next
              LEFT JOIN LATERAL (SELECT %8$s, occurred_at, recorded_at FROM closing_balance AS was
                WHERE was.sku = next.sku AND was.location = next.location AND was.lot = next.lot
                  AND was.owner = next.owner AND was.closing < next.closing
                ORDER BY was.closing DESC LIMIT 1) AS was ON true
            ), facts AS (
              INSERT INTO late_fact (%4$s, level, node, occurred_at, fact, %5$s, version, recorded_at)
              SELECT %4$s, 0, closing / %1$d - 1, occurred_at, version, %9$s,
                max(version) OVER so_far, max(recorded_at) OVER so_far
              FROM (SELECT %4$s, closing, version, occurred_at, recorded_at, %7$s
                FROM moved WHERE late AND location IS NOT NULL
                GROUP BY %4$s, closing, version, occurred_at, recorded_at) AS late
              WINDOW so_far AS (PARTITION BY %4$s, closing ORDER BY occurred_at, version)
            )
            INSERT INTO closing (sku, version, position, occurred_at, recorded_at, late)
            SELECT next.sku, closing, next.position, greatest(next.occurred_at, was.occurred_at),
              greatest(next.recorded_at, was.recorded_at), coalesce(was.late, 0) + next.late
            FROM (SELECT sku, closing, max(position) AS position, max(occurred_at) AS occurred_at,
                max(recorded_at) AS recorded_at, count(DISTINCT version) FILTER (WHERE late) AS late
              FROM moved GROUP BY sku, closing) AS next
            LEFT JOIN LATERAL (SELECT occurred_at, recorded_at, late FROM closing AS was
              WHERE was.sku = next.sku AND was.version = next.closing - %1$d OFFSET 0) AS was ON true""".formatted(
                    BLOCK,
                    Sums.ADDED,
                    Sums.SIDES,
                    KEY,
                    Sums.BUCKETS,
                    Sums.each(bucket -> "coalesce(was_%1$s, 0) + %1$s".formatted(bucket)),
                    Sums.SUMMED,
                    Sums.each(bucket -> "%1$s AS was_%1$s".formatted(bucket)),
                    Sums.each("sum(%s) OVER so_far"::formatted));

    /** The sums of the smaller nodes taken apart again, and summed over all of them. */
    private static final String MERGE = """
            INSERT INTO late_fact (%1$s, level, node, occurred_at, fact, %2$s, version, recorded_at)
            SELECT %1$s, level + 1, node / %3$d, occurred_at, fact, %4$s,
              max(version) OVER so_far, max(recorded_at) OVER so_far
            FROM (SELECT %1$s, level, node, occurred_at, fact, version, recorded_at, %5$s
              FROM unnest(?, ?) AS work (id, parent), LATERAL (SELECT * FROM late_fact
                WHERE sku = work.id AND level = ? AND node >= work.parent * %3$d
                  AND node < (work.parent + 1) * %3$d OFFSET 0) AS part
              WINDOW one AS (PARTITION BY %1$s, node ORDER BY occurred_at, fact)) AS part
            WINDOW so_far AS (PARTITION BY %1$s, node / %3$d ORDER BY occurred_at, fact)""".formatted(
                    KEY,
                    Sums.BUCKETS,
                    FAN,
                    Sums.each("sum(%s) OVER so_far"::formatted),
                    Sums.each(bucket -> "%1$s - lag(%1$s, 1, 0::bigint) OVER one AS %1$s".formatted(bucket)));

    private Closings() {}

    /** The block ends behind the newest closing, in the order of the journal. */
    static Map<String, Long> due(Connection connection, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT stream, version FROM journal
                WHERE topic = 'stock-movements' AND version %% %d = 0
                  AND position > (SELECT coalesce(max(position), 0) FROM closing)
                ORDER BY position LIMIT ?""".formatted(BLOCK))) {
            select.setInt(1, limit);
            var due = new TreeMap<String, Long>();
            var rows = select.executeQuery();
            while (rows.next()) {
                due.merge(rows.getString(1), rows.getLong(2), Math::max);
            }
            return due;
        }
    }

    /** The newest closing of each; none is absent. */
    static Map<String, Long> newest(Connection connection, List<String> skus) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT asked.sku, newest.version FROM unnest(?) AS asked (sku), LATERAL (
                  SELECT version FROM closing WHERE closing.sku = asked.sku ORDER BY version DESC LIMIT 1) AS newest""")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            var newest = new TreeMap<String, Long>();
            var rows = select.executeQuery();
            while (rows.next()) {
                newest.put(rows.getString(1), rows.getLong(2));
            }
            return newest;
        }
    }

    /** Waits for whoever closes SKUs; until the transaction ends nobody else does. */
    public static void lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('close-skus'))");
        }
    }

    /** Makes all closings of some SKUs anew, under the lock. @param upTo the last version of each that is closed */
    public static void again(Connection connection, Map<String, Long> upTo) throws SQLException {
        for (var table : TABLES) {
            try (var delete = connection.prepareStatement("DELETE FROM " + table + " WHERE sku = ANY(?)")) {
                delete.setArray(
                        1, connection.createArrayOf("text", upTo.keySet().toArray()));
                delete.executeUpdate();
            }
        }
        var last = upTo.values().stream().mapToLong(Long::longValue).max().orElse(0);
        for (var closed = 0L; closed + BLOCK <= last; closed += BLOCK) {
            var next = new TreeMap<String, Long>();
            for (var each : upTo.entrySet()) {
                if (each.getValue() >= closed + BLOCK) {
                    next.put(each.getKey(), closed);
                }
            }
            close(connection, next);
        }
    }

    /** Closes the block behind each SKU's newest closing. @param newest 0 for none */
    static void close(Connection connection, Map<String, Long> newest) throws SQLException {
        run(connection, CLOSE, newest, 0);
        var nodes = BLOCK;
        for (var level = 0; level < LEVEL_MAX; level++) {
            nodes *= FAN;
            var whole = new TreeMap<String, Long>();
            for (var each : newest.entrySet()) {
                var closing = each.getValue() + BLOCK;
                if (closing % nodes == 0) {
                    whole.put(each.getKey(), closing / nodes - 1);
                }
            }
            if (!whole.isEmpty()) {
                run(connection, MERGE, whole, level);
            }
        }
    }

    private static void run(Connection connection, String sql, Map<String, Long> work, int level) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setArray(1, connection.createArrayOf("text", work.keySet().toArray()));
            insert.setArray(2, connection.createArrayOf("int8", work.values().toArray()));
            if (sql.equals(MERGE)) {
                insert.setInt(3, level);
            }
            insert.executeUpdate();
        }
    }
}
