package dev.perpetual.ledger.closings;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.rounds.Round;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;

/**
 * Closes each block of 128 movements of a SKU behind the commit loop, never on its path. What a block says can no
 * longer change, so there is no margin to wait for and no clock to ask. One instance at a time; a block that it
 * passed over, because its transaction was committed after a later one's, is closed with the next of its SKU.
 */
@ApplicationScoped
public class CloseSkus implements Round {

    /** Small bites, often: SKUs with the same load fill their blocks together, and commits need the cores too. */
    private static final int BLOCKS_PER_TRANSACTION_MAX = 16;

    private static final Duration REST = Duration.ofMillis(100);

    private final Database database;

    CloseSkus(Database database) {
        this.database = database;
    }

    @Override
    public String name() {
        return "close-skus";
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public void run() {
        closeAll("SELECT pg_try_advisory_xact_lock(hashtext('close-skus'))");
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
