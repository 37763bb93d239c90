package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Interrupted;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;

/** Runs tasks side by side, so many at once; whoever brings one more waits for a place. */
final class Workers implements AutoCloseable {
    private final Semaphore places;
    private final Failures failures;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Phaser tasks = new Phaser(1);

    Workers(int atOnceMax, Failures failures) {
        this.places = new Semaphore(atOnceMax);
        this.failures = failures;
    }

    /** Waits for a place, then starts the task. */
    void start(String what, Runnable task) {
        acquire();
        tasks.register();
        threads.execute(() -> {
            try {
                guarded(what, task);
            } finally {
                places.release();
                tasks.arriveAndDeregister();
            }
        });
    }

    /** Starts a task that first waits for something; it takes a place only for what comes after. */
    void startLater(String what, Runnable waiting, Runnable task) {
        tasks.register();
        threads.execute(() -> {
            try {
                guarded(what, () -> {
                    waiting.run();
                    acquire();
                    try {
                        task.run();
                    } finally {
                        places.release();
                    }
                });
            } finally {
                tasks.arriveAndDeregister();
            }
        });
    }

    /** Waits until every task is done. */
    void await() {
        tasks.arriveAndAwaitAdvance();
    }

    private void guarded(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException wrong) {
            failures.add(what, wrong);
        }
    }

    private void acquire() {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            throw Interrupted.now(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
