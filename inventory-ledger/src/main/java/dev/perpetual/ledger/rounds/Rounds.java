package dev.perpetual.ledger.rounds;

import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Runs every {@link Round}, each on a thread of its own, so that a slow one keeps none of the others. */
@Startup
@ApplicationScoped
public class Rounds {

    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private final Instance<Round> all;
    private final List<ScheduledExecutorService> running = new ArrayList<>();

    Rounds(@Any Instance<Round> all) {
        this.all = all;
    }

    @PostConstruct
    void start() {
        for (var round : all) {
            var thread = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name(round.name()).factory());
            thread.scheduleWithFixedDelay(
                    () -> run(round), round.first().toMillis(), round.rest().toMillis(), TimeUnit.MILLISECONDS);
            running.add(thread);
        }
    }

    @PreDestroy
    void stop() {
        running.forEach(ScheduledExecutorService::shutdownNow);
    }

    private static void run(Round round) {
        try {
            round.run();
        } catch (RuntimeException failure) {
            LOG.warnf("Expected round %s to end well, but %s; trying again", round.name(), failure.getMessage());
        }
    }
}
