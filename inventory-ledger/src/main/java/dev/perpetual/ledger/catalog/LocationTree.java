package dev.perpetual.ledger.catalog;

import dev.perpetual.ledger.domain.Location.Kind;
import dev.perpetual.ledger.domain.PlaceRules.Spot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The column {@code location.path}: from the site to the location itself. */
final class LocationTree {

    private LocationTree() {}

    /** What is inside a location. @param kinds of those directly inside @param levels of its subtree, itself included */
    record Inside(Set<Kind> kinds, int levels) {}

    /** Until the transaction ends nobody else changes the tree, so two halves of a circle cannot be made side by side. */
    static void lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('location-tree'))");
        }
    }

    static Optional<Spot> spot(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT kind, path FROM location WHERE id = ?")) {
            select.setString(1, id);
            var rows = select.executeQuery();
            return rows.next()
                    ? Optional.of(new Spot(Kind.valueOf(rows.getString(1)), List.of((String[])
                            rows.getArray(2).getArray())))
                    : Optional.empty();
        }
    }

    static Inside inside(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT DISTINCT kind FROM location WHERE path[cardinality(path) - 1] = ?""");
                var depth = connection.prepareStatement("""
                        SELECT max(cardinality(path) - array_position(path, ?::text)) + 1 FROM location
                        WHERE path @> ARRAY[?::text]""")) {
            select.setString(1, id);
            var kinds = new TreeSet<Kind>();
            var rows = select.executeQuery();
            while (rows.next()) {
                kinds.add(Kind.valueOf(rows.getString(1)));
            }
            depth.setString(1, id);
            depth.setString(2, id);
            var deepest = depth.executeQuery();
            deepest.next();
            return new Inside(kinds, Math.max(1, deepest.getInt(1)));
        }
    }

    /** Takes a location to another place in the tree, with all that is inside it, in one statement. */
    static void move(Connection connection, String id, List<String> path) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE location SET path = ?::text[] || path[array_position(path, ?::text) + 1:] WHERE path @> ARRAY[?::text]""")) {
            update.setArray(1, connection.createArrayOf("text", path.toArray()));
            update.setString(2, id);
            update.setString(3, id);
            update.executeUpdate();
        }
    }

    /** Locations directly inside another, by id. */
    static List<LocationBody> children(Connection connection, String parent, String after, int limit)
            throws SQLException {
        return page(connection, "path[cardinality(path) - 1] = ?", parent, after, limit);
    }

    /** A location and all that is inside it, at any depth, by id. */
    static List<LocationBody> subtree(Connection connection, String top, String after, int limit) throws SQLException {
        return page(connection, "path @> ARRAY[?::text]", top, after, limit);
    }

    private static List<LocationBody> page(Connection connection, String condition, String of, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT body FROM location WHERE " + condition + " AND id > ? ORDER BY id LIMIT ?")) {
            select.setString(1, of);
            select.setString(2, after);
            select.setInt(3, limit);
            return read(select);
        }
    }

    private static List<LocationBody> read(PreparedStatement select) throws SQLException {
        var rows = select.executeQuery();
        var page = new ArrayList<LocationBody>();
        while (rows.next()) {
            page.add(Catalog.read(rows.getString(1), LocationBody.class));
        }
        return page;
    }
}
