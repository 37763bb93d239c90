package dev.perpetual.kit.journal;

import dev.perpetual.kit.database.Database;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps the journal's partitions of the coming months in place. */
@Startup
@ApplicationScoped
class JournalPartitions {

    private static final Logger LOG = Logger.getLogger(JournalPartitions.class);
    private static final int MONTHS_AHEAD = 3;

    private final Database database;
    private final ScheduledExecutorService daily = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("journal-partitions").factory());

    JournalPartitions(Database database) {
        this.database = database;
    }

    @PostConstruct
    void start() {
        daily.scheduleWithFixedDelay(this::ensure, 0, 12, TimeUnit.HOURS);
    }

    @PreDestroy
    void stop() {
        daily.shutdownNow();
    }

    private void ensure() {
        try {
            database.inTransaction(connection -> {
                try (var call = connection.prepareStatement("SELECT ensure_journal_partitions(?)")) {
                    call.setInt(1, MONTHS_AHEAD);
                    return call.execute();
                }
            });
        } catch (RuntimeException failure) {
            LOG.warnf(
                    "Expected to make the journal's next partitions, but %s; trying again later", failure.getMessage());
        }
    }
}
