package dev.perpetual.ledger.documents;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.domain.Document.Kind;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Counts, for the alarm, what is open past its date: goods on order, under way, or authorised to come back. */
@Startup
@ApplicationScoped
public class LateDocuments {

    private static final Logger LOG = Logger.getLogger(LateDocuments.class);
    private static final int ROUND_SECONDS = 15;

    private final Database database;
    private final MeterRegistry metrics;
    private volatile Map<Kind, Long> late = Map.of();
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("late-documents").factory());

    LateDocuments(Database database, MeterRegistry metrics) {
        this.database = database;
        this.metrics = metrics;
    }

    @PostConstruct
    void start() {
        for (var kind : Kind.values()) {
            Gauge.builder("ledger.documents.late", this, self -> self.late.getOrDefault(kind, 0L))
                    .description("Open documents past the date at which they were expected")
                    .tag("kind", kind.code())
                    .register(metrics);
        }
        rounds.scheduleWithFixedDelay(this::round, 1, ROUND_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        rounds.shutdownNow();
    }

    /** Counts them anew. */
    void round() {
        try {
            late = database.inTransaction(LateDocuments::count);
        } catch (RuntimeException failure) {
            LOG.warnf("Expected to count late documents, but %s; trying again", failure.getMessage());
        }
    }

    private static Map<Kind, Long> count(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT kind, count(*) FROM document WHERE state = 'OPEN' AND expected_at < now() GROUP BY kind")) {
            var rows = select.executeQuery();
            var counts = new EnumMap<Kind, Long>(Kind.class);
            while (rows.next()) {
                counts.put(Kind.valueOf(rows.getString(1)), rows.getLong(2));
            }
            return counts;
        }
    }
}
