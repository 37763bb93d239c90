package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.benchmarks.load.HttpLoad;
import dev.perpetual.sandbox.Beside;
import dev.perpetual.sandbox.Part;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/** Two instances of the ledger on one database. */
final class InstanceFigures {

    private static final int CLIENTS = 32;
    private static final int ROUNDS = 5;

    /** As long as the first has had: it still becomes faster after a minute. */
    private static final Duration WARM_UP = Duration.ofSeconds(150);

    private final UnderTest ledger;
    private final Told told;

    InstanceFigures(UnderTest ledger, Told told) {
        this.ledger = ledger;
        this.told = told;
    }

    /** One and two take turns, so that both see the same machine. */
    void twoAgainstOne() throws Exception {
        UnderTest.say("Two instances against one, holds over HTTP");
        var one = new double[ROUNDS];
        var two = new double[ROUNDS];
        try (var second = Beside.instance(ledger.running(), Part.LEDGER, "second")) {
            var both = List.of(ledger.load(), ledger.load(second.url()));
            perSecond(both, WARM_UP);
            for (var i = 0; i < ROUNDS; i++) {
                one[i] = perSecond(List.of(ledger.load()), ledger.length());
                two[i] = perSecond(both, ledger.length());
                UnderTest.say("  one: %.0f/s, two: %.0f/s", one[i], two[i]);
            }
        }
        told.add(new Figure(
                "hold, 32 clients, two instances against one",
                KafkaFigures.median(two),
                "1/s",
                KafkaFigures.median(one),
                Aim.ratioAtLeast(0.9)));
    }

    /** The clients are shared out evenly among the instances. */
    private double perSecond(List<HttpLoad> instances, Duration length) throws Exception {
        try (var threads = Executors.newFixedThreadPool(instances.size())) {
            var loads = instances.stream()
                    .map(instance -> threads.submit(
                            () -> instance.closed(CLIENTS / instances.size(), length, ledger.holds(Skus.MANY))))
                    .toList();
            var sum = 0.0;
            for (var load : loads) {
                sum += load.get().perSecond();
            }
            return sum;
        }
    }
}
