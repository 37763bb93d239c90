package dev.perpetual.benchmarks.ledger;

import dev.perpetual.benchmarks.Figure;
import dev.perpetual.benchmarks.Figure.Aim;
import dev.perpetual.sandbox.Beside;
import dev.perpetual.sandbox.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * 100 units and 1,000 who want one, on 1, 2 and 4 instances, each of which may be killed at any moment. Who gets no answer
 * asks again, of any instance; in the end everybody asks once more, and must be told the same.
 */
final class OversellFigures {

    private static final int[] INSTANCES = {1, 2, 4};
    private static final int UNITS = 100;
    private static final int TRIES = 1_000;
    private static final int ROUNDS = 3;
    private static final int AT_ONCE = 32;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final int REST_MILLIS = 20;

    private final UnderTest ledger;
    private final Told told;
    private final SplittableRandom random;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    OversellFigures(UnderTest ledger, Told told, long seed) {
        this.ledger = ledger;
        this.told = told;
        this.random = new SplittableRandom(seed);
        UnderTest.say("Seed %d", seed);
    }

    void measure() throws Exception {
        for (var count : INSTANCES) {
            UnderTest.say("%d units, %d tries, %d instances, kill -9", UNITS, TRIES, count);
            List<Beside> others = new ArrayList<>();
            try {
                for (var i = 1; i < count; i++) {
                    others.add(Beside.instance(ledger.running(), Part.LEDGER, "oversell-" + i));
                }
                for (var round = 0; round < ROUNDS; round++) {
                    round(new Skus("SALE-" + count + "-" + round, 1), others);
                }
            } finally {
                others.forEach(Beside::close);
            }
        }
    }

    private void round(Skus sale, List<Beside> others) throws Exception {
        var sku = sale.at(0);
        var stock = new Stock(ledger);
        stock.putItems(sale.all());
        ledger.client().record(List.of(Stock.receive(sku, UnderTest.PLACE, UNITS)));
        var victim = random.nextInt(others.size() + 1);
        var killAt = 1 + random.nextInt(TRIES - 1);
        var answered = new AtomicInteger();
        Map<String, Answer> answers = new ConcurrentHashMap<>();
        everybody(sku, others, (id, answer) -> {
            answers.put(id, answer);
            if (answered.incrementAndGet() == killAt) {
                kill(victim, others);
            }
        });
        ledger.running().awaitReady(Part.LEDGER, Duration.ofMinutes(2));
        var changed = new AtomicInteger();
        everybody(sku, others, (id, answer) -> {
            if (!answer.equals(answers.get(id))) {
                changed.incrementAndGet();
            }
        });
        if (victim > 0) {
            others.set(victim - 1, Beside.instance(ledger.running(), Part.LEDGER, sale.prefix()));
        }
        judge(
                sale,
                others.size() + 1,
                answers,
                changed.get(),
                "killed %d of them after answer %d".formatted(victim, killAt));
    }

    /** The supervisor starts the first again; the others are replaced before the next round. */
    private void kill(int victim, List<Beside> others) {
        if (victim == 0) {
            ledger.running().kill(Part.LEDGER);
        } else {
            others.get(victim - 1).kill();
        }
    }

    private record Answer(int status, String said) {}

    private interface Sink {
        void accept(String id, Answer answer) throws Exception;
    }

    private void everybody(String sku, List<Beside> others, Sink sink) throws Exception {
        var urls = new ArrayList<URI>(List.of(ledger.url()));
        others.forEach(other -> urls.add(other.url()));
        var turns = new Semaphore(AT_ONCE);
        List<Future<?>> tries = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < TRIES; i++) {
                var id = sku + "-" + i;
                var first = i;
                turns.acquire();
                tries.add(threads.submit(() -> {
                    try {
                        sink.accept(id, ask(id, sku, urls, first));
                    } finally {
                        turns.release();
                    }
                    return null;
                }));
            }
            for (var one : tries) {
                one.get();
            }
        }
    }

    /** Until there is an answer. */
    private Answer ask(String id, String sku, List<URI> urls, int first) throws InterruptedException {
        for (var turn = first; ; turn++) {
            try {
                var request = HttpRequest.newBuilder(
                                urls.get(turn % urls.size()).resolve("/v1/holds"))
                        .header("Authorization", "Bearer " + ledger.running().adminKey())
                        .header("Content-Type", "application/json")
                        .timeout(ANSWER_MAX)
                        .POST(BodyPublishers.ofString(UnderTest.hold(id, sku)))
                        .build();
                var answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return new Answer(answer.statusCode(), answer.body());
                }
            } catch (IOException gone) {
                // Killed; another one may know.
            }
            Thread.sleep(REST_MILLIS);
        }
    }

    private void judge(Skus sale, int instances, Map<String, Answer> answers, int changed, String what)
            throws SQLException {
        var granted = answers.values().stream()
                .filter(answer -> answer.status() == 201)
                .count();
        ledger.granted(granted);
        var sku = sale.at(0);
        var held = ledger.number("SELECT coalesce(sum(granted), 0) FROM hold_line WHERE sku = '" + sku + "'");
        var counter = ledger.number("SELECT held * 1000 + available FROM balance WHERE sku = '" + sku + "'");
        var moved = ledger.number("SELECT coalesce(sum(quantity), 0) FROM journal WHERE topic = 'stock-movements'"
                + " AND kind = 'hold' AND stream = '" + sku + "'");
        UnderTest.say("  %s: %d granted, %d refused", what, granted, answers.size() - granted);
        var name = "100 units, 1,000 tries, %d instances, %s".formatted(instances, sku);
        told.add(new Figure(name + ": granted", granted, "units", (double) UNITS, Aim.exactly(UNITS)));
        told.add(new Figure(
                name + ": holds, counter or movements that say otherwise",
                Math.abs(held - UNITS) + Math.abs(counter - UNITS * 1_000L) + Math.abs(moved - UNITS),
                "units",
                null,
                Aim.exactly(0)));
        told.add(new Figure(
                name + ": answers lost or changed", TRIES - answers.size() + changed, "answers", null, Aim.exactly(0)));
    }
}
