package dev.perpetual.ledger.seal;

import dev.perpetual.kit.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The position up to which the journal is complete.
 *
 * <p>Positions are drawn before a transaction commits, so a row may appear behind rows of higher positions, and positions
 * of a transaction that rolled back never appear. But whoever draws a position already has its lock on the
 * journal and keeps it to its end. So once all who had that lock when a position was read are gone, nothing up to that
 * position can appear any more. Nobody is made to wait for it.
 */
@ApplicationScoped
public class SettledPosition {

    private static final long REST_NANOS = 10_000_000;

    private final Database database;

    SettledPosition(Database database) {
        this.database = database;
    }

    /** Empty when some transaction with a position has not ended within the time. */
    public OptionalLong await(Duration patience) {
        var deadline = System.nanoTime() + patience.toNanos();
        var drawn = drawn();
        var writers = database.inStatement(SettledPosition::writers);
        while (!writers.isEmpty()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return OptionalLong.empty();
            }
            LockSupport.parkNanos(REST_NANOS);
            writers.retainAll(database.inStatement(SettledPosition::writers));
        }
        return OptionalLong.of(drawn);
    }

    /** The newest position that somebody drew, complete or not. */
    public long drawn() {
        return database.inStatement(SettledPosition::drawn);
    }

    private static long drawn(Connection connection) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT coalesce(pg_sequence_last_value('journal_position'), 0)")) {
            var rows = select.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    /** The transactions that may have drawn a position and are not over. */
    private static Set<String> writers(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT DISTINCT virtualtransaction FROM pg_locks
                WHERE locktype = 'relation' AND granted AND mode NOT IN ('AccessShareLock', 'RowShareLock')
                  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                  AND relation IN (SELECT relid FROM pg_partition_tree('journal'))""")) {
            var rows = select.executeQuery();
            var writers = new HashSet<String>();
            while (rows.next()) {
                writers.add(rows.getString(1));
            }
            return writers;
        }
    }
}
