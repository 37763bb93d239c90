package dev.perpetual.endtoend.ledger;

import dev.perpetual.sandbox.Beside;
import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two ledgers on one database, and ways to hurt them. */
final class Instances implements AutoCloseable {

    private static final Duration READY_MAX = Duration.ofMinutes(3);
    private static final int FREEZES_MAX = 200;
    private static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Running running;
    private Beside second;
    private int seconds;

    Instances(Running running) {
        this.running = running;
        this.second = another();
    }

    private Beside another() {
        return Beside.instance(running, Part.LEDGER, "beside-" + seconds++);
    }

    List<URI> urls() {
        return List.of(URI.create(running.url(Part.LEDGER)), second.url());
    }

    /** kill -9; the supervisor starts it again. */
    void killFirst() {
        running.kill(Part.LEDGER);
        running.awaitReady(Part.LEDGER, READY_MAX);
    }

    /** kill -9 of the other one; another takes its place. */
    void killSecond() {
        second.kill();
        second = another();
    }

    /** Ends every connection that the ledgers have, as a firewall would. */
    int cutConnections() throws SQLException {
        try (var connection = ledgersRole();
                var statement = connection.createStatement()) {
            var rows = statement.executeQuery("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE datname = 'inventory_ledger' AND usename = current_user AND pid <> pg_backend_pid()");
            rows.next();
            return rows.getInt(1);
        }
    }

    /** Stops the server without a word to anybody; it recovers from its log when the supervisor starts it again. */
    void restartServer() {
        signal(running.pid(Part.POSTGRES), "QUIT");
        ProcessHandle.of(running.pid(Part.POSTGRES))
                .ifPresent(server -> server.onExit().join());
        running.awaitReady(Part.POSTGRES, READY_MAX);
        running.awaitReady(Part.LEDGER, READY_MAX);
    }

    /**
     * Freezes the second ledger in the middle of a batch: its transaction is open, has locked SKUs, and gets no further.
     *
     * @return a way to let it go on
     */
    Runnable freezeWithLocks() throws SQLException {
        var pid = second.pid();
        for (var attempt = 0; attempt < FREEZES_MAX; attempt++) {
            signal(pid, "STOP");
            if (hasFrozenTransaction()) {
                return () -> signal(pid, "CONT");
            }
            signal(pid, "CONT");
            LockSupport.parkNanos(STILL_NANOS / 40);
        }
        throw new AssertionError(
                "Expected to catch a ledger in the middle of a batch, but did not in %d tries".formatted(FREEZES_MAX));
    }

    /** The other one waits for locks of a session that says nothing, now and a moment later still. */
    private boolean hasFrozenTransaction() throws SQLException {
        try (var connection = ledgersRole()) {
            LockSupport.parkNanos(STILL_NANOS);
            var silent = silentHolder(connection);
            LockSupport.parkNanos(STILL_NANOS);
            return !silent.isEmpty() && silentHolder(connection).equals(silent);
        }
    }

    /** Which session and since when; empty when nobody waits for a silent one. */
    private static String silentHolder(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery("""
                    SELECT holder.pid || ' since ' || holder.state_change
                    FROM pg_stat_activity AS holder, pg_stat_activity AS waiter
                    WHERE waiter.datname = 'inventory_ledger' AND waiter.wait_event_type = 'Lock'
                      AND holder.pid = ANY(pg_blocking_pids(waiter.pid)) AND holder.state = 'idle in transaction'
                      AND clock_timestamp() - holder.state_change > interval '100 ms'""");
            return rows.next() ? rows.getString(1) : "";
        }
    }

    /** Since the server started last. */
    long deadlocks() throws SQLException {
        try (var connection = ledgersRole();
                var statement = connection.createStatement()) {
            var rows =
                    statement.executeQuery("SELECT deadlocks FROM pg_stat_database WHERE datname = 'inventory_ledger'");
            rows.next();
            return rows.getLong(1);
        }
    }

    URI first() {
        return urls().getFirst();
    }

    URI second() {
        return second.url();
    }

    /** In the ledgers' own role, which may see and end its own sessions. */
    private Connection ledgersRole() throws SQLException {
        var database = running.database(Part.LEDGER);
        return DriverManager.getConnection(database.jdbcUrl(), database.appUser(), database.appPassword());
    }

    private static void signal(long pid, String name) {
        try {
            if (new ProcessBuilder("kill", "-" + name, String.valueOf(pid))
                            .start()
                            .waitFor()
                    != 0) {
                throw new IllegalStateException("Expected to send %s to %d, but could not".formatted(name, pid));
            }
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Override
    public void close() {
        second.close();
    }
}
