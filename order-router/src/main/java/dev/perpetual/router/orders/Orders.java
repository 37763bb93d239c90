package dev.perpetual.router.orders;

import dev.perpetual.kit.journal.Journal;
import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.OrderTerms;
import dev.perpetual.router.domain.sourcing.Point;
import dev.perpetual.router.domain.sourcing.ServiceLevel;
import dev.perpetual.router.domain.sourcing.Split;
import dev.perpetual.router.sourcing.Decisions;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.sql.Unnest;
import dev.perpetual.router.wire.EventBodies;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table access: whole orders, loaded and saved by the batch with a fixed number of statements. */
public final class Orders {
    private Orders() {}

    /** Locks and loads those of the orders that exist. Locks are taken in the order of ids, so no two transactions block each other. */
    public static Map<String, Order> lock(Connection connection, Collection<String> ids) throws SQLException {
        var known = Read.all(connection, "SELECT id FROM orders WHERE id = ANY(?)", row -> row.getString(1), ids);
        Journal.lock(connection, EventBodies.ORDERS, known);
        return load(connection, known);
    }

    public static Optional<Order> find(Connection connection, String id) throws SQLException {
        return Optional.ofNullable(load(connection, Set.of(id)).get(id));
    }

    /** Loads without a lock, for looking. */
    public static Map<String, Order> load(Connection connection, Collection<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Map.of();
        }
        var lines = OrderLines.load(connection, ids);
        var holds = Holds.load(connection, ids);
        var fulfilments = Fulfilments.load(connection, ids);
        var exceptions = Exceptions.load(connection, ids);
        var orders = new TreeMap<String, Order>();
        for (var order : Read.all(
                connection,
                "SELECT * FROM orders WHERE id = ANY(?)",
                row -> {
                    var id = row.getString("id");
                    return new Order(
                            id,
                            terms(row),
                            lines.getOrDefault(id, new TreeMap<>()),
                            holds.getOrDefault(id, new TreeMap<>()),
                            fulfilments.getOrDefault(id, new TreeMap<>()),
                            exceptions.getOrDefault(id, List.of()),
                            row.getInt("attempts"),
                            row.getInt("refusals"),
                            row.getLong("version"),
                            row.getLong("requests"));
                },
                ids)) {
            orders.put(order.id(), order);
        }
        return orders;
    }

    private static OrderTerms terms(ResultSet row) throws SQLException {
        return new OrderTerms(
                row.getString("channel"),
                row.getString("channel_order_id"),
                row.getString("content_hash"),
                row.getTimestamp("placed_at").toInstant(),
                row.getTimestamp("received_at").toInstant(),
                row.getString("country"),
                row.getString("region"),
                point(Read.real(row, "latitude"), Read.real(row, "longitude")),
                ServiceLevel.valueOf(row.getString("service")),
                Split.valueOf(row.getString("split")),
                row.getInt("priority"),
                Read.time(row, "deliver_by"),
                Read.integer(row, "fraud_score"),
                row.getString("policy"),
                row.getInt("policy_version"));
    }

    private static @Nullable Point point(@Nullable Double latitude, @Nullable Double longitude) {
        return latitude == null || longitude == null ? null : new Point(latitude, longitude);
    }

    /** Saves what changed and appends what came of it to the journal, in the transaction that locked the orders. */
    public static void save(Connection connection, Collection<OrderChange> changes, Instant now) throws SQLException {
        var changed = changes.stream()
                .filter(change ->
                        change.order() != change.before() || !change.events().isEmpty())
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        write(connection, changed.stream().map(OrderChange::order).toList());
        OrderLines.save(connection, changed);
        Holds.save(connection, changed);
        Fulfilments.save(connection, changed);
        Exceptions.save(connection, changed);
        Decisions.add(
                connection,
                changed.stream().flatMap(change -> change.decisions().stream()).toList());
        Backorders.save(connection, changed);
        append(connection, changed, now);
    }

    private static void append(Connection connection, List<OrderChange> changed, Instant now) throws SQLException {
        var entries = new ArrayList<JournalEntry>();
        changed.forEach(change -> entries.addAll(EventBodies.entries(change, now)));
        for (var topic : List.of(EventBodies.REQUESTS, EventBodies.FULFILMENTS)) {
            // The orders' lock guards these streams too; this makes the new ones.
            Journal.lock(
                    connection,
                    topic,
                    entries.stream()
                            .filter(entry -> entry.topic().equals(topic))
                            .map(JournalEntry::stream)
                            .collect(Collectors.toSet()));
        }
        Journal.append(connection, entries);
    }

    private static void write(Connection connection, List<Order> orders) throws SQLException {
        Unnest.of(orders)
                .text(Order::id)
                .text(order -> order.terms().channel())
                .text(order -> order.terms().channelOrderId())
                .text(order -> order.terms().contentHash())
                .time(order -> order.terms().placedAt())
                .time(order -> order.terms().receivedAt())
                .text(order -> order.terms().country())
                .text(order -> order.terms().region())
                .real(order -> coordinate(order, true))
                .real(order -> coordinate(order, false))
                .name(order -> order.terms().service())
                .name(order -> order.terms().split())
                .integer(order -> order.terms().priority())
                .time(order -> order.terms().deliverBy())
                .integer(order -> order.terms().fraudScore())
                .text(order -> order.terms().policy())
                .integer(order -> order.terms().policyVersion())
                .name(Order::state)
                .integer(Order::attempts)
                .integer(Order::refusals)
                .bigint(Order::version)
                .bigint(Order::requests)
                .update(connection, """
                        INSERT INTO orders (id, channel, channel_order_id, content_hash, placed_at, received_at, country, region,
                          latitude, longitude, service, split, priority, deliver_by, fraud_score, policy, policy_version,
                          state, attempts, refusals, version, requests)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
                          refusals = excluded.refusals, version = excluded.version, requests = excluded.requests""");
    }

    private static @Nullable Double coordinate(Order order, boolean latitude) {
        var point = order.terms().destination();
        if (point == null) {
            return null;
        }
        return latitude ? point.latitude() : point.longitude();
    }

    /** Those values of {@code now} that are not the same in {@code before}. */
    static <K, V> List<V> changed(Map<K, V> before, Map<K, V> now) {
        return now.entrySet().stream()
                .filter(one -> !Objects.equals(before.get(one.getKey()), one.getValue()))
                .map(Map.Entry::getValue)
                .toList();
    }
}
