package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.RouterClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.ConcurrentHistogram;

/** The channels post their orders, each when its buyer comes, and wait for the router's decision. */
final class Selling {
    private static final int ORDERS_PER_SECOND = 20;
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final RouterClient router;
    private final ConcurrentHistogram latencyMicros = new ConcurrentHistogram(3);

    Selling(RouterClient router) {
        this.router = router;
    }

    /** An order and how the router answered it. */
    record Sold(DemoOrder asked, Order decided) {}

    List<Sold> post(List<DemoOrder> orders) {
        var answers = new ArrayList<Future<Sold>>();
        try (var buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            var next = System.nanoTime();
            for (var order : orders) {
                Interrupted.pause(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
                next += Duration.ofSeconds(1).toNanos() / ORDERS_PER_SECOND;
                answers.add(buyers.submit(() -> post(order)));
            }
        }
        return answers.stream().map(Future::resultNow).toList();
    }

    private Sold post(DemoOrder order) {
        var started = System.nanoTime();
        var decided = router.place(order.request(), WAIT).order();
        latencyMicros.recordValue((System.nanoTime() - started) / 1_000);
        return new Sold(order, decided);
    }

    ConcurrentHistogram latencyMicros() {
        return latencyMicros;
    }
}
