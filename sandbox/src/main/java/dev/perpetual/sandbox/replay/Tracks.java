package dev.perpetual.sandbox.replay;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All orders that have not left yet, and those that some later row of the file takes back. */
final class Tracks {
    private final Undos undos;
    private final Map<String, OrderTrack> byKey = new ConcurrentHashMap<>();
    private final Map<String, OrderTrack> byOrder = new ConcurrentHashMap<>();
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong gone = new AtomicLong();

    Tracks(Undos undos) {
        this.undos = undos;
    }

    /** Begins to follow an invoice's order, before it is posted. */
    OrderTrack start(Invoice invoice) {
        var track = new OrderTrack(invoice.key(), invoice.unitsSold(), undos.cancellationsBefore(invoice.key()));
        byKey.put(invoice.key(), track);
        started.incrementAndGet();
        track.gone().whenComplete((_, _) -> forget(track));
        return track;
    }

    private void forget(OrderTrack track) {
        if (!undos.isUndone(track.key())) {
            byKey.remove(track.key());
        }
        track.order().ifPresent(byOrder::remove);
        gone.incrementAndGet();
    }

    /** The router named the order. */
    void named(OrderTrack track, String order) {
        track.named(order);
        byOrder.put(order, track);
    }

    @Nullable
    OrderTrack ofOrder(String order) {
        return byOrder.get(order);
    }

    /** The order of an invoice that a cancelled row undoes; it was started earlier in the file. */
    OrderTrack ofSale(String key) {
        var track = byKey.get(key);
        if (track == null) {
            throw new IllegalStateException(
                    "Expected the order of invoice %s to be followed, but it is not".formatted(key));
        }
        return track;
    }

    long started() {
        return started.get();
    }

    /** Orders that have left, or that the router never took. */
    long gone() {
        return gone.get();
    }

    /** Whoever still waits for an order hears why nobody waits any longer. */
    void giveUp(RuntimeException why) {
        List.copyOf(byKey.values()).forEach(track -> track.failed(why));
    }

    /** Orders still here, a few of them. */
    List<String> examples() {
        return byOrder.entrySet().stream()
                .limit(10)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
    }
}
