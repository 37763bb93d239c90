package dev.perpetual.router.orders;

import dev.perpetual.router.domain.orders.Hold;
import dev.perpetual.router.domain.orders.HoldLine;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.sql.Unnest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Table access: holds asked of the ledger and how they stand. */
final class Holds {
    private Holds() {}

    private record Row(String order, Hold hold) {}

    private record LineRow(String order, Hold hold, HoldLine line) {
        long unanswered() {
            return hold.state() == Hold.State.ASKED ? line.asked() : 0;
        }
    }

    private record LineKey(String order, int attempt, HoldLine line) {}

    static Map<String, Map<Integer, Hold>> load(Connection connection, Collection<String> orders) throws SQLException {
        var lines = new HashMap<String, List<HoldLine>>();
        Read.all(
                        connection,
                        "SELECT * FROM hold_line WHERE order_id = ANY(?) ORDER BY order_id, attempt, line",
                        row -> new LineKey(
                                row.getString("order_id"),
                                row.getInt("attempt"),
                                new HoldLine(
                                        row.getInt("line"),
                                        row.getInt("order_line"),
                                        row.getString("sku"),
                                        row.getString("location"),
                                        row.getLong("asked"),
                                        row.getLong("open"),
                                        row.getLong("picked"),
                                        row.getLong("shipped"),
                                        row.getLong("released"),
                                        row.getLong("expired"),
                                        row.getLong("releasing"),
                                        row.getLong("shipping"),
                                        row.getLong("refused_at"))),
                        orders)
                .forEach(row -> lines.computeIfAbsent(row.order() + "/" + row.attempt(), _ -> new ArrayList<>())
                        .add(row.line()));
        var result = new HashMap<String, Map<Integer, Hold>>();
        Read.all(
                        connection,
                        "SELECT * FROM hold WHERE order_id = ANY(?)",
                        row -> new Row(
                                row.getString("order_id"),
                                new Hold(
                                        row.getString("id"),
                                        row.getInt("attempt"),
                                        row.getBoolean("queued"),
                                        Hold.State.valueOf(row.getString("state")),
                                        row.getLong("version"),
                                        row.getString("refusal"),
                                        List.copyOf(lines.getOrDefault(
                                                row.getString("order_id") + "/" + row.getInt("attempt"), List.of())))),
                        orders)
                .forEach(row -> result.computeIfAbsent(row.order(), _ -> new TreeMap<>())
                        .put(row.hold().attempt(), row.hold()));
        return result;
    }

    static void save(Connection connection, List<OrderChange> changes) throws SQLException {
        var rows = new ArrayList<Row>();
        for (var change : changes) {
            Orders.changed(change.before().holds(), change.order().holds())
                    .forEach(hold -> rows.add(new Row(change.order().id(), hold)));
        }
        Unnest.of(rows)
                .text(Row::order)
                .integer(row -> row.hold().attempt())
                .text(row -> row.hold().id())
                .bool(row -> row.hold().queued())
                .name(row -> row.hold().state())
                .bigint(row -> row.hold().version())
                .text(row -> row.hold().refusal())
                .update(connection, """
                        INSERT INTO hold (order_id, attempt, id, queued, state, version, refusal)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (order_id, attempt) DO UPDATE SET
                          state = excluded.state, version = excluded.version, refusal = excluded.refusal""");
        saveLines(connection, rows);
    }

    private static void saveLines(Connection connection, List<Row> rows) throws SQLException {
        var lines = rows.stream()
                .flatMap(row -> row.hold().lines().stream().map(line -> new LineRow(row.order(), row.hold(), line)))
                .toList();
        Unnest.of(lines)
                .text(LineRow::order)
                .integer(row -> row.hold().attempt())
                .integer(row -> row.line().line())
                .integer(row -> row.line().orderLine())
                .text(row -> row.line().sku())
                .text(row -> row.line().location())
                .bigint(row -> row.line().asked())
                .bigint(row -> row.line().open())
                .bigint(row -> row.line().picked())
                .bigint(row -> row.line().shipped())
                .bigint(row -> row.line().released())
                .bigint(row -> row.line().expired())
                .bigint(row -> row.line().releasing())
                .bigint(row -> row.line().shipping())
                .bigint(row -> row.line().refusedAt())
                .bigint(LineRow::unanswered)
                .bigint(row -> row.hold().queued() ? row.unanswered() : 0L)
                .update(connection, """
                        INSERT INTO hold_line (order_id, attempt, line, order_line, sku, location, asked, open, picked, shipped,
                          released, expired, releasing, shipping, refused_at, unanswered, queued)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (order_id, attempt, line) DO UPDATE SET open = excluded.open, picked = excluded.picked,
                          shipped = excluded.shipped, released = excluded.released, expired = excluded.expired,
                          releasing = excluded.releasing, shipping = excluded.shipping, refused_at = excluded.refused_at,
                          unanswered = excluded.unanswered, queued = excluded.queued""");
    }
}
