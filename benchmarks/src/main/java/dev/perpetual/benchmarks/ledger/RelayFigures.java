package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** How far the topics are behind the journal while movements come in at half of what the ledger can take. */
final class RelayFigures {

    /** Bytes of the log that the relay has not acknowledged. */
    static final String UNREAD = """
            SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint FROM pg_replication_slots
            WHERE slot_name = 'relay_inventory_ledger'""";

    private static final int CONNECTIONS = 32;
    private static final Duration EACH = Duration.ofSeconds(1);

    private final UnderTest ledger;
    private final Told told;
    private final Duration length;

    RelayFigures(UnderTest ledger, Told told, Duration length) {
        this.ledger = ledger;
        this.told = told;
        this.length = length;
    }

    void lag() throws Exception {
        UnderTest.say("Relay lag over %d s at half the maximum", length.toSeconds());
        var most = ledger.closed(CONNECTIONS, () -> ledger.movements(Skus.MANY)).perSecond();
        var lags = new ArrayList<Long>();
        try (var loader = Executors.newSingleThreadExecutor()) {
            var load =
                    loader.submit(() -> ledger.load().open(CONNECTIONS, most / 2, length, ledger.movements(Skus.MANY)));
            while (!load.isDone()) {
                lags.add(ledger.number(UNREAD));
                Thread.sleep(EACH);
            }
            load.get();
        }
        var third = lags.size() / 3;
        told.add(Figure.reported("relay lag, highest in the first third", highest(lags.subList(0, third)), "bytes"));
        told.add(Figure.reported(
                "relay lag, highest in the last third",
                highest(lags.subList(lags.size() - third, lags.size())),
                "bytes"));
    }

    private static long highest(List<Long> lags) {
        return lags.stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
