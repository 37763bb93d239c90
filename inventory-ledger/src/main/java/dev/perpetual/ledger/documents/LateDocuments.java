package dev.perpetual.ledger.documents;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.rounds.Round;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Counts, for the alarm, what is open past its date: goods on order, under way, or authorised to come back. */
@ApplicationScoped
public class LateDocuments implements Round {

    private static final Duration REST = Duration.ofSeconds(15);

    private final Database database;
    private final MeterRegistry metrics;
    private volatile Map<Kind, Long> late = Map.of();

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
    }

    @Override
    public String name() {
        return "late-documents";
    }

    @Override
    public Duration rest() {
        return REST;
    }

    @Override
    public Duration first() {
        return Duration.ofSeconds(1);
    }

    /** Counts them anew. */
    @Override
    public void run() {
        late = database.inTransaction(LateDocuments::count);
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
