package dev.perpetual.kit.audit;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.relay.RelaySettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Waits until the broker has everything that is recorded now. */
@ApplicationScoped
class RelayedUpTo {

    private static final Logger LOG = Logger.getLogger(RelayedUpTo.class);
    private static final long WAIT_SECONDS_MAX = 60;
    private static final long REST_MILLIS = 20;

    private final Database database;
    private final boolean relaying;

    RelayedUpTo(Database database, RelaySettings settings) {
        this.database = database;
        this.relaying = settings.enabled();
    }

    /** Gives up after a minute; what is then not sent is reported as missing, which it is. */
    void await() {
        if (!relaying) {
            return;
        }
        var mark = mark();
        // The engine knows that a transaction is over when it sees the next one; without it, at its next heartbeat.
        mark();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
        while (!passed(mark)) {
            if (System.nanoTime() > deadline) {
                LOG.warnf("Expected the relay to pass %s within %d s, but it did not", mark, WAIT_SECONDS_MAX);
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(REST_MILLIS));
        }
    }

    /** Writes a message of its own into the log, so that even a quiet relay has something to acknowledge. */
    private String mark() {
        return database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                var rows = statement.executeQuery("SELECT pg_logical_emit_message(true, 'perpetual.mark', '')::text");
                rows.next();
                return rows.getString(1);
            }
        });
    }

    private boolean passed(String mark) {
        return database.inTransaction(connection -> {
            try (var select = connection.prepareStatement("""
                    SELECT confirmed_flush_lsn >= ?::pg_lsn FROM pg_replication_slots
                    WHERE slot_name = 'relay_' || current_database()""")) {
                select.setString(1, mark);
                var rows = select.executeQuery();
                return rows.next() && rows.getBoolean(1);
            }
        });
    }
}
