package dev.perpetual.ledger.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.ledger.domain.Location;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables {@code item} and {@code location}; the body column is the message on the topic, byte for byte. */
public final class Catalog {

    public static final String TOPIC = "catalog";
    public static final String ITEM_TYPE = "catalog.item.changed.v1";
    public static final String LOCATION_TYPE = "catalog.location.changed.v1";

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private Catalog() {}

    /** The text of a message or a stored body. */
    public static String write(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What {@link #write} wrote, or another body of the ledger's own. */
    public static <T> T read(String body, Class<T> type) {
        try {
            return JSON.readValue(body, type);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("Expected a body that the ledger wrote, but it is damaged", damaged);
        }
    }

    /** Locks the items that exist, in sorted order. */
    static Map<String, ItemBody> lockItems(Connection connection, List<String> skus) throws SQLException {
        var found = new HashMap<String, ItemBody>();
        try (var select = connection.prepareStatement(
                "SELECT sku, body FROM item WHERE sku = ANY(?) ORDER BY sku FOR NO KEY UPDATE")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                found.put(rows.getString(1), read(rows.getString(2), ItemBody.class));
            }
        }
        return found;
    }

    /** Writes items; a new one gets its stream, at version 0. @param kits those of them whose kit changed */
    static void storeItems(Connection connection, List<ItemBody> items, List<ItemBody> kits, Instant now)
            throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO item (sku, status, body, version, recorded_at, kit_version)
                SELECT sku, status, body::json, version, ?, kit_version
                FROM unnest(?, ?, ?, ?, ?) AS next (sku, status, body, version, kit_version)
                ON CONFLICT (sku) DO UPDATE SET status = excluded.status, body = excluded.body,
                  version = excluded.version, recorded_at = excluded.recorded_at,
                  kit_version = greatest(excluded.kit_version, item.kit_version)
                WHERE item.version = excluded.version - 1""")) {
            upsert.setObject(1, now.atOffset(ZoneOffset.UTC));
            upsert.setArray(
                    2, text(connection, items.stream().map(ItemBody::sku).toArray(String[]::new)));
            upsert.setArray(
                    3, text(connection, items.stream().map(ItemBody::status).toArray(String[]::new)));
            upsert.setArray(
                    4, text(connection, items.stream().map(Catalog::write).toArray(String[]::new)));
            upsert.setArray(
                    5,
                    connection.createArrayOf(
                            "int8", items.stream().map(ItemBody::version).toArray()));
            upsert.setArray(
                    6,
                    connection.createArrayOf(
                            "int8",
                            items.stream()
                                    .map(item -> kits.contains(item) ? item.version() : Long.valueOf(0))
                                    .toArray()));
            if (upsert.executeUpdate() != items.size()) {
                throw new Overtaken();
            }
        }
        try (var insert = connection.prepareStatement("""
                INSERT INTO stream (topic, id, version) SELECT 'stock-movements', sku, 0 FROM unnest(?) AS sku
                ON CONFLICT DO NOTHING""")) {
            insert.setArray(
                    1, text(connection, items.stream().map(ItemBody::sku).toArray(String[]::new)));
            insert.executeUpdate();
        }
    }

    private static java.sql.Array text(Connection connection, String[] values) throws SQLException {
        return connection.createArrayOf("text", values);
    }

    static @Nullable LocationBody lockLocation(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT body FROM location WHERE id = ? FOR NO KEY UPDATE")) {
            select.setString(1, id);
            var rows = select.executeQuery();
            return rows.next() ? read(rows.getString(1), LocationBody.class) : null;
        }
    }

    /** Writes a location; the path only of a new one, as that of another moves with what is inside it. */
    static void storeLocation(
            Connection connection, LocationBody location, List<String> path, long version, Instant now)
            throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO location (id, kind, below_zero, sellable, body, version, recorded_at, path)
                VALUES (?, ?, ?, ?, ?::json, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, below_zero = excluded.below_zero,
                  sellable = excluded.sellable, body = excluded.body, version = excluded.version,
                  recorded_at = excluded.recorded_at""")) {
            upsert.setString(1, location.id());
            upsert.setString(2, location.kind());
            upsert.setString(
                    3,
                    Location.BelowZero.valueOf(
                                    String.valueOf(location.belowZero()).toUpperCase(Locale.ROOT))
                            .name());
            upsert.setBoolean(4, Boolean.TRUE.equals(location.sellable()));
            upsert.setString(5, write(location));
            upsert.setLong(6, version);
            upsert.setObject(7, now.atOffset(ZoneOffset.UTC));
            upsert.setArray(8, text(connection, path.toArray(String[]::new)));
            upsert.executeUpdate();
        }
    }

    /** Somebody else made the same one at the same moment; the transaction is done again. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static Optional<ItemBody> item(Connection connection, String sku) throws SQLException {
        try (var select = connection.prepareStatement("SELECT body FROM item WHERE sku = ?")) {
            select.setString(1, sku);
            var rows = select.executeQuery();
            return rows.next() ? Optional.of(read(rows.getString(1), ItemBody.class)) : Optional.empty();
        }
    }

    /** How many base units a pack of an item had at an instant. */
    public static Optional<Long> packUnits(Connection connection, String sku, String code, Instant at)
            throws SQLException {
        return item(connection, sku).flatMap(item -> PackDates.of(item).units(code, at));
    }

    /** How many base units the packs of an item have, each once. */
    public static List<Long> packFactors(Connection connection, String sku) throws SQLException {
        return item(connection, sku).stream()
                .flatMap(item -> item.packs() == null ? java.util.stream.Stream.empty() : item.packs().stream())
                .map(ItemBody.Pack::units)
                .distinct()
                .sorted()
                .toList();
    }

    static Optional<LocationBody> location(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT body FROM location WHERE id = ?")) {
            select.setString(1, id);
            var rows = select.executeQuery();
            return rows.next() ? Optional.of(read(rows.getString(1), LocationBody.class)) : Optional.empty();
        }
    }

    static List<ItemBody> items(Connection connection, String after, int limit) throws SQLException {
        try (var select = connection.prepareStatement("SELECT body FROM item WHERE sku > ? ORDER BY sku LIMIT ?")) {
            return page(select, after, limit, ItemBody.class);
        }
    }

    static List<LocationBody> locations(Connection connection, String after, int limit) throws SQLException {
        try (var select = connection.prepareStatement("SELECT body FROM location WHERE id > ? ORDER BY id LIMIT ?")) {
            return page(select, after, limit, LocationBody.class);
        }
    }

    private static <T> List<T> page(java.sql.PreparedStatement select, String after, int limit, Class<T> type)
            throws SQLException {
        select.setString(1, after);
        select.setInt(2, limit);
        var rows = select.executeQuery();
        var page = new ArrayList<T>();
        while (rows.next()) {
            page.add(read(rows.getString(1), type));
        }
        return page;
    }

    static StateMessage itemChanged(String sku, long version, String body, Instant at) {
        return new StateMessage(TOPIC, "item:" + sku, version, ITEM_TYPE, body, at);
    }

    static StateMessage locationChanged(String id, long version, String body, Instant at) {
        return new StateMessage(TOPIC, "location:" + id, version, LOCATION_TYPE, body, at);
    }

    /** Every key of the topic with its newest message. */
    static void forEachMessage(Connection connection, Consumer<StateMessage> sink) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id, version, body, recorded_at FROM location")) {
            each(
                    select,
                    row -> sink.accept(locationChanged(row.getString(1), row.getLong(2), row.getString(3), time(row))));
        }
        try (var select = connection.prepareStatement("SELECT sku, version, body, recorded_at FROM item")) {
            each(
                    select,
                    row -> sink.accept(itemChanged(row.getString(1), row.getLong(2), row.getString(3), time(row))));
        }
    }

    private interface Row {
        void accept(ResultSet row) throws SQLException;
    }

    private static void each(java.sql.PreparedStatement select, Row each) throws SQLException {
        select.setFetchSize(1_000);
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                each.accept(rows);
            }
        }
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject(4, OffsetDateTime.class).toInstant();
    }
}
