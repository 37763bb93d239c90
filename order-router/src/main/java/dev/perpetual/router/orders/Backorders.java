package dev.perpetual.router.orders;

import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.sql.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Table access: the queue of units that wait for stock. Served per SKU by priority (0 first), then by when the order was placed, then by
 * order id.
 */
public final class Backorders {
    private Backorders() {}

    private record Row(
            String order, int line, String sku, long units, int priority, Instant placedAt, boolean limited) {}

    /** Where waiting units stand: how many orders and units come first. */
    public record Place(int line, String sku, long units, long place, long unitsAhead) {}

    /** A waiting order's place in the order of service. */
    public record Waiting(int priority, Instant placedAt, String order) {}

    /** Brings the queue in line with what waits now. A queue that grew is looked at once more, in case stock rose meanwhile. */
    static void save(Connection connection, List<OrderChange> changes) throws SQLException {
        var gone = new ArrayList<String>();
        var rows = new ArrayList<Row>();
        for (var change : changes) {
            var before = change.before().version() == 0
                    ? java.util.Map.of()
                    : change.before().waiting();
            var waiting = change.order().waiting();
            if (waiting.equals(before)) {
                continue;
            }
            var order = change.order();
            if (!before.isEmpty()) {
                gone.add(order.id());
            }
            waiting.forEach((line, units) -> rows.add(new Row(
                    order.id(),
                    line,
                    order.line(line).sku(),
                    units,
                    order.terms().priority(),
                    order.terms().placedAt(),
                    order.limited())));
        }
        if (!gone.isEmpty()) {
            Read.update(connection, "DELETE FROM backorder WHERE order_id = ANY(?)", gone);
        }
        Unnest.of(rows)
                .text(Row::order)
                .integer(Row::line)
                .text(Row::sku)
                .bigint(Row::units)
                .integer(Row::priority)
                .time(Row::placedAt)
                .bool(Row::limited)
                .update(connection, """
                        INSERT INTO backorder (order_id, line, sku, units, priority, placed_at, limited)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)""");
        due(connection, rows.stream().map(Row::sku).toList());
    }

    /** Has the queues of those SKUs looked at, and of what shares units with them, where anybody waits. */
    public static void due(Connection connection, Collection<String> skus) throws SQLException {
        Unnest.of(new TreeSet<>(skus)).text(sku -> sku).update(connection, """
                        WITH named AS (SELECT sku FROM unnest(?) AS sku),
                        moved AS (SELECT sku FROM named UNION SELECT part FROM named JOIN kit_part ON kit = sku),
                        due AS (SELECT sku FROM moved UNION SELECT kit FROM moved JOIN kit_part ON part = sku)
                        INSERT INTO backorder_due (sku, marks)
                        SELECT sku, 1 FROM due
                        WHERE EXISTS (SELECT FROM backorder WHERE backorder.sku = due.sku) ORDER BY sku
                        ON CONFLICT (sku) DO UPDATE SET marks = backorder_due.marks + 1""");
    }

    /**
     * Has every queue looked at whose SKU, or a part of it, is available somewhere, and in it also who was refused for a limit. It holds no
     * backorder while it waits for anything, so nobody who changes an order can wait for it in turn.
     * Returns how many lines had been refused for a limit.
     */
    public static int sweep(Connection connection) throws SQLException {
        Read.update(connection, """
                INSERT INTO backorder_due (sku, marks)
                SELECT DISTINCT sku, 1 FROM backorder
                WHERE EXISTS (SELECT FROM stock_level WHERE stock_level.sku = backorder.sku AND available > 0)
                  OR EXISTS (SELECT FROM kit_part JOIN stock_level ON stock_level.sku = part
                    WHERE kit = backorder.sku AND available > 0)
                ORDER BY sku
                ON CONFLICT (sku) DO UPDATE SET marks = backorder_due.marks + 1""");
        return Read.update(connection, """
                UPDATE backorder SET limited = false
                WHERE (order_id, line) IN (SELECT order_id, line FROM backorder WHERE limited FOR UPDATE SKIP LOCKED)""");
    }

    /** The next orders that wait for stock of a SKU and for no limit, behind the given one. */
    public static List<Waiting> next(Connection connection, String sku, @Nullable Waiting after, int limit)
            throws SQLException {
        return Read.all(
                connection,
                """
                SELECT DISTINCT priority, placed_at, order_id FROM backorder
                WHERE sku = ? AND NOT limited AND (?::int IS NULL OR (priority, placed_at, order_id) > (?::int, ?::timestamptz, ?::text))
                ORDER BY priority, placed_at, order_id LIMIT ?""",
                row -> new Waiting(row.getInt(1), row.getTimestamp(2).toInstant(), row.getString(3)),
                sku,
                after == null ? null : after.priority(),
                after == null ? null : after.priority(),
                after == null ? null : after.placedAt(),
                after == null ? null : after.order(),
                limit);
    }

    /** Where an order stands in the queues of its SKUs; the first place is 1. */
    static List<Place> places(Connection connection, String order) throws SQLException {
        return Read.all(
                connection,
                """
                SELECT mine.line, mine.sku, mine.units, count(DISTINCT other.order_id) + 1 AS place,
                  coalesce(sum(other.units), 0)::bigint AS units_ahead
                FROM backorder mine LEFT JOIN backorder other ON other.sku = mine.sku
                  AND (other.priority, other.placed_at, other.order_id) < (mine.priority, mine.placed_at, mine.order_id)
                WHERE mine.order_id = ? GROUP BY mine.line, mine.sku, mine.units ORDER BY mine.line""",
                row -> new Place(
                        row.getInt("line"),
                        row.getString("sku"),
                        row.getLong("units"),
                        row.getLong("place"),
                        row.getLong("units_ahead")),
                order);
    }
}
