package dev.perpetual.sandbox.client;

import java.time.Duration;

/** How long one call is tried again while the other side is away, and how long to wait between two tries. */
public record Patience(Duration total, Duration pauseFirst, Duration pauseMax) {

    /** One try. */
    public static Patience none() {
        return new Patience(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(50));
    }

    /** Tries again with growing pauses of at most a second. */
    public static Patience of(Duration total) {
        return new Patience(total, Duration.ofMillis(50), Duration.ofSeconds(1));
    }

    /** The pause after this many failed tries, counted from 1. */
    Duration pauseAfter(int tries) {
        var doubled = pauseFirst.multipliedBy(1L << Math.min(tries - 1, 10));
        return doubled.compareTo(pauseMax) < 0 ? doubled : pauseMax;
    }
}
