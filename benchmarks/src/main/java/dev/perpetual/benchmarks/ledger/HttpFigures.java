package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.benchmarks.limits.Limits;
import dev.perpetual.benchmarks.limits.Limits.Limit;
import dev.perpetual.benchmarks.load.HttpLoad.Result;
import dev.perpetual.benchmarks.load.HttpLoad.Work;
import java.io.IOException;
import java.util.function.Supplier;

/** Movements, holds and levels over HTTP, from 1, 32 and 256 clients, and at a steady rate. */
final class HttpFigures {

    static final int[] CLIENTS = {1, 32, 256};
    /** Two measurements of the same differ by as much. */
    private static final double NOISE = 0.95;

    private final UnderTest ledger;
    private final Told told;
    private final Limits limits;

    HttpFigures(UnderTest ledger, Told told, Limits limits) {
        this.ledger = ledger;
        this.told = told;
        this.limits = limits;
    }

    void movements() throws Exception {
        UnderTest.say("Single movements over HTTP");
        var most = rates("movement", Limit.SINGLY, 1.5, () -> ledger.movements(Skus.MANY));
        var open = ledger.open(most, () -> ledger.movements(Skus.MANY));
        told.add(new Figure("movement p50, open loop", open.millis(50), "ms", null, null));
        told.add(new Figure("movement p99, open loop", open.millis(99), "ms", commitP99(), null));
    }

    void holds() throws Exception {
        UnderTest.say("Holds over HTTP on %d SKUs", Skus.MANY.count());
        var most = rates("hold", Limit.SINGLY, 1.0, () -> ledger.holds(Skus.MANY));
        var open = ledger.open(most, () -> ledger.holds(Skus.MANY));
        told.add(new Figure("hold p50, open loop", open.millis(50), "ms", null, null));
        told.add(new Figure("hold p99, open loop", open.millis(99), "ms", commitP99(), Aim.atMost(10)));
    }

    /** What the same share of its own rate does to a bare commit, in the same minute. */
    private double commitP99() throws Exception {
        return limits.commitP99(UnderTest.OPEN_SHARE, UnderTest.OPEN_LENGTH);
    }

    private double emptyP99() throws IOException {
        return limits.emptyP99(UnderTest.OPEN_SHARE, UnderTest.OPEN_CONNECTIONS, UnderTest.OPEN_LENGTH);
    }

    /** Everybody wants the same SKU. Compared with the same load on many SKUs in the same minute. */
    void holdsOnOneSku() throws IOException {
        UnderTest.say("Holds over HTTP on one SKU");
        var even = ledger.closed(32, () -> ledger.holds(Skus.MANY)).perSecond();
        var few = ledger.closed(32, () -> ledger.holds(Skus.ONE));
        var many = ledger.closed(256, () -> ledger.holds(Skus.ONE));
        told.add("hold on one SKU, 32 clients", few.perSecond(), Limit.SINGLY_ONE_SKU, 4);
        told.add("hold on one SKU, 256 clients", many.perSecond(), Limit.SINGLY_ONE_SKU, 4);
        told.add(new Figure(
                "hold on one SKU against many, 32 clients", few.perSecond(), "1/s", even, Aim.ratioAtLeast(0.5)));
        told.add(new Figure(
                "hold on one SKU, 256 clients against 32",
                many.perSecond(),
                "1/s",
                few.perSecond(),
                Aim.ratioAtLeast(NOISE)));
        fairness(few);
        fairness(many);
    }

    private void fairness(Result result) {
        var clients = result.perClient().length;
        var mean = (double) result.answers() / clients;
        told.add(new Figure(
                "fewest answers of one of %d clients on one SKU".formatted(clients),
                result.fewest(),
                "answers",
                mean,
                Aim.ratioAtLeast(0.5)));
        told.add(new Figure(
                "most answers of one of %d clients on one SKU".formatted(clients),
                result.most(),
                "answers",
                mean,
                null));
    }

    void levels() throws IOException {
        UnderTest.say("Levels of one SKU over HTTP");
        var most = rates("level of one SKU", Limit.EMPTY, 0.5, () -> ledger.levels(Skus.MANY));
        var open = ledger.open(most, () -> ledger.levels(Skus.MANY));
        told.add(new Figure("level of one SKU p99, open loop", open.millis(99), "ms", emptyP99(), Aim.atMost(5)));

        UnderTest.say("Levels of %d SKUs in %d places each over HTTP", Skus.SPREAD.count(), Stock.PLACES);
        var page = Work.expecting(200, "\"available\":", (_, _) -> ledger.load().get("/v1/levels"));
        var pages = rates("levels of 50 SKUs in 10 places", Limit.EMPTY, 0.5, () -> page);
        var openPage = ledger.open(pages, () -> page);
        told.add(new Figure(
                "levels of 50 SKUs in 10 places p99, open loop", openPage.millis(99), "ms", emptyP99(), Aim.atMost(5)));
    }

    /** The rate of 32 clients is what is judged. Returns the highest rate of all. */
    private double rates(String name, Limit limit, double ratio, Supplier<Work> work) throws IOException {
        var most = 0.0;
        for (var clients : CLIENTS) {
            var result = ledger.closed(clients, work);
            var full = "%s, %d clients".formatted(name, clients);
            if (clients == 32) {
                told.add(full, result.perSecond(), limit, ratio);
                told.add(Figure.reported(full + ": what the load itself takes of a core", share(result), "cores"));
            } else {
                told.add(full, result.perSecond(), limit);
            }
            most = Math.max(most, result.perSecond());
        }
        return most;
    }

    private static double share(Result result) {
        return result.cpuSeconds() / result.seconds();
    }
}
