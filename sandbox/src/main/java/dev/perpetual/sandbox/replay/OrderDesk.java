package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.Money;
import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.OrderRequest;
import dev.perpetual.sandbox.client.OrderRequest.ShipTo;
import dev.perpetual.sandbox.client.RouterClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** Posts each invoice as one order and measures from the first try until the router has decided. */
final class OrderDesk {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration ASK_AGAIN = Duration.ofMillis(100);
    private static final String CURRENCY = "GBP";

    private final RouterClient router;
    private final ReplaySettings settings;
    private final Tracks tracks;
    private final ConcurrentHistogram latencyMicros = new ConcurrentHistogram(3);
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong answeredLate = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();

    OrderDesk(RouterClient router, ReplaySettings settings, Tracks tracks) {
        this.router = router;
        this.settings = settings;
        this.tracks = tracks;
    }

    /** Posts the order until it is answered and decided. */
    void place(Invoice invoice, OrderTrack track) {
        var started = System.nanoTime();
        try {
            var placed = router.place(request(invoice), WAIT);
            retried.addAndGet(placed.tries() > 1 ? 1 : 0);
            tracks.named(track, placed.order().id());
            track.answered().complete(decided(placed.order()));
            latencyMicros.recordValue((System.nanoTime() - started) / 1_000);
            answered.incrementAndGet();
        } catch (RuntimeException wrong) {
            track.failed(wrong);
            throw wrong;
        }
    }

    private Order decided(Order order) {
        if (order.decided()) {
            return order;
        }
        answeredLate.incrementAndGet();
        var deadline = System.nanoTime() + settings.patience().toNanos();
        var now = order;
        while (!now.decided() && System.nanoTime() < deadline) {
            Interrupted.pause(ASK_AGAIN);
            now = router.order(order.id());
        }
        if (!now.decided()) {
            throw new IllegalStateException("Expected a decision within %s, but got state %s for order %s"
                    .formatted(settings.patience(), now.state(), now.id()));
        }
        return now;
    }

    private OrderRequest request(Invoice invoice) {
        return new OrderRequest(
                settings.channel(),
                invoice.key(),
                invoice.at(),
                new ShipTo(Countries.codeOf(invoice.country()), null, null, null),
                invoice.sales().stream()
                        .map(line -> new OrderRequest.Line(line.id(), line.sku(), line.quantity(), price(line.price())))
                        .toList(),
                "allow",
                null);
    }

    private static Money price(BigDecimal price) {
        return new Money(price.max(BigDecimal.ZERO).toPlainString(), CURRENCY);
    }

    long answered() {
        return answered.get();
    }

    /** Orders whose decision came after the first answer. */
    long answeredLate() {
        return answeredLate.get();
    }

    /** Orders that were sent more than once. */
    long retried() {
        return retried.get();
    }

    ConcurrentHistogram latencyMicros() {
        return latencyMicros;
    }
}
