package dev.perpetual.ledger.verify;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells that work goes on while it does, so that nobody who waits for its end takes it for dead. */
final class Heartbeat {

    private Heartbeat() {}

    /**
     * Returns what the work returns, or throws what it throws.
     *
     * @param beat called on the caller's own thread again and again; when it throws, the work is still waited for
     */
    static <T> T during(Callable<T> work, Duration every, Runnable beat) {
        try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
            var result = thread.submit(work);
            while (true) {
                try {
                    return result.get(every.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException goesOn) {
                    beat.run();
                }
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while verifying", stopped);
        }
    }
}
