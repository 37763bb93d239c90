package dev.perpetual.ledger.seal;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.Outbox;
import dev.perpetual.ledger.rounds.Round;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Seals what is settled, round after round, in ranges of bounded size; one instance at a time, and the head is told. */
@ApplicationScoped
public class SealJournal implements Round {

    private static final Logger LOG = Logger.getLogger(SealJournal.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Looks often and seals what is many, so that a busy journal is sealed in short bursts that nobody waits for. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final long POSITIONS_SOON = 1_000;

    private final Database database;
    private final SettledPosition settled;
    private final Duration every;
    private final int rowsMax;
    private final AtomicLong sealedUpTo = new AtomicLong();
    private final AtomicLong drawn = new AtomicLong();
    private long lookedUpTo;
    private long lookedAtNanos = System.nanoTime();

    /**
     * @param every few rows are unsealed for about as long, many for less
     * @param rowsMax of one range
     */
    SealJournal(
            Database database,
            SettledPosition settled,
            MeterRegistry metrics,
            @ConfigProperty(name = "perpetual.seal.every", defaultValue = "PT10S") Duration every,
            @ConfigProperty(name = "perpetual.seal.rows-max", defaultValue = "10000") int rowsMax) {
        this.database = database;
        this.settled = settled;
        this.every = every;
        this.rowsMax = rowsMax;
        metrics.gauge("ledger.seal.position", sealedUpTo);
        metrics.gauge("ledger.seal.waiting", drawn, newest -> Math.max(0, newest.get() - sealedUpTo.get()));
    }

    @Override
    public String name() {
        return "seal-journal";
    }

    @Override
    public Duration rest() {
        return LOOK_EVERY;
    }

    @Override
    public void run() {
        var newest = settled.drawn();
        if (newest - lookedUpTo >= POSITIONS_SOON || System.nanoTime() - lookedAtNanos >= every.toNanos()) {
            seal(PATIENCE);
            lookedUpTo = newest;
            lookedAtNanos = System.nanoTime();
        }
    }

    /**
     * Seals everything that is settled; each range is a transaction of its own.
     *
     * @param patience how long to wait for transactions that have begun; none of theirs can be left out
     * @return how many ranges it sealed; 0 when nothing was left or another instance is at it
     */
    public int seal(Duration patience) {
        var upTo = settled.await(patience);
        if (upTo.isEmpty()) {
            LOG.warnf("Expected all writers of the journal to end within %s, but one did not; sealing later", patience);
            return 0;
        }
        drawn.set(upTo.getAsLong());
        var ranges = 0;
        for (var next = add(upTo.getAsLong()); next.isPresent(); next = add(upTo.getAsLong())) {
            sealedUpTo.set(next.get().lastPosition());
            ranges++;
        }
        return ranges;
    }

    private Optional<Seal> add(long upTo) {
        return database.inTransaction(
                connection -> Seals.mayAdd(connection) ? add(connection, upTo) : Optional.empty());
    }

    private Optional<Seal> add(Connection connection, long upTo) throws SQLException {
        var added = Seals.add(connection, upTo, rowsMax);
        if (added.isPresent()) {
            Outbox.emitState(connection, List.of(HeadState.message(added.get())));
        }
        return added;
    }
}
