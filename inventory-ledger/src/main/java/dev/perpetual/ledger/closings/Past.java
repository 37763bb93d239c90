package dev.perpetual.ledger.closings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Balances as they were, equal to the full fold of the journal, from a bounded number of rows: the closing up to
 * which everything counts, the movements of the two blocks behind it, the late facts behind those, and the movements
 * that are in no closing yet. The transaction has to be repeatable read.
 */
public final class Past {

    private static final String LAST = "infinity";

    /** Where everything that counts is found. @param late there are late facts between the closings */
    private record Span(long counted, long closed, boolean late, long until) {}

    /** Of one SKU: the movements behind {@code after} up to {@code until}. */
    private record Range(String sku, long after, long until) {}

    /** Of one SKU: late facts, summed. */
    private record Node(String sku, int level, long node) {}

    private Past() {}

    /**
     * The newest version of each SKU that was known; unknown SKUs are absent. What was known at a time is what stands
     * before the first movement that was recorded after it: the order is that of versions, whatever clocks said.
     */
    public static Map<String, Long> versions(Connection connection, Collection<String> skus, @Nullable Instant known)
            throws SQLException {
        var sql =
                known == null ? "SELECT id, version FROM stream WHERE topic = 'stock-movements' AND id = ANY (?)" : """
                SELECT stream.id, coalesce((SELECT later.version FROM journal AS later
                    WHERE later.topic = 'stock-movements' AND later.stream = stream.id
                      AND later.version > coalesce(before.version, 0) AND later.recorded_at > ?::timestamptz
                    ORDER BY later.version LIMIT 1) - 1, stream.version)
                FROM stream LEFT JOIN LATERAL (SELECT closing.version FROM closing
                  WHERE closing.sku = stream.id AND closing.recorded_at <= ?::timestamptz
                  ORDER BY closing.recorded_at DESC, closing.version DESC LIMIT 1) AS before ON true
                WHERE stream.topic = 'stock-movements' AND stream.id = ANY (?)""";
        try (var select = connection.prepareStatement(sql)) {
            var next = 1;
            if (known != null) {
                select.setString(next++, known.toString());
                select.setString(next++, known.toString());
            }
            select.setArray(next, connection.createArrayOf("text", skus.toArray()));
            var versions = new HashMap<String, Long>();
            var rows = select.executeQuery();
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getLong(2));
            }
            return versions;
        }
    }

    /** A version of a SKU up to which all was recorded before the time; 0 when there is no closing that says so. */
    public static long closedBefore(Connection connection, String sku, Instant time) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT version FROM closing WHERE sku = ? AND recorded_at < ?::timestamptz
                ORDER BY recorded_at DESC, version DESC LIMIT 1""")) {
            select.setString(1, sku);
            select.setString(2, time.toString());
            return number(select, 0);
        }
    }

    /**
     * The version behind which the next movement of a SKU that counts must be: as far as the closings tell, so that
     * nobody reads the blocks between.
     */
    public static long nextOf(
            Connection connection,
            String sku,
            @Nullable String location,
            long after,
            long until,
            @Nullable Instant happened)
            throws SQLException {
        var next = after;
        var span = spans(connection, Map.of(sku, until), happened).get(sku);
        if (span == null || after >= span.closed()) {
            return after;
        }
        if (location != null) {
            next = Math.max(next, blockOf(connection, sku, location, after, span.closed()));
        }
        if (happened != null && next >= span.counted() + 2L * Closings.BLOCK) {
            next = Math.max(next, lateBlock(connection, sku, next, span.closed()));
        }
        return next;
    }

    private static long blockOf(Connection connection, String sku, String location, long after, long closed)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT min(next.closing) - %d FROM balance, LATERAL (SELECT closing FROM closing_balance AS next
                  WHERE next.sku = balance.sku AND next.location = balance.location AND next.lot = balance.lot
                    AND next.owner = balance.owner AND next.closing > ? ORDER BY closing LIMIT 1) AS next
                WHERE balance.sku = ? AND balance.location = ?""".formatted(Closings.BLOCK))) {
            select.setLong(1, after);
            select.setString(2, sku);
            select.setString(3, location);
            return Math.min(number(select, closed), closed);
        }
    }

    private static long lateBlock(Connection connection, String sku, long after, long closed) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT node * %d FROM late_fact WHERE sku = ? AND level = 0 AND node >= ?
                ORDER BY node LIMIT 1""".formatted(Closings.BLOCK))) {
            select.setString(1, sku);
            select.setLong(2, after / Closings.BLOCK);
            return Math.min(number(select, closed), closed);
        }
    }

    private static long number(PreparedStatement select, long otherwise) throws SQLException {
        var rows = select.executeQuery();
        if (!rows.next()) {
            return otherwise;
        }
        var number = rows.getLong(1);
        return rows.wasNull() ? otherwise : number;
    }

    /**
     * The balances at a version of their SKU, sorted; those that nothing had moved are absent.
     *
     * @param until the version of each SKU; movements behind it do not count
     * @param happened movements that occurred later do not count; null when all do
     */
    public static List<Figure> figures(
            Connection connection, List<FigureKey> keys, Map<String, Long> until, @Nullable Instant happened)
            throws SQLException {
        var spans = spans(connection, until, happened);
        var ranges = new ArrayList<Range>();
        var nodes = new ArrayList<Node>();
        spans.forEach((sku, span) -> {
            var straddled = span.counted() + 2L * Closings.BLOCK;
            if (straddled >= span.closed()) {
                ranges.add(new Range(sku, span.counted(), span.until()));
                return;
            }
            ranges.add(new Range(sku, span.counted(), straddled));
            ranges.add(new Range(sku, span.closed(), span.until()));
            if (span.late()) {
                nodes(sku, straddled / Closings.BLOCK, span.closed() / Closings.BLOCK, nodes);
            }
        });
        return sum(connection, keys, spans, ranges, nodes, happened);
    }

    private static Map<String, Span> spans(Connection connection, Map<String, Long> until, @Nullable Instant happened)
            throws SQLException {
        var skus = new TreeMap<>(until);
        try (var select = connection.prepareStatement("""
                SELECT asked.sku, coalesce(counted.version, 0), coalesce(closed.version, 0),
                  coalesce(closed.late, 0) > coalesce(straddled.late, 0), asked.until
                FROM unnest(?, ?) AS asked (sku, until)
                LEFT JOIN LATERAL (SELECT version, late FROM closing
                  WHERE closing.sku = asked.sku AND closing.version <= asked.until
                  ORDER BY version DESC LIMIT 1) AS closed ON true
                LEFT JOIN LATERAL (SELECT version FROM closing
                  WHERE closing.sku = asked.sku AND closing.occurred_at <= ?::timestamptz
                  ORDER BY occurred_at DESC, version DESC LIMIT 1) AS counted ON true
                LEFT JOIN LATERAL (SELECT late FROM closing
                  WHERE closing.sku = asked.sku AND closing.version = coalesce(counted.version, 0) + %d
                  OFFSET 0) AS straddled ON true""".formatted(2 * Closings.BLOCK))) {
            select.setArray(1, connection.createArrayOf("text", skus.keySet().toArray()));
            select.setArray(2, connection.createArrayOf("int8", skus.values().toArray()));
            select.setString(3, happened == null ? LAST : happened.toString());
            var spans = new HashMap<String, Span>();
            var rows = select.executeQuery();
            while (rows.next()) {
                var closed = rows.getLong(3);
                spans.put(
                        rows.getString(1),
                        new Span(Math.min(rows.getLong(2), closed), closed, rows.getBoolean(4), rows.getLong(5)));
            }
            return spans;
        }
    }

    /** The fewest nodes that are just the blocks from {@code first}, counted from 0, to before {@code end}. */
    private static void nodes(String sku, long first, long end, List<Node> nodes) {
        var from = first;
        while (from < end) {
            var level = 0;
            var blocks = 1L;
            while (level < Closings.LEVEL_MAX
                    && from % (blocks * Closings.FAN) == 0
                    && from + blocks * Closings.FAN <= end) {
                level++;
                blocks *= Closings.FAN;
            }
            nodes.add(new Node(sku, level, from / blocks));
            from += blocks;
        }
    }

    private static final String SUM = """
            WITH key AS (SELECT * FROM unnest(?, ?, ?, ?, ?) AS key (sku, location, lot, owner, counted)),
            part AS (
              SELECT closed.* FROM key, LATERAL (
                SELECT sku, location, lot, owner, %1$s, version, occurred_at, recorded_at FROM closing_balance AS was
                WHERE was.sku = key.sku AND was.location = key.location AND was.lot = key.lot
                  AND was.owner = key.owner AND was.closing <= key.counted
                ORDER BY was.closing DESC LIMIT 1) AS closed
              UNION ALL
              SELECT moved.stream, side.location, moved.lot, moved.owner, %2$s, version, occurred_at, recorded_at
              FROM unnest(?, ?, ?) AS range (sku, after, until), LATERAL (
                SELECT * FROM journal WHERE topic = 'stock-movements' AND stream = range.sku
                  AND version > range.after AND version <= range.until AND occurred_at <= ?::timestamptz
                  OFFSET 0) AS moved, %3$s
              WHERE side.location IS NOT NULL
              UNION ALL
              SELECT late.* FROM unnest(?, ?, ?) AS asked (sku, level, node) JOIN key ON key.sku = asked.sku, LATERAL (
                SELECT sku, location, lot, owner, %1$s, version, occurred_at, recorded_at FROM late_fact AS late
                WHERE late.sku = asked.sku AND late.level = asked.level AND late.node = asked.node
                  AND late.location = key.location AND late.lot = key.lot AND late.owner = key.owner
                  AND late.occurred_at <= ?::timestamptz
                ORDER BY late.occurred_at DESC, late.fact DESC LIMIT 1) AS late
            )
            SELECT sku, location, lot, owner, %4$s, max(version), max(occurred_at), max(recorded_at)
            FROM part JOIN key USING (sku, location, lot, owner)
            GROUP BY sku, location, lot, owner
            ORDER BY sku, location, lot, owner""".formatted(Sums.BUCKETS, Sums.ADDED, Sums.SIDES, Sums.SUMMED);

    private static List<Figure> sum(
            Connection connection,
            List<FigureKey> keys,
            Map<String, Span> spans,
            List<Range> ranges,
            List<Node> nodes,
            @Nullable Instant happened)
            throws SQLException {
        var known = keys.stream().filter(key -> spans.containsKey(key.sku())).toList();
        var latest = happened == null ? LAST : happened.toString();
        try (var select = connection.prepareStatement(SUM)) {
            text(select, 1, known, FigureKey::sku);
            text(select, 2, known, FigureKey::location);
            text(select, 3, known, FigureKey::lot);
            text(select, 4, known, FigureKey::owner);
            number(
                    select,
                    5,
                    known,
                    key -> Objects.requireNonNull(spans.get(key.sku())).counted());
            text(select, 6, ranges, Range::sku);
            number(select, 7, ranges, Range::after);
            number(select, 8, ranges, Range::until);
            select.setString(9, latest);
            text(select, 10, nodes, Node::sku);
            number(select, 11, nodes, node -> (long) node.level());
            number(select, 12, nodes, Node::node);
            select.setString(13, latest);
            var figures = new ArrayList<Figure>();
            var rows = select.executeQuery();
            while (rows.next()) {
                figures.add(Figure.read(rows));
            }
            return figures;
        }
    }

    private static <T> void text(PreparedStatement select, int place, List<T> rows, Function<T, String> column)
            throws SQLException {
        select.setArray(
                place,
                select.getConnection()
                        .createArrayOf("text", rows.stream().map(column).toArray()));
    }

    private static <T> void number(PreparedStatement select, int place, List<T> rows, Function<T, Long> column)
            throws SQLException {
        select.setArray(
                place,
                select.getConnection()
                        .createArrayOf("int8", rows.stream().map(column).toArray()));
    }
}
