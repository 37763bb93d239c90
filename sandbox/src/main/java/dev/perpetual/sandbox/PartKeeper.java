package dev.perpetual.sandbox;

import dev.perpetual.sandbox.State.PartState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps one part running: starts it, waits for its end, starts it again; ever later while it does not get ready. */
final class PartKeeper {
    private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

    private final Part part;
    private final Supplier<RunningPart> launch;
    private final Supervisor supervisor;
    private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
    private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();
    private @Nullable Thread thread;

    PartKeeper(Part part, Supplier<RunningPart> launch, Supervisor supervisor) {
        this.part = part;
        this.launch = launch;
        this.supervisor = supervisor;
    }

    Part part() {
        return part;
    }

    CompletableFuture<Void> firstReady() {
        return firstReady;
    }

    void begin(List<PartKeeper> needs) {
        thread = Thread.ofPlatform().name(part.label()).start(() -> {
            CompletableFuture.anyOf(
                            stopAsked,
                            CompletableFuture.allOf(
                                    needs.stream().map(PartKeeper::firstReady).toArray(CompletableFuture[]::new)))
                    .join();
            keep();
            supervisor.update(part, PartState::stopped);
        });
    }

    /** Waits until the part is gone. */
    void stop() {
        stopAsked.complete(null);
        if (thread == null) {
            return;
        }
        try {
            if (!firstReady.isDone()) {
                thread.interrupt(); // Nobody needs to wait for it to get ready.
            }
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        var backoff = BACKOFF_MIN;
        while (!stopAsked.isDone()) {
            try (var running = startOnce()) {
                backoff = BACKOFF_MIN;
                CompletableFuture.anyOf(stopAsked, running.onExit()).join();
            } catch (CannotStart e) {
                System.out.println(Instant.now() + " " + e.getMessage());
                if (!firstReady.isDone() && !stopAsked.isDone()) {
                    supervisor.end(e.getMessage());
                    return;
                }
            }
            if (stopAsked.isDone()) {
                return;
            }
            System.out.println(Instant.now() + " " + part.label() + " is down; starting it again");
            supervisor.update(part, PartState::down);
            pause(backoff);
            backoff = backoff.multipliedBy(2).compareTo(BACKOFF_MAX) > 0 ? BACKOFF_MAX : backoff.multipliedBy(2);
        }
    }

    private RunningPart startOnce() {
        var begun = Instant.now();
        supervisor.update(part, PartState::starting);
        var running = launch.get();
        supervisor.update(part, state -> state.ready(running.pid(), Duration.between(begun, Instant.now())));
        firstReady.complete(null);
        return running;
    }

    private void pause(Duration duration) {
        CompletableFuture.anyOf(
                        stopAsked,
                        new CompletableFuture<Void>()
                                .completeOnTimeout(
                                        null, duration.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS))
                .join();
    }
}
