package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.BenchOptions;
import dev.perpetual.benchmarks.BenchSandbox;
import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.benchmarks.Main.Benchmark;
import dev.perpetual.benchmarks.limits.Limits;
import dev.perpetual.benchmarks.limits.Limits.Limit;
import dev.perpetual.sandbox.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code ./perpetual bench ledger}: the real ledger with its PostgreSQL and its broker, and the load from this process. */
public final class LedgerBenchmark implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final int WARM_UP_ROUNDS = 3;
    /** They lay down movements that no topic has. */
    private static final List<String> BEHIND_THE_RELAY = List.of("history", "restart");

    /** Compared with no limit; and a ledger that has just started compiles, which would take from the limits. */
    private static final String LAST = "restart";

    @Override
    public List<Part> parts() {
        return List.of(Part.POSTGRES, Part.KAFKA, Part.LEDGER);
    }

    private interface Group {
        void measure() throws Exception;
    }

    @Override
    public List<Figure> run(BenchSandbox sandbox, BenchOptions options) throws Exception {
        var ledger = new UnderTest(sandbox.running(), options.length());
        new Stock(ledger).load();
        try (var limits = new Limits(sandbox.running(), options.length())) {
            var told = new Told(limits);
            var kafka = new KafkaFigures(ledger, told);
            kafka.createTopic();
            var groups = groups(ledger, told, limits, kafka, options);
            limits.fillLog();
            warmUp(ledger, kafka);
            measure(limits, "before");
            var invariants = new Invariants(ledger);
            var topics = new ArrayList<Figure>();
            for (var group : groups.entrySet()) {
                if (group.getKey().equals(LAST)) {
                    measure(limits, "after");
                }
                if (options.wants(group.getKey())) {
                    if (BEHIND_THE_RELAY.contains(group.getKey()) && topics.isEmpty()) {
                        topics.addAll(invariants.figures(true));
                    }
                    measure(group.getKey(), group.getValue(), told);
                }
            }
            var figures = new ArrayList<>(told.all());
            figures.addAll(looks(limits));
            figures.addAll(topics);
            figures.addAll(invariants.figures(topics.isEmpty()));
            return figures;
        }
    }

    private static Map<String, Group> groups(
            UnderTest ledger, Told told, Limits limits, KafkaFigures kafka, BenchOptions options) {
        var http = new HttpFigures(ledger, told, limits);
        var history = new History(ledger);
        var groups = new LinkedHashMap<String, Group>();
        groups.put("kafka", kafka::movements);
        groups.put("movement", http::movements);
        groups.put("hold", http::holds);
        groups.put("hold-one", http::holdsOnOneSku);
        groups.put("level", http::levels);
        groups.put("repeated", kafka::repeated);
        groups.put("size", kafka::sizes);
        groups.put("lag", new RelayFigures(ledger, told, options.lagLength())::lag);
        groups.put("history", new HistoryFigures(ledger, told, kafka, history, options.history())::measure);
        groups.put("instances", new InstanceFigures(ledger, told)::twoAgainstOne);
        groups.put("oversell", new OversellFigures(ledger, told, options.seed())::measure);
        groups.put(LAST, new RestartFigures(ledger, told, history, options.balances())::measure);
        options.only().stream()
                .filter(name -> !groups.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "Expected some of %s, but got %s".formatted(groups.keySet(), name));
                });
        return groups;
    }

    /** One that cannot be measured is told as such; the others still are. */
    private static void measure(String name, Group group, Told told) {
        try {
            group.measure();
        } catch (Exception failure) {
            failure.printStackTrace();
            told.add(new Figure("failures of " + name, 1, "failures", null, Aim.exactly(0)));
        }
    }

    /** Compiled code is what is measured. */
    private static void warmUp(UnderTest ledger, KafkaFigures kafka) throws Exception {
        UnderTest.say("Warming up");
        for (var i = 0; i < WARM_UP_ROUNDS; i++) {
            ledger.load().closed(32, WARM_UP, ledger.holds(Skus.MANY));
            ledger.load().closed(32, WARM_UP, ledger.movements(Skus.MANY));
            ledger.load().closed(32, WARM_UP.dividedBy(2), ledger.levels(Skus.MANY));
            kafka.round(Skus.MANY, 0);
        }
    }

    private static void measure(Limits limits, String when) throws Exception {
        UnderTest.say("Limits %s", when);
        limits.measure();
        for (var limit : Limit.values()) {
            UnderTest.say("  %s: %.0f/s", limit.text(), limits.looks(limit).getLast());
        }
    }

    /** Each limit before and after; a run whose machine changed under it says nothing. */
    private static List<Figure> looks(Limits limits) {
        var figures = new ArrayList<Figure>();
        for (var limit : Limit.values()) {
            var looks = limits.looks(limit);
            figures.add(new Figure(
                    "limit %s, after against before".formatted(limit.text()),
                    looks.getLast(),
                    "1/s",
                    looks.getFirst(),
                    null));
        }
        limits.moved().forEach(limit -> UnderTest.say("VOID: %s moved by more than 1.5 times", limit.text()));
        figures.add(new Figure("limits that moved too far", limits.moved().size(), "limits", null, Aim.exactly(0)));
        return figures;
    }
}
