package dev.perpetual.ledger.closings;

import dev.perpetual.kit.database.Database;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Closes each block of 128 movements of a SKU behind the commit loop, never on its path. What a block says can no
 * longer change, so there is no margin to wait for and no clock to ask. One instance at a time; a block that it
 * passed over, because its transaction was committed after a later one's, is closed with the next of its SKU.
 */
@Startup
@ApplicationScoped
public class CloseSkus {

    private static final Logger LOG = Logger.getLogger(CloseSkus.class);
    private static final int BLOCKS_PER_TRANSACTION_MAX = 64;
    private static final int ROUND_MILLIS = 500;

    private final Database database;
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("close-skus").factory());

    CloseSkus(Database database) {
        this.database = database;
    }

    @PostConstruct
    void start() {
        rounds.scheduleWithFixedDelay(this::round, ROUND_MILLIS, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        rounds.shutdownNow();
    }

    private void round() {
        try {
            closeAll("SELECT pg_try_advisory_xact_lock(hashtext('close-skus'))");
        } catch (RuntimeException failure) {
            LOG.warnf("Expected to close what is full, but %s; trying again", failure.getMessage());
        }
    }

    /** Returns when every full block that it saw is closed; waits for an instance that is at it. */
    public void closeAll() {
        closeAll("SELECT true FROM pg_advisory_xact_lock(hashtext('close-skus'))");
    }

    private void closeAll(String lock) {
        while (!Thread.currentThread().isInterrupted()
                && database.inTransaction(connection -> isMine(connection, lock) && closeSome(connection))) {
            // As long as there are more.
        }
    }

    private static boolean closeSome(Connection connection) throws SQLException {
        var due = Closings.due(connection, BLOCKS_PER_TRANSACTION_MAX);
        var newest = Closings.newest(connection, List.copyOf(due.keySet()));
        while (true) {
            var behind = new TreeMap<String, Long>();
            due.forEach((sku, version) -> {
                if (newest.getOrDefault(sku, 0L) < version) {
                    behind.put(sku, newest.getOrDefault(sku, 0L));
                }
            });
            if (behind.isEmpty()) {
                return !due.isEmpty();
            }
            Closings.close(connection, behind);
            behind.forEach((sku, before) -> newest.put(sku, before + Closings.BLOCK));
        }
    }

    private static boolean isMine(Connection connection, String lock) throws SQLException {
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery(lock);
            return rows.next() && rows.getBoolean(1);
        }
    }
}
