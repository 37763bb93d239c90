package dev.perpetual.router.orders;

import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.OrderLine;
import dev.perpetual.router.domain.orders.Units;
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

/** Table access: order lines with their units. */
final class OrderLines {
    private OrderLines() {}

    private record Row(String order, OrderLine line) {}

    static Map<String, Map<Integer, OrderLine>> load(Connection connection, Collection<String> orders)
            throws SQLException {
        var result = new HashMap<String, Map<Integer, OrderLine>>();
        Read.all(
                        connection,
                        "SELECT * FROM order_line WHERE order_id = ANY(?)",
                        row -> new Row(
                                row.getString("order_id"),
                                new OrderLine(
                                        row.getInt("line"),
                                        row.getString("sku"),
                                        new Units(
                                                row.getLong("ordered"),
                                                row.getLong("open"),
                                                row.getLong("held"),
                                                row.getLong("picked"),
                                                row.getLong("shipped"),
                                                row.getLong("cancelled"),
                                                row.getLong("returned")),
                                        row.getLong("cancelling"),
                                        row.getBigDecimal("unit_price"),
                                        row.getString("currency"))),
                        orders)
                .forEach(row -> result.computeIfAbsent(row.order(), _ -> new TreeMap<>())
                        .put(row.line().line(), row.line()));
        return result;
    }

    static void save(Connection connection, List<OrderChange> changes) throws SQLException {
        var rows = new ArrayList<Row>();
        for (var change : changes) {
            var before = change.before().version() == 0
                    ? Map.<Integer, OrderLine>of() // New: nothing of it is stored yet.
                    : change.before().lines();
            Orders.changed(before, change.order().lines())
                    .forEach(line -> rows.add(new Row(change.order().id(), line)));
        }
        Unnest.of(rows)
                .text(Row::order)
                .integer(row -> row.line().line())
                .text(row -> row.line().sku())
                .bigint(row -> row.line().units().ordered())
                .bigint(row -> row.line().units().open())
                .bigint(row -> row.line().units().held())
                .bigint(row -> row.line().units().picked())
                .bigint(row -> row.line().units().shipped())
                .bigint(row -> row.line().units().cancelled())
                .bigint(row -> row.line().units().returned())
                .bigint(row -> row.line().cancelling())
                .decimal(row -> row.line().unitPrice())
                .text(row -> row.line().currency())
                .update(connection, """
                        INSERT INTO order_line (order_id, line, sku, ordered, open, held, picked, shipped, cancelled, returned,
                          cancelling, unit_price, currency)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (order_id, line) DO UPDATE SET open = excluded.open, held = excluded.held,
                          picked = excluded.picked, shipped = excluded.shipped, cancelled = excluded.cancelled,
                          returned = excluded.returned, cancelling = excluded.cancelling""");
    }
}
