package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Location;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.wire.MovementJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;

/** The streams: each SKU is one, and its row is the lock under which all of it changes. */
final class Skus {

    private Skus() {}

    /**
     * Locks the streams in sorted order, so that two transactions never wait for each other; unknown ones are absent.
     *
     * @param kits told of every kit
     */
    static Map<Sku, Item> lock(Connection connection, SortedSet<Sku> skus, KnownKits kits) throws SQLException {
        var found = new HashMap<Sku, Item>();
        if (skus.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT stream.id, stream.version, item.status = 'retired', item.kit_version
                FROM stream JOIN item ON item.sku = stream.id
                WHERE stream.topic = ? AND stream.id = ANY(?) ORDER BY stream.id FOR NO KEY UPDATE OF stream""")) {
            select.setString(1, MovementJson.TOPIC);
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", skus.stream().map(Sku::code).toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                var sku = new Sku(rows.getString(1));
                found.put(sku, new Item(rows.getLong(2), rows.getBoolean(3)));
                kits.found(sku, rows.getLong(4));
            }
        }
        return found;
    }

    /** Writes the new versions. @throws IllegalStateException when a stream is not as it was locked */
    static void raise(Connection connection, Map<Sku, Item> locked, Map<Sku, Long> versions) throws SQLException {
        if (versions.isEmpty()) {
            return;
        }
        var rows = List.copyOf(versions.entrySet());
        try (var update = connection.prepareStatement("""
                UPDATE stream SET version = next.version FROM unnest(?, ?, ?) AS next (id, before, version)
                WHERE stream.topic = 'stock-movements' AND stream.id = next.id AND stream.version = next.before""")) {
            new Columns<>(update, rows)
                    .text(row -> row.getKey().code())
                    .number(row ->
                            Objects.requireNonNull(locked.get(row.getKey())).version())
                    .number(Map.Entry::getValue);
            var raised = update.executeUpdate();
            if (raised != rows.size()) {
                throw new IllegalStateException(
                        "Expected to raise %d streams, but raised %d".formatted(rows.size(), raised));
            }
        }
    }

    static Map<LocationId, Location> locations(Connection connection, Collection<LocationId> ids) throws SQLException {
        var found = new HashMap<LocationId, Location>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select =
                connection.prepareStatement("SELECT id, kind, below_zero, sellable FROM location WHERE id = ANY(?)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", ids.stream().map(LocationId::id).toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                var id = new LocationId(rows.getString(1));
                found.put(
                        id,
                        new Location(
                                id,
                                Location.Kind.valueOf(rows.getString(2)),
                                Location.BelowZero.valueOf(rows.getString(3)),
                                rows.getBoolean(4)));
            }
        }
        return found;
    }
}
