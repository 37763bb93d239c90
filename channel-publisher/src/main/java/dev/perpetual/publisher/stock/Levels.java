package dev.perpetual.publisher.stock;

import dev.perpetual.publisher.domain.LocationLevel;
import dev.perpetual.publisher.domain.LocationLevel.Standing;
import dev.perpetual.publisher.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Available units per SKU and location, as the ledger told them. */
public final class Levels {

    private Levels() {}

    /** What the ledger told of one SKU at one location. {@code version} is the SKU's. */
    public record Level(String sku, String location, long version, long available, Instant recordedAt) {}

    /** Keeps what is newer; returns the SKUs of which something changed. */
    public static Set<String> keepNewest(Connection connection, Collection<Level> told) throws SQLException {
        var newest = new HashMap<String, Level>();
        told.forEach(level -> newest.merge(
                level.sku() + '\n' + level.location(), level, (a, b) -> a.version() > b.version() ? a : b));
        var rows = newest.values();
        try (var upsert = connection.prepareStatement("""
                INSERT INTO level AS known (sku, location, version, available, recorded_at)
                SELECT * FROM unnest(?, ?, ?, ?, ?) ORDER BY 1, 2
                ON CONFLICT (sku, location) DO UPDATE
                SET version = excluded.version, available = excluded.available, recorded_at = excluded.recorded_at
                WHERE known.version < excluded.version
                RETURNING sku""")) {
            upsert.setArray(1, Columns.texts(connection, rows, Level::sku));
            upsert.setArray(2, Columns.texts(connection, rows, Level::location));
            upsert.setArray(3, Columns.longs(connection, rows, Level::version));
            upsert.setArray(4, Columns.longs(connection, rows, Level::available));
            upsert.setArray(5, Columns.times(connection, rows, Level::recordedAt));
            return new HashSet<>(Columns.firsts(upsert));
        }
    }

    /** What is known of these SKUs, by SKU, of kits with what their parts make; one that nothing is known of is left out. */
    public static Map<String, List<LocationLevel>> of(Connection connection, Collection<String> skus)
            throws SQLException {
        var kits = Kits.of(connection, skus);
        var all = new HashSet<>(skus);
        kits.values().forEach(kit -> kit.parts().forEach(part -> all.add(part.sku())));
        var levels = standing(connection, all);
        var made = new HashMap<>(levels);
        kits.forEach((sku, kit) -> made.put(sku, kit.levels(sku, levels)));
        return made;
    }

    private static Map<String, List<LocationLevel>> standing(Connection connection, Collection<String> skus)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku, location, available, level.version, kind, sellable
                FROM level LEFT JOIN location ON id = location WHERE sku = ANY (?)""")) {
            select.setArray(1, Columns.texts(connection, skus));
            var found = new HashMap<String, List<LocationLevel>>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getString("sku"), _ -> new ArrayList<>())
                            .add(new LocationLevel(
                                    rows.getString("location"),
                                    standing(rows.getString("kind"), rows.getBoolean("sellable")),
                                    rows.getLong("available"),
                                    rows.getLong("version")));
                }
            }
            return found;
        }
    }

    /** The SKUs of which there is a level at one of these locations. */
    public static List<String> skusAt(Connection connection, Collection<String> locations) throws SQLException {
        try (var select = connection.prepareStatement("SELECT DISTINCT sku FROM level WHERE location = ANY (?)")) {
            select.setArray(1, Columns.texts(connection, locations));
            return Columns.firsts(select);
        }
    }

    private static Standing standing(@Nullable String kind, boolean sellable) {
        if (kind == null) {
            return Standing.UNKNOWN;
        }
        if (!sellable) {
            return Standing.NOT_SELLABLE;
        }
        return switch (kind) {
            case "SUPPLIER" -> Standing.SUPPLIER;
            case "MARKETPLACE" -> Standing.MARKETPLACE;
            case "TRANSIT" -> Standing.NOT_SELLABLE;
            default -> Standing.OWN;
        };
    }
}
