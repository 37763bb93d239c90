package dev.perpetual.publisher.availability;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Rings when there may be something to push, so that nobody has to wait for the next look. Only a hint: looks go on. */
@ApplicationScoped
public class WantedSignal {

    private final Semaphore rings = new Semaphore(0);

    /** To be called after the commit. */
    public void ring() {
        rings.release();
    }

    /** Returns at the first ring, or after the wait. */
    public void await(Duration wait) throws InterruptedException {
        rings.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        rings.drainPermits();
    }
}
