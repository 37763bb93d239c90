package dev.perpetual.publisher.availability;

import dev.perpetual.publisher.domain.Policy;
import dev.perpetual.publisher.sql.Columns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of each channel's policy; only ever added to. */
public final class Policies {

    private Policies() {}

    public static void add(Connection connection, String channel, Policy policy, Instant now, String by)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO policy (channel, version, locations, buffer_units, buffer_percent, cap,
                  floor_to_zero_below, include_suppliers, created_at, created_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setString(1, channel);
            insert.setLong(2, policy.version());
            if (policy.locations() == null) {
                insert.setNull(3, Types.ARRAY);
            } else {
                insert.setArray(
                        3,
                        Columns.texts(
                                connection, policy.locations().stream().sorted().toList()));
            }
            insert.setLong(4, policy.bufferUnits());
            insert.setInt(5, policy.bufferPercent());
            Columns.set(insert, 6, policy.cap());
            insert.setLong(7, policy.floorToZeroBelow());
            insert.setBoolean(8, policy.includeSuppliers());
            Columns.set(insert, 9, now);
            insert.setString(10, by);
            insert.executeUpdate();
        }
    }

    /** The policy in force of each of these channels; a channel without one is left out. */
    public static Map<String, Policy> inForce(Connection connection, Collection<String> channels) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT policy.* FROM channel JOIN policy ON channel = id AND policy.version = policy_version
                WHERE id = ANY (?)""")) {
            select.setArray(1, Columns.texts(connection, Set.copyOf(channels)));
            var found = new HashMap<String, Policy>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString("channel"), read(rows));
                }
            }
            return found;
        }
    }

    public static @Nullable Policy find(Connection connection, String channel, long version) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM policy WHERE channel = ? AND version = ?")) {
            select.setString(1, channel);
            select.setLong(2, version);
            try (var rows = select.executeQuery()) {
                return rows.next() ? read(rows) : null;
            }
        }
    }

    private static Policy read(ResultSet row) throws SQLException {
        var locations = row.getArray("locations");
        return new Policy(
                row.getLong("version"),
                locations == null ? null : Set.of((String[]) locations.getArray()),
                row.getLong("buffer_units"),
                row.getInt("buffer_percent"),
                Columns.number(row, "cap"),
                row.getLong("floor_to_zero_below"),
                row.getBoolean("include_suppliers"));
    }
}
