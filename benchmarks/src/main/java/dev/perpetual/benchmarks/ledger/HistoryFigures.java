package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.benchmarks.limits.Limits.Limit;
import dev.perpetual.benchmarks.load.HttpLoad;
import dev.perpetual.benchmarks.load.HttpLoad.Result;
import dev.perpetual.benchmarks.load.HttpLoad.Work;
import dev.perpetual.ledger.rebuild.FoldJournal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** What must not become slower as the journal grows. */
final class HistoryFigures {

    private static final int CLIENTS = 32;
    private static final int SMALLEST = 10_000;
    private static final List<Long> SIZES = List.of(10_000L, 1_000_000L, 10_000_000L);
    private static final int OF_ONE_SKU = 100_000;
    private static final int TURNS = 5;
    private static final double SLOWER_MAX = 1.2;
    private static final double RATE_MIN = 0.9;
    private static final double FOLD_MIN = 0.6;

    private final UnderTest ledger;
    private final Told told;
    private final KafkaFigures kafka;
    private final History history;
    private final long most;

    /** @param most movements that are laid down in the end */
    HistoryFigures(UnderTest ledger, Told told, KafkaFigures kafka, History history, long most) {
        this.ledger = ledger;
        this.told = told;
        this.kafka = kafka;
        this.history = history;
        this.most = most;
    }

    void measure() throws Exception {
        var rateBefore = rates(Skus.MANY);
        history.lay(Skus.READ, SMALLEST / Skus.READ.count());
        Map<String, Double> first = reads(SMALLEST, Map.of());
        fold();
        var sizes = new TreeSet<>(SIZES);
        sizes.add(most);
        var laid = (long) SMALLEST;
        var family = Skus.HISTORY;
        for (var size : sizes) {
            if (size > laid && size <= most) {
                var next = new Skus("HIST" + size, Skus.HISTORY.count());
                history.lay(next, Math.toIntExact((size - laid) / next.count()));
                laid = size;
                family = next;
                var unused = reads(size, first);
                fold();
            }
        }
        history.lay(Skus.ONE_WITH_HISTORY, OF_ONE_SKU);
        var rateAfter = rates(family);
        for (var i = 0; i < rateBefore.size(); i++) {
            compare(rateBefore.get(i), rateAfter.get(i), most);
        }
        inTurns("movement of one SKU", ledger::movements);
        inTurns("hold on one SKU", ledger::holds);
    }

    /** Reads of SKUs that stay as they are, by one client, so that only the work counts; returns them in milliseconds. */
    private Map<String, Double> reads(long size, Map<String, Double> first) throws Exception {
        var random = new java.util.SplittableRandom(size);
        Map<String, Supplier<byte[]>> requests = new LinkedHashMap<>();
        requests.put("level", () -> ledger.load().get("/v1/levels/" + Skus.READ.any(random)));
        requests.put(
                "level as of an instant",
                () -> ledger.load().get("/v1/levels?sku=" + Skus.READ.any(random) + "&asOf=2010-01-02T12:00:00Z"));
        requests.put("timeline page", () -> ledger.load().get("/v1/items/" + Skus.READ.any(random) + "/timeline"));
        var millis = new LinkedHashMap<String, Double>();
        for (var request : requests.entrySet()) {
            var result = ledger.closed(
                    1,
                    () -> Work.expecting(
                            200, "READ-", (_, _) -> request.getValue().get()));
            var name = request.getKey();
            millis.put(name, result.millis(50));
            told.add(new Figure(
                    "%s p50 at %d movements".formatted(name, size),
                    result.millis(50),
                    "ms",
                    first.getOrDefault(name, result.millis(50)),
                    Aim.ratioAtMost(SLOWER_MAX)));
        }
        return millis;
    }

    /** The whole journal into balances in the memory of this process, on one thread, as a rebuild is checked. */
    private void fold() throws SQLException {
        try (var connection = ledger.connect()) {
            connection.setAutoCommit(false);
            var before = heapBytes();
            var begin = System.nanoTime();
            var folded = FoldJournal.read(connection);
            var seconds = (System.nanoTime() - begin) / 1e9;
            var name = "journal of %d movements folded in memory".formatted(folded.movements());
            told.add(name, folded.movements() / seconds, Limit.READER, FOLD_MIN);
            told.add(Figure.reported(
                    "%s: heap of its %d balances"
                            .formatted(name, folded.balances().size()),
                    heapBytes() - before,
                    "bytes"));
            Reference.reachabilityFence(folded);
        }
    }

    /** After a full collection. */
    private static double heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private record Rate(String name, double perSecond, double p99) {}

    private List<Rate> rates(Skus many) throws Exception {
        var rates = new ArrayList<Rate>();
        rates.add(new Rate("movements from Kafka", kafka.round(many, 0), 0));
        rates.add(rate("movement", ledger.closed(CLIENTS, () -> ledger.movements(many))));
        rates.add(rate("hold", ledger.closed(CLIENTS, () -> ledger.holds(many))));
        return rates;
    }

    /** With the whole journal around both: what a SKU's own history costs, whatever the machine does meanwhile. */
    private void inTurns(String name, Function<Skus, Work> work) throws IOException {
        var without = new ArrayList<Result>();
        var with = new ArrayList<Result>();
        for (var turn = 0; turn < TURNS; turn++) {
            without.add(ledger.load().closed(CLIENTS, ledger.length(), work.apply(Skus.ONE)));
            with.add(ledger.load().closed(CLIENTS, ledger.length(), work.apply(Skus.ONE_WITH_HISTORY)));
        }
        compare(rate(name, HttpLoad.median(without)), rate(name, HttpLoad.median(with)), OF_ONE_SKU);
    }

    private static Rate rate(String name, Result result) {
        return new Rate(name, result.perSecond(), result.millis(99));
    }

    private void compare(Rate without, Rate with, long movements) {
        var name = "%s, history of %d against none".formatted(with.name(), movements);
        told.add(new Figure(name, with.perSecond(), "1/s", without.perSecond(), Aim.ratioAtLeast(RATE_MIN)));
        if (with.p99() > 0) {
            told.add(new Figure(name + ": p99", with.p99(), "ms", without.p99(), Aim.ratioAtMost(SLOWER_MAX)));
        }
    }
}
