package dev.perpetual.router.orders;

import dev.perpetual.router.domain.orders.Fulfilment;
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
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Table access: work given to nodes. */
public final class Fulfilments {
    private Fulfilments() {}

    private record Row(String order, Fulfilment fulfilment) {}

    static Map<String, Map<String, Fulfilment>> load(Connection connection, Collection<String> orders)
            throws SQLException {
        var result = new HashMap<String, Map<String, Fulfilment>>();
        Read.all(
                        connection,
                        "SELECT * FROM fulfilment WHERE order_id = ANY(?)",
                        row -> new Row(
                                row.getString("order_id"),
                                new Fulfilment(
                                        row.getString("id"),
                                        row.getString("hold"),
                                        row.getString("location"),
                                        Fulfilment.State.valueOf(row.getString("state")),
                                        row.getTimestamp("promised_by").toInstant(),
                                        row.getLong("cost"),
                                        row.getString("currency"),
                                        row.getLong("version"))),
                        orders)
                .forEach(row -> result.computeIfAbsent(row.order(), _ -> new TreeMap<>())
                        .put(row.fulfilment().id(), row.fulfilment()));
        return result;
    }

    static void save(Connection connection, List<OrderChange> changes) throws SQLException {
        var rows = new ArrayList<Row>();
        for (var change : changes) {
            Orders.changed(change.before().fulfilments(), change.order().fulfilments())
                    .forEach(one -> rows.add(new Row(change.order().id(), one)));
        }
        Unnest.of(rows)
                .text(row -> row.fulfilment().id())
                .text(Row::order)
                .text(row -> row.fulfilment().hold())
                .text(row -> row.fulfilment().location())
                .name(row -> row.fulfilment().state())
                .time(row -> row.fulfilment().promisedBy())
                .bigint(row -> row.fulfilment().cost())
                .text(row -> row.fulfilment().currency())
                .bigint(row -> row.fulfilment().version())
                .update(connection, """
                        INSERT INTO fulfilment (id, order_id, hold, location, state, promised_by, cost, currency, version)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET state = excluded.state, version = excluded.version""");
    }

    /** The order that a fulfilment is part of. */
    public static Optional<String> orderOf(Connection connection, String fulfilment) throws SQLException {
        return Read.all(
                        connection,
                        "SELECT order_id FROM fulfilment WHERE id = ? AND version > 0",
                        row -> row.getString(1),
                        fulfilment)
                .stream()
                .findFirst();
    }

    /** A fulfilment and its order. */
    public record Listed(String id, String order) {}

    /** Work that nodes know of, by id, behind {@code after}. */
    public static List<Listed> list(
            Connection connection, @Nullable String location, Fulfilment.@Nullable State state, String after, int limit)
            throws SQLException {
        return Read.all(
                connection,
                """
                SELECT id, order_id FROM fulfilment
                WHERE version > 0 AND (?::text IS NULL OR location = ?) AND (?::text IS NULL OR state = ?) AND id > ?
                ORDER BY id LIMIT ?""",
                row -> new Listed(row.getString(1), row.getString(2)),
                location,
                location,
                state == null ? null : state.name(),
                state == null ? null : state.name(),
                after,
                limit);
    }
}
