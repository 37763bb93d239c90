package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.load.HttpLoad;
import dev.perpetual.benchmarks.load.HttpLoad.Result;
import dev.perpetual.benchmarks.load.HttpLoad.Work;
import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.Patience;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The ledger that is measured: what can be asked of it, and what it has promised so far. */
final class UnderTest {

    static final String PLACE = "bench-main";
    static final Duration OPEN_LENGTH = Duration.ofSeconds(12);
    static final int OPEN_CONNECTIONS = 256;
    static final double OPEN_SHARE = 0.7;
    private static final int TIMES = 3;

    private final Running running;
    private final Duration length;
    private final HttpLoad load;
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong unitsGranted = new AtomicLong();

    UnderTest(Running running, Duration length) {
        this.running = running;
        this.length = length;
        this.load = load(url());
    }

    Running running() {
        return running;
    }

    Duration length() {
        return length;
    }

    HttpLoad load() {
        return load;
    }

    /** Load on another instance. */
    HttpLoad load(URI instance) {
        return new HttpLoad(instance, running.adminKey());
    }

    URI url() {
        return URI.create(running.url(Part.LEDGER));
    }

    LedgerClient client() {
        return LedgerClient.at(url(), running.adminKey(), Patience.of(Duration.ofSeconds(60)));
    }

    /** As the owner of its tables. */
    Connection connect() throws SQLException {
        var database = running.database(Part.LEDGER);
        return DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }

    long number(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            var row = statement.executeQuery(query);
            row.next();
            return row.getLong(1);
        }
    }

    /** Clients were told that so many units are held for them. */
    void granted(long units) {
        unitsGranted.addAndGet(units);
    }

    long unitsGranted() {
        return unitsGranted.get();
    }

    /** Holds of one unit, each of its own order, on one of these SKUs. */
    Work holds(Skus skus) {
        var run = runs.incrementAndGet();
        var random = new SplittableRandom(run);
        return Work.expecting(201, "\"granted\":1", (client, number) -> {
                    var id = run + "-" + client + "-" + number;
                    return load.post("/v1/holds", "bench-hold-" + id, hold(id, skus.any(random)));
                })
                .counting(unitsGranted);
    }

    /** A hold of one unit. */
    static String hold(String id, String sku) {
        return "{\"id\":\"bench-hold-%s\",\"owner\":{\"type\":\"order\",\"id\":\"bench-order-%s\"},\"lines\":[{\"line\":1,\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":1}]}"
                .formatted(id, id, sku, PLACE);
    }

    /** Receipts of one unit, one per request. */
    Work movements(Skus skus) {
        var run = runs.incrementAndGet();
        var random = new SplittableRandom(run);
        var body =
                "{\"movements\":[{\"id\":\"bench-move-%s\",\"kind\":\"receive\",\"sku\":\"%s\",\"quantity\":1,\"location\":\""
                        + PLACE
                        + "\",\"occurredAt\":\"2026-01-05T08:00:00Z\",\"cause\":{\"type\":\"purchase-order\",\"id\":\"bench-po-%d\"}}]}";
        return Work.expecting(200, "\"outcome\":\"recorded\"", (client, number) -> {
            var id = run + "-" + client + "-" + number;
            var sku = skus.any(random);
            return load.post("/v1/movements", "bench-move-" + id, body.formatted(id, sku, number / 100));
        });
    }

    /** Levels of one SKU of many. */
    Work levels(Skus skus) {
        var random = new SplittableRandom(runs.incrementAndGet());
        return Work.expecting(200, "\"available\":", (_, _) -> load.get("/v1/levels/" + skus.any(random)));
    }

    /** The median of three; each time with ids of its own, because a repeated command is answered without work. */
    Result closed(int clients, Supplier<Work> work) throws IOException {
        var results = new ArrayList<Result>();
        for (var i = 0; i < TIMES; i++) {
            results.add(load.closed(clients, length, work.get()));
        }
        var median = HttpLoad.median(results);
        say(
                "  %d clients: %.0f/s, p50 %.1f ms, p99 %.1f ms; the load took %.2f of a core",
                clients,
                median.perSecond(),
                median.millis(50),
                median.millis(99),
                median.cpuSeconds() / median.seconds());
        return median;
    }

    /** At 70 % of the given rate. */
    Result open(double perSecondMax, Supplier<Work> work) throws IOException {
        var rate = perSecondMax * OPEN_SHARE;
        var result = load.open(OPEN_CONNECTIONS, rate, OPEN_LENGTH, work.get());
        say("  open loop at %.0f/s: p50 %.1f ms, p99 %.1f ms", rate, result.millis(50), result.millis(99));
        return result;
    }

    static void say(String text, Object... values) {
        System.err.println(String.format(Locale.ROOT, text, values));
    }
}
