package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.CancelRequest;
import dev.perpetual.sandbox.client.Fulfilment;
import dev.perpetual.sandbox.client.RouterClient;
import dev.perpetual.sandbox.demo.DemoOrder.Fate;
import dev.perpetual.sandbox.demo.DemoPlaces.Place;
import dev.perpetual.sandbox.demo.Selling.Sold;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Buyers change their minds, and people at the locations pick and ship what is on their lists. */
final class Fulfilling {
    private static final int AT_ONCE = 6;
    private static final Duration CANCELLED_MAX = Duration.ofSeconds(30);

    private final RouterClient router;
    private final String run;
    private final Map<String, Fate> fates = new HashMap<>();
    private final AtomicLong cancelled = new AtomicLong();
    private final AtomicLong shipped = new AtomicLong();

    Fulfilling(RouterClient router, String run, List<Sold> sold) {
        this.router = router;
        this.run = run;
        sold.forEach(one -> fates.put(one.decided().id(), one.asked().fate()));
    }

    /** Cancels the orders whose buyers do not want them, or want one unit less. */
    void cancel(List<Sold> sold) {
        SideBySide.map(sold, AT_ONCE, one -> {
            cancel(one);
            return one;
        });
    }

    private void cancel(Sold one) {
        var id = "demo-%s/cancel/%s".formatted(run, one.asked().request().channelOrderId());
        switch (one.asked().fate()) {
            case CANCELLED -> {
                router.cancel(one.decided().id(), new CancelRequest(id, null));
                cancelled.incrementAndGet();
            }
            case PARTLY_CANCELLED -> {
                var first = one.asked().request().lines().getFirst();
                var oneUnit = List.of(new CancelRequest.Line(first.line(), 1));
                router.cancel(one.decided().id(), new CancelRequest(id, oneUnit));
                cancelled.incrementAndGet();
            }
            case SHIPPED, LEFT_WAITING -> {}
        }
        Until.holds(
                CANCELLED_MAX,
                () -> router.order(one.decided().id()).lines().stream().allMatch(line -> line.cancelling() == 0));
    }

    /** Ships everything that is on the lists now and shall leave today. */
    void ship() {
        SideBySide.map(DemoPlaces.ALL, DemoPlaces.ALL.size(), place -> {
            shipAt(place);
            return place;
        });
    }

    private void shipAt(Place place) {
        var ready = router.fulfilments(place.id(), "requested")
                .filter(this::leavesToday)
                .toList();
        SideBySide.map(ready, AT_ONCE, work -> {
            if (router.pickAndShip(work.id(), "demo-%s/%s".formatted(run, work.id()))) {
                shipped.incrementAndGet();
            }
            return work;
        });
    }

    private boolean leavesToday(Fulfilment work) {
        var fate = fates.get(work.order());
        return fate == Fate.SHIPPED || fate == Fate.PARTLY_CANCELLED;
    }

    /** Orders cancelled, wholly or by a unit. */
    long cancelled() {
        return cancelled.get();
    }

    /** Parcels that left. */
    long shipped() {
        return shipped.get();
    }
}
