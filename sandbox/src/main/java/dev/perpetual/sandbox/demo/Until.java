package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Interrupted;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for what other parts of the system are about to do. */
final class Until {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private Until() {}

    /** Whether it came true within this time. */
    static boolean holds(Duration longest, BooleanSupplier condition) {
        var deadline = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Interrupted.pause(LOOK_AGAIN);
        }
        return true;
    }
}
