package dev.perpetual.router.backorders;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Serves the queue when it is woken, and looks now and then in case another replica was woken instead. */
@ApplicationScoped
public class BackorderWorker {
    private static final Logger LOG = Logger.getLogger(BackorderWorker.class);
    private static final long LOOK_EVERY_MILLIS = 500;

    private final ReleaseBackorders releaseBackorders;
    private final Duration sweepEvery;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean stopped;
    private Thread thread = new Thread(this::work, "backorders");

    BackorderWorker(
            ReleaseBackorders releaseBackorders,
            @ConfigProperty(name = "perpetual.backorders.sweep", defaultValue = "PT60S") Duration sweepEvery) {
        this.releaseBackorders = releaseBackorders;
        this.sweepEvery = sweepEvery;
    }

    void start(@Observes StartupEvent started) {
        thread = Thread.ofPlatform().name("backorders").daemon().start(this::work);
    }

    void stop(@Observes ShutdownEvent ending) throws InterruptedException {
        stopped = true;
        wake();
        thread.join(Duration.ofSeconds(5));
    }

    /** To be called after a commit that made a queue due. */
    public void wake() {
        wakeUp.release();
    }

    private void work() {
        var lastSweep = System.nanoTime();
        while (!stopped) {
            try {
                if (System.nanoTime() - lastSweep > sweepEvery.toNanos()) {
                    lastSweep = System.nanoTime();
                    releaseBackorders.sweep();
                }
                releaseBackorders.release();
            } catch (RuntimeException failure) {
                LOG.warnf(
                        failure,
                        "Expected to serve the queue of backorders, but %s; trying again",
                        failure.getMessage());
            }
            rest();
        }
    }

    private void rest() {
        try {
            if (wakeUp.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException _) {
            stopped = true;
        }
    }
}
