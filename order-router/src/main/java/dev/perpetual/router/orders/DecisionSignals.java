package dev.perpetual.router.orders;

import dev.perpetual.kit.database.Database;
import dev.perpetual.router.sql.Read;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Wakes callers that wait for the outcome of an order. Outcomes that another replica took in are found by looking. */
@ApplicationScoped
public class DecisionSignals {
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Map<String, List<CountDownLatch>> waiting = new ConcurrentHashMap<>();
    private final Database database;

    DecisionSignals(Database database) {
        this.database = database;
    }

    /** Waits until the ledger has answered every hold of the order, at most that long. Says whether it has. */
    boolean await(String order, Duration longest) {
        var end = System.nanoTime() + longest.toNanos();
        var latch = new CountDownLatch(1);
        waiting.computeIfAbsent(order, _ -> new CopyOnWriteArrayList<>()).add(latch);
        try {
            while (true) {
                if (decided(order)) {
                    return true;
                }
                var left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                if (latch.await(Math.min(left, LOOK_EVERY.toNanos()), TimeUnit.NANOSECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.computeIfPresent(order, (_, latches) -> {
                latches.remove(latch);
                return latches.isEmpty() ? null : latches;
            });
        }
    }

    private boolean decided(String order) {
        return database.inTransaction(connection -> Read.all(
                        connection,
                        "SELECT 1 FROM hold WHERE order_id = ? AND state = 'ASKED' LIMIT 1",
                        row -> row.getInt(1),
                        order)
                .isEmpty());
    }

    /** To be called after the commit that decided them. */
    void decided(Collection<String> orders) {
        orders.forEach(order -> waiting.getOrDefault(order, List.of()).forEach(CountDownLatch::countDown));
    }
}
