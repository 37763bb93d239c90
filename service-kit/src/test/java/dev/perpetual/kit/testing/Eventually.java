package dev.perpetual.kit.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Waits for what must come to pass, by looking again and again until a deadline. */
public final class Eventually {

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Eventually() {}

    /** An assertion that must hold in the end; its last failure is thrown at the deadline. */
    public interface Check {
        void run() throws Exception;
    }

    public static void holds(Check check) {
        value(
                () -> {
                    check.run();
                    return true;
                },
                done -> done);
    }

    /** The first value that is as wanted. */
    public static <T> T value(Callable<T> source, Predicate<T> wanted) {
        var end = Instant.now().plus(DEADLINE);
        Throwable last = null;
        while (Instant.now().isBefore(end)) {
            try {
                var value = source.call();
                if (wanted.test(value)) {
                    return value;
                }
                last = new AssertionError("Expected another value within " + DEADLINE + ", but got " + value);
            } catch (Exception | AssertionError failure) {
                last = failure;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        if (last instanceof AssertionError error) {
            throw error;
        }
        throw new AssertionError("Expected it within " + DEADLINE, last);
    }
}
