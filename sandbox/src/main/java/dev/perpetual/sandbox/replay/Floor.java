package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Fulfilment;
import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.RouterClient;
import dev.perpetual.sandbox.replay.ReplayRules.Warehouse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The people of the warehouses: they look at the list of waiting work, pick and ship what may leave, and look again.
 * A parcel whose order is cancelled a little later in the file stays until then.
 */
final class Floor implements AutoCloseable {
    private static final int HANDS = 8;
    private static final int LIST_MAX = 200;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final RouterClient router;
    private final ReplaySettings settings;
    private final Tracks tracks;
    private final Failures failures;
    private final Set<String> left = ConcurrentHashMap.newKeySet();
    private final List<Thread> foremen;
    private volatile boolean open = true;

    Floor(RouterClient router, ReplaySettings settings, Tracks tracks, Failures failures) {
        this.router = router;
        this.settings = settings;
        this.tracks = tracks;
        this.failures = failures;
        this.foremen = List.of(Warehouse.values()).stream()
                .map(warehouse ->
                        Thread.ofVirtual().name("floor-" + warehouse.id()).unstarted(() -> work(warehouse)))
                .toList();
    }

    void start() {
        foremen.forEach(Thread::start);
    }

    /** Fulfilments that have left; the router's list shows them until the ledger has answered. */
    long parcels() {
        return left.size();
    }

    private void work(Warehouse warehouse) {
        while (open) {
            try {
                if (shipAll(warehouse) == 0) {
                    Interrupted.pause(LOOK_AGAIN);
                }
            } catch (Interrupted stopped) {
                return;
            } catch (RuntimeException wrong) {
                failures.add("work at " + warehouse.id(), wrong);
                Interrupted.pause(LOOK_AGAIN);
            }
        }
    }

    private int shipAll(Warehouse warehouse) {
        var listedAt = System.nanoTime();
        var ready = router.fulfilments(warehouse.id(), "requested")
                .filter(work -> mayLeave(work, listedAt))
                .limit(LIST_MAX)
                .toList();
        try (var hands = new Workers(HANDS, failures)) {
            ready.forEach(work -> hands.start("fulfilment " + work.id(), () -> ship(work)));
            hands.await();
        }
        return ready.size();
    }

    private boolean mayLeave(Fulfilment work, long listedAt) {
        var track = tracks.ofOrder(work.order());
        return track != null && track.mayLeave(listedAt) && !left.contains(work.id());
    }

    private void ship(Fulfilment work) {
        if (!router.pickAndShip(work.id(), settings.id(work.id()))) {
            return;
        }
        var track = tracks.ofOrder(work.order());
        if (left.add(work.id()) && track != null) {
            track.shipped(work.units());
        }
    }

    @Override
    public void close() {
        open = false;
        foremen.forEach(Thread::interrupt);
    }
}
