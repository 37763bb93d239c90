package dev.perpetual.publisher.stock;

import dev.perpetual.publisher.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/** Locations of the catalog: of what kind they are, and whether their stock is for sale. */
public final class Locations {

    private Locations() {}

    /** What the catalog tells of one location. */
    public record Location(String id, long version, String kind, boolean sellable) {}

    /** Until the transaction ends no location changes; any number of transactions may hold this at once. */
    public static void keepStill(Connection connection) throws SQLException {
        run(connection, "SELECT pg_advisory_xact_lock_shared(hashtextextended('locations', 0))");
    }

    /** Waits for, and keeps out, all who count on locations keeping still. They are few and change rarely. */
    public static void change(Connection connection) throws SQLException {
        run(connection, "SELECT pg_advisory_xact_lock(hashtextextended('locations', 0))");
    }

    /** Keeps what is newer; returns the locations that changed. */
    public static Set<String> keepNewest(Connection connection, Collection<Location> told) throws SQLException {
        var newest = new HashMap<String, Location>();
        told.forEach(location -> newest.merge(location.id(), location, (a, b) -> a.version() > b.version() ? a : b));
        var rows = newest.values();
        try (var upsert = connection.prepareStatement("""
                INSERT INTO location AS known (id, version, kind, sellable) SELECT * FROM unnest(?, ?, ?, ?) ORDER BY 1
                ON CONFLICT (id) DO UPDATE
                SET version = excluded.version, kind = excluded.kind, sellable = excluded.sellable
                WHERE known.version < excluded.version
                RETURNING id""")) {
            upsert.setArray(1, Columns.texts(connection, rows, Location::id));
            upsert.setArray(2, Columns.longs(connection, rows, Location::version));
            upsert.setArray(3, Columns.texts(connection, rows, Location::kind));
            upsert.setArray(4, Columns.booleans(connection, rows, Location::sellable));
            return new HashSet<>(Columns.firsts(upsert));
        }
    }

    /** Those of the ids that the catalog has told of. */
    public static Set<String> known(Connection connection, Collection<String> ids) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id FROM location WHERE id = ANY (?)")) {
            select.setArray(1, Columns.texts(connection, ids));
            return new HashSet<>(Columns.firsts(select));
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
