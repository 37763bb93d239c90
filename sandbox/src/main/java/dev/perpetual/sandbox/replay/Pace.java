package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Interrupted;
import java.time.Duration;

/** Lets so many pass in a second, evenly; 0 lets all pass. */
final class Pace {
    private final long intervalNanos;
    private long nextNanos = System.nanoTime();

    Pace(int perSecond) {
        this.intervalNanos = perSecond == 0 ? 0 : 1_000_000_000L / perSecond;
    }

    void await() {
        if (intervalNanos == 0) {
            return;
        }
        var wait = nextNanos - System.nanoTime();
        if (wait > 0) {
            Interrupted.pause(Duration.ofNanos(wait));
        }
        nextNanos += intervalNanos; // A late start is caught up, so that the rate holds over the run.
    }
}
