package dev.perpetual.supplier.feeds;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table supplier. */
@ApplicationScoped
public class Suppliers {

    /** One who tells us what they have. */
    public record Supplier(String id, String name, long version, Instant changedAt) {}

    /** Inserts or replaces; the same again changes nothing, not even the version. */
    Supplier put(Connection connection, String id, String name, Instant now) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO supplier AS known (id, name, version, changed_at) VALUES (?, ?, 1, ?)
                ON CONFLICT (id) DO UPDATE
                SET name = excluded.name, version = known.version + 1, changed_at = excluded.changed_at
                WHERE known.name <> excluded.name""")) {
            upsert.setString(1, id);
            upsert.setString(2, name);
            upsert.setTimestamp(3, Timestamp.from(now));
            upsert.executeUpdate();
        }
        return find(connection, id).orElseThrow();
    }

    Optional<Supplier> find(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM supplier WHERE id = ?")) {
            select.setString(1, id);
            var rows = select.executeQuery();
            return rows.next() ? Optional.of(read(rows)) : Optional.empty();
        }
    }

    /** The page behind {@code after}, by id. */
    List<Supplier> list(Connection connection, String after, int limit) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM supplier WHERE id > ? ORDER BY id LIMIT ?")) {
            select.setString(1, after);
            select.setInt(2, limit);
            var rows = select.executeQuery();
            var found = new ArrayList<Supplier>();
            while (rows.next()) {
                found.add(read(rows));
            }
            return found;
        }
    }

    private static Supplier read(ResultSet rows) throws SQLException {
        return new Supplier(
                rows.getString("id"),
                rows.getString("name"),
                rows.getLong("version"),
                rows.getTimestamp("changed_at").toInstant());
    }
}
