package dev.perpetual.kit.relay;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * The place in the write-ahead log up to which the broker has everything. It is the relay's only position, and as
 * one connection at a time can hold it, the lock that makes one replica relay while the others stand by.
 */
final class ReplicationSlot {

    static final String NAME = "relay";

    private final String jdbcUrl;
    private final Properties login = new Properties();

    ReplicationSlot(String jdbcUrl, String username, String password) {
        this.jdbcUrl = jdbcUrl;
        login.setProperty("user", username);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "10");
    }

    /** What the server says of the slot. */
    enum State {
        /** Nobody streams from it. */
        FREE,
        /** Another connection streams from it. */
        TAKEN,
        /** The server has thrown away what it still needed; events in between must be published again. */
        LOST
    }

    /** A slot as the server has it now; lag in bytes of write-ahead log not yet acknowledged. */
    record Reading(State state, long lagBytes) {}

    /** Makes the slot unless it exists, so that nothing recorded from now on can be missed. */
    Reading ensure() throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl, login)) {
            var reading = read(connection);
            if (reading.isPresent()) {
                return reading.get();
            }
            try (var create = connection.prepareStatement(
                    "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slotName(connection)))) {
                create.execute();
            } catch (SQLException failure) {
                if (!"42710".equals(failure.getSQLState())) { // Another replica was faster.
                    throw failure;
                }
            }
            return new Reading(State.FREE, 0);
        }
    }

    /** The slot, if there is one. */
    Optional<Reading> find() throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl, login)) {
            return read(connection);
        }
    }

    /** Drops a lost slot so that the next {@link #ensure} makes a new one. */
    void drop() throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl, login);
                var drop = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            drop.setString(1, slotName(connection));
            drop.execute();
        }
    }

    /** Slots are named across the whole server, so the database's name is part of ours. */
    static String slotName(Connection connection) throws SQLException {
        return slotName(connection.getCatalog());
    }

    static String slotName(String database) {
        return NAME + "_" + database;
    }

    private static Optional<Reading> read(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT active, wal_status = 'lost' OR invalidation_reason IS NOT NULL AS lost,
                  coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn), 0) AS lag
                FROM pg_replication_slots WHERE slot_name = ?""")) {
            select.setString(1, slotName(connection));
            var rows = select.executeQuery();
            if (!rows.next()) {
                return Optional.empty();
            }
            var active = rows.getBoolean("active") ? State.TAKEN : State.FREE;
            return Optional.of(new Reading(rows.getBoolean("lost") ? State.LOST : active, rows.getLong("lag")));
        }
    }
}
