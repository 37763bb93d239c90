package dev.perpetual.sandbox.replay;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.AbstractHistogram;

/** Everything a finished run knows about itself. */
public record ReplayResult(
        String run,
        Counts counts,
        Map<Undo.Kind, Long> unitsTakenBack,
        long orders,
        long ordersRetried,
        long ordersAnsweredLate,
        long parcels,
        Duration took,
        AbstractHistogram latencyMicros,
        OrderBook book,
        List<SkuResult> skus,
        List<String> failures,
        long failureCount) {

    /** The rows that do not reconcile; none in a good run. */
    public List<SkuResult> unreconciled() {
        return skus.stream().filter(row -> !row.isReconciled()).toList();
    }

    /** Whether every stock code reconciles, every order is there and done, and nothing went wrong on the way. */
    public boolean isGood() {
        return unreconciled().isEmpty()
                && book.orders() == orders
                && book.unaccounted() == 0
                && book.unfinished() == 0
                && failureCount == 0
                && counts.isComplete();
    }

    /** Orders answered per second of the posting and shipping. */
    public double ordersPerSecond() {
        return orders / Math.max(0.001, took.toMillis() / 1000.0);
    }
}
