package dev.perpetual.ledger.verify;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.rounds.Round;
import dev.perpetual.ledger.seal.SettledPosition;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Counts units that a hold leaked or gave back twice, for the metrics, which must read 0. Looks only at holds that the
 * journal has named since the last look, and again at those that were wrong then. A look is short, so that nobody waits
 * for it: in a rush it falls behind, and catches up after. It begins where the journal stands when the service starts;
 * verify looks at everything.
 */
@ApplicationScoped
public class HoldLeaks implements Round {

    private static final long POSITIONS_PER_LOOK_MAX = 1_250;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** By position alone: a condition on the topic makes the database read its whole index to find the few that are new. */
    static final String NAMED = """
            SELECT DISTINCT hold FROM (
              SELECT CASE WHEN topic = 'hold-outcomes' THEN stream
                WHEN topic = 'stock-movements' AND cause_type = 'hold' THEN cause_id END AS hold
              FROM journal WHERE position > ? AND position <= ?) AS named
            WHERE hold IS NOT NULL""";

    private final Database database;
    private final SettledPosition settled;
    private final Duration every;
    private final AtomicLong leaked = new AtomicLong();
    private final AtomicLong releasedTwice = new AtomicLong();
    private Set<String> wrong = new TreeSet<>();
    private long lookedUpTo = -1;

    HoldLeaks(
            Database database,
            SettledPosition settled,
            MeterRegistry metrics,
            @ConfigProperty(name = "perpetual.hold-leaks.every", defaultValue = "PT0.25S") Duration every) {
        this.database = database;
        this.settled = settled;
        this.every = every;
        metrics.gauge("ledger.holds.leaked", leaked);
        metrics.gauge("ledger.holds.released.twice", releasedTwice);
    }

    @Override
    public String name() {
        return "hold-leaks";
    }

    @Override
    public Duration rest() {
        return every;
    }

    @Override
    public Duration first() {
        return Duration.ZERO;
    }

    @Override
    public void run() {
        if (settled.drawn() == lookedUpTo && wrong.isEmpty()) {
            return;
        }
        var newest = settled.await(PATIENCE);
        if (newest.isPresent()) {
            look(newest.getAsLong());
        }
    }

    /** @param leaked units @param releasedTwice units */
    record Counts(long leaked, long releasedTwice) {}

    /** As of the last look. */
    Counts counts() {
        return new Counts(leaked.get(), releasedTwice.get());
    }

    /** @param newest a position behind which alone new rows can appear */
    private void look(long newest) {
        database.inTransaction(connection -> {
            connection.setReadOnly(true);
            Database.seesOneMoment(connection);
            byIndex(connection);
            var upTo = lookedUpTo < 0 ? newest : Math.min(newest, lookedUpTo + POSITIONS_PER_LOOK_MAX);
            var holds = lookedUpTo < 0 ? new TreeSet<String>() : named(connection, lookedUpTo, upTo);
            holds.addAll(wrong);
            count(connection, holds);
            lookedUpTo = upTo;
            return null;
        });
    }

    /** A long list of holds would else be looked up by reading the whole journal. */
    private static void byIndex(Connection connection) throws SQLException {
        try (var set = connection.createStatement()) {
            set.execute("SET LOCAL enable_seqscan = off");
        }
    }

    private static Set<String> named(Connection connection, long after, long upTo) throws SQLException {
        try (var select = connection.prepareStatement(NAMED)) {
            select.setLong(1, after);
            select.setLong(2, upTo);
            var rows = select.executeQuery();
            var holds = new TreeSet<String>();
            while (rows.next()) {
                holds.add(rows.getString(1));
            }
            return holds;
        }
    }

    private void count(Connection connection, Set<String> holds) throws SQLException {
        try (var select = connection.prepareStatement(
                """
                SELECT hold, greatest(held - open, 0) + greatest(picked - picked_open, 0),
                  greatest(open - held, 0) + greatest(picked_open - picked, 0)
                FROM (%s) AS kept WHERE held <> open OR picked <> picked_open""".formatted(HoldChecks.KEPT.formatted("cause_id = ANY(?)", "hold = ANY(?)")))) {
            var ids = connection.createArrayOf("text", holds.toArray());
            select.setArray(1, ids);
            select.setArray(2, ids);
            var rows = select.executeQuery();
            var found = new TreeSet<String>();
            long more = 0;
            long less = 0;
            while (rows.next()) {
                found.add(rows.getString(1));
                more += rows.getLong(2);
                less += rows.getLong(3);
            }
            wrong = found;
            leaked.set(more);
            releasedTwice.set(less);
        }
    }
}
