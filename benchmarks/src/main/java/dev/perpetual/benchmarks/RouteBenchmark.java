package dev.perpetual.benchmarks;

import static dev.perpetual.benchmarks.OpenLoop.millis;

import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Money;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.OrderRequest;
import dev.perpetual.sandbox.client.Perpetual;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.HdrHistogram.Histogram;

/** POST order to routed, as a channel sees it, at 50 orders a second on an otherwise idle sandbox. */
final class RouteBenchmark implements Main.Benchmark {

    private static final int ORDERS_PER_SECOND = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(120);
    private static final Duration MEASURED = Duration.ofSeconds(60);
    private static final Duration FLOOR = Duration.ofSeconds(15);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final Duration HEARD_MAX = Duration.ofSeconds(60);
    private static final double AIM_MILLIS = 250;
    /** Two looks at the same machine that differ by more say that something else was running on it. */
    private static final double FLOORS_APART_MAX = 1.5;

    private static final int SKUS = 200;
    private static final List<String> WAREHOUSES = List.of("bench-north", "bench-middle", "bench-south");

    private final Map<String, long[]> answered = new ConcurrentHashMap<>();

    @Override
    public List<Figure> run(BenchSandbox sandbox, BenchOptions options) throws Exception {
        var client = sandbox.client();
        load(client);
        say("Warming up for %d s", WARM_UP.toSeconds());
        orders(client, "warm-up", WARM_UP);
        answered.clear();
        try (var floor = new Floor(sandbox.running())) {
            floor.measure(ORDERS_PER_SECOND, FLOOR);
            var before = floor.measure(ORDERS_PER_SECOND, FLOOR);
            say("Posting %d orders/s for %d s", ORDERS_PER_SECOND, MEASURED.toSeconds());
            var measured = orders(client, "measured", MEASURED);
            var after = floor.measure(ORDERS_PER_SECOND, FLOOR);
            judgeFloors(before, after);
            before.add(after);
            return figures(measured, before, sandbox.running().bootstrapServers());
        }
    }

    private static void judgeFloors(Histogram before, Histogram after) {
        var apart = millis(before, 50) / millis(after, 50);
        if (apart > FLOORS_APART_MAX || apart < 1 / FLOORS_APART_MAX) {
            say("VOID: the floor moved from %.1f to %.1f ms during the run", millis(before, 50), millis(after, 50));
        }
    }

    private List<Figure> figures(Histogram measured, Histogram floor, String bootstrapServers) {
        var figures = new ArrayList<Figure>();
        figures.add(new Figure("route p50", millis(measured, 50), "ms", millis(floor, 50), null));
        figures.add(
                new Figure("route p99", millis(measured, 99), "ms", millis(floor, 99), Figure.Aim.atMost(AIM_MILLIS)));
        Stages.read(bootstrapServers).of(answered).forEach((stage, time) -> {
            figures.add(new Figure("route stage p50: " + stage, millis(time, 50), "ms", millis(floor, 50), null));
            figures.add(new Figure("route stage p99: " + stage, millis(time, 99), "ms", millis(floor, 99), null));
        });
        return figures;
    }

    private Histogram orders(Perpetual client, String channel, Duration length) throws Exception {
        var random = new SplittableRandom(7);
        var orders = new ArrayList<OrderRequest>();
        for (var i = 0; i < ORDERS_PER_SECOND * length.toSeconds(); i++) {
            orders.add(order(channel, i, random));
        }
        return OpenLoop.run(ORDERS_PER_SECOND, length, number -> {
            var due = Instant.now();
            var placed = client.router().place(orders.get(number), ANSWER_MAX);
            if (placed.status() != 201 || !placed.order().state().equals("routed")) {
                throw new IllegalStateException("Expected order %d to be routed, but got %s"
                        .formatted(number, placed.order().state()));
            }
            answered.put(placed.order().id(), new long[] {Stages.micros(due), Stages.micros(Instant.now())});
        });
    }

    /** One to four lines of one to three units, somewhere in the country. */
    private static OrderRequest order(String channel, int number, SplittableRandom random) {
        var first = random.nextInt(SKUS);
        var lines = new ArrayList<OrderRequest.Line>();
        for (var line = 1; line <= 1 + random.nextInt(4); line++) {
            lines.add(new OrderRequest.Line(
                    line, sku((first + line * 31) % SKUS), 1 + random.nextInt(3), new Money("9.99", "EUR")));
        }
        return new OrderRequest(
                "bench",
                channel + "-" + number,
                Instant.now(),
                new OrderRequest.ShipTo("DE", null, null, null),
                lines,
                null,
                null);
    }

    private static void load(Perpetual client) {
        say("Loading %d items in %d warehouses", SKUS, WAREHOUSES.size());
        for (var i = 0; i < WAREHOUSES.size(); i++) {
            client.ledger()
                    .putLocation(new Location(
                            WAREHOUSES.get(i),
                            WAREHOUSES.get(i),
                            "WAREHOUSE",
                            new Location.Address("DE", null, null, 54.0 - 3 * i, 10.0),
                            "Europe/Berlin",
                            "refuse",
                            true));
        }
        var movements = new ArrayList<Movement>();
        for (var i = 0; i < SKUS; i++) {
            client.ledger().putItem(Item.named(sku(i), "Bench item " + i));
            for (var warehouse : WAREHOUSES) {
                movements.add(Movement.receive(
                        "bench-open-" + i + "-" + warehouse,
                        sku(i),
                        100_000,
                        warehouse,
                        Instant.now(),
                        new Movement.Cause("opening", "bench", null)));
            }
        }
        client.ledger().record(movements);
        for (var i = 0; i < SKUS; i++) {
            awaitHeard(client, sku(i));
        }
    }

    /** Waits until the router knows of the SKU and of its stock. */
    private static void awaitHeard(Perpetual client, String sku) {
        var order = new OrderRequest(
                "bench",
                "preview",
                Instant.EPOCH,
                new OrderRequest.ShipTo("DE", null, null, null),
                List.of(new OrderRequest.Line(1, sku, 1, null)),
                null,
                null);
        var deadline = Instant.now().plus(HEARD_MAX);
        while (!client.router().couldHold(order)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "Expected the router to hear of %s within %s".formatted(sku, HEARD_MAX));
            }
        }
    }

    private static String sku(int number) {
        return "BENCH-%04d".formatted(number);
    }

    private static void say(String text, Object... values) {
        System.err.println(String.format(java.util.Locale.ROOT, text, values));
    }
}
