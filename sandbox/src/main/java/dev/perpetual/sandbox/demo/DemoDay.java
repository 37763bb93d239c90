package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.Target;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.Perpetual;
import dev.perpetual.sandbox.demo.DemoItem.Kind;
import dev.perpetual.sandbox.demo.Selling.Sold;
import dev.perpetual.sandbox.verify.Check;
import dev.perpetual.sandbox.verify.Checks;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One day of the demo: goods arrive, a supplier reports, channels sell, buyers cancel, warehouses ship, what was
 * missing arrives, and all of it is checked. A second day on kept data is a run of its own with the same items.
 */
final class DemoDay {
    private static final Duration ARRIVES_MAX = Duration.ofSeconds(60);

    private final Target target;
    private final Perpetual perpetual;
    private final long seed;
    private final String run;
    private final int orders;
    private final PrintStream out;
    private final DemoData data;
    private final List<Check> checks = new ArrayList<>();

    DemoDay(Target target, long seed, String run, int orders, PrintStream out) {
        this.target = target;
        this.perpetual = target.perpetual();
        this.seed = seed;
        this.run = run;
        this.orders = orders;
        this.out = out;
        this.data = DemoData.of(seed);
    }

    /** Plays the day and returns every check. */
    List<Check> play() {
        load();
        step("suppliers report", this::report);
        var selling = new Selling(perpetual.router());
        var asked = new DemoOrders(data, seed).make(orders, run, Instant.now());
        var sold = timed("channels sell", () -> selling.post(asked), all -> all.size() + " orders posted");
        var fulfilling = new Fulfilling(perpetual.router(), run, sold);
        step("buyers cancel", () -> {
            fulfilling.cancel(sold);
            return "%d orders, wholly or by a unit".formatted(fulfilling.cancelled());
        });
        step("a person looks", () -> "%d exceptions approved".formatted(approve(sold)));
        step("locations ship", () -> {
            fulfilling.ship();
            return "%d parcels".formatted(fulfilling.shipped());
        });
        step("missing goods arrive", () -> replenish(sold));
        step("locations ship again", () -> {
            var before = fulfilling.shipped();
            fulfilling.ship();
            return "%d parcels".formatted(fulfilling.shipped() - before);
        });
        out.println();
        var summary = DemoSummary.of(perpetual, sold, selling.latencyMicros(), run);
        summary.lines().forEach(line -> out.println("  " + line));
        checks.addAll(summary.checks());
        out.println();
        checks.addAll(Checks.of(target).all());
        return checks;
    }

    private void load() {
        var loading = new Loading(target, data);
        step("places", () -> {
            loading.places();
            return "%d locations".formatted(DemoPlaces.ALL.size());
        });
        step("items", () -> {
            loading.items();
            return "%d items".formatted(data.items().size());
        });
        step("opening stock", () -> "%,d units received".formatted(loading.receive(loading.opening(seed, run))));
        step("routing policy", () -> {
            loading.routing();
            return "fraud scores are looked at";
        });
        step("suppliers", () -> {
            loading.suppliers();
            return "%d suppliers with a feed each".formatted(DemoSupply.SUPPLIERS.size());
        });
        if (target.shopInside().isPresent()) {
            step(
                    "channels",
                    () -> "%d channels with %d listings".formatted(DemoOrders.CHANNELS.size(), loading.channels()));
        }
    }

    /** Each supplier's file comes by the folder, or by HTTP where the folder is out of reach. */
    private String report() {
        var supply = new DemoSupply(data, seed + run.hashCode());
        var asOf = Instant.now();
        long rows = 0;
        for (var supplier : DemoSupply.SUPPLIERS) {
            var file = supply.file(supplier, asOf);
            rows += supply.rows(supplier);
            awaitKnown(supplier, file);
            deliver(supplier, file);
        }
        var arrived = Until.holds(
                ARRIVES_MAX, () -> DemoSupply.SUPPLIERS.stream().allMatch(supplier -> reported(supplier, asOf)));
        checks.add(new Check("supplier files reach the ledger", arrived, "%d rows".formatted(rows)));
        return "%d rows of %d suppliers".formatted(rows, DemoSupply.SUPPLIERS.size());
    }

    /** The supplier-sync learns of locations and items by messages, which may still be on their way. */
    private void awaitKnown(String supplier, String file) {
        if (!Until.holds(
                ARRIVES_MAX,
                () -> perpetual
                        .supplier()
                        .knowsAllOf(supplier, DemoSupply.FEED, file.getBytes(StandardCharsets.UTF_8)))) {
            throw new IllegalStateException(
                    "Expected supplier-sync to know the location and the items of %s, but it does not"
                            .formatted(supplier));
        }
    }

    private void deliver(String supplier, String file) {
        var folder = target.dropFolder();
        if (folder.isEmpty()) {
            perpetual
                    .supplier()
                    .run(
                            supplier,
                            DemoSupply.FEED,
                            file.getBytes(StandardCharsets.UTF_8),
                            "demo-" + run + "/" + supplier);
            return;
        }
        try {
            var feed = Files.createDirectories(folder.get().resolve(supplier).resolve(DemoSupply.FEED));
            var half = Files.writeString(feed.resolve(run + ".csv.part"), file);
            Files.move(half, feed.resolve(run + ".csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ledger has figures of the supplier's that are as of this file. */
    private boolean reported(String supplier, Instant asOf) {
        return perpetual.ledger().levelsAt(supplier).anyMatch(level -> level.isAsOf(asOf));
    }

    /** Enough of what hardly was there arrives, so that those who wait for it are served. */
    private String replenish(List<Sold> sold) {
        var movements = new ArrayList<Movement>();
        for (var item : data.items(Kind.SCARCE)) {
            var id = "demo-%s/arrival/%s".formatted(run, item.sku());
            movements.add(Movement.receive(
                    id, item.sku(), 100, "wh-hamburg", Instant.now(), new Cause("purchase-order", id, null)));
        }
        var units = new Loading(target, data).receive(movements);
        var waiting = sold.stream().filter(one -> waitsForScarce(one)).toList();
        var served = Until.holds(
                ARRIVES_MAX,
                () -> waiting.stream()
                        .noneMatch(one ->
                                isWaiting(perpetual.router().order(one.decided().id()))));
        checks.add(new Check(
                "backorders are served when goods arrive", served, "%d orders waited".formatted(waiting.size())));
        return "%d units, %d waiting orders served".formatted(units, served ? waiting.size() : 0);
    }

    /** Approves every second of the day's exceptions; the others stay in the queue. */
    private int approve(List<Sold> sold) {
        var ours = sold.stream().map(one -> one.decided().id()).collect(Collectors.toSet());
        var open = perpetual
                .router()
                .openExceptions()
                .filter(one -> ours.contains(one.path("order").asText()))
                .map(one -> one.path("id").asText())
                .toList();
        for (var index = 0; index < open.size(); index += 2) {
            perpetual.router().approve(open.get(index), "demo-%s/approve/%s".formatted(run, open.get(index)));
        }
        return (open.size() + 1) / 2;
    }

    private boolean waitsForScarce(Sold one) {
        var scarce = data.items(Kind.SCARCE).stream().map(DemoItem::sku).toList();
        return isWaiting(one.decided())
                && one.asked().request().lines().stream().allMatch(line -> scarce.contains(line.sku()));
    }

    private static boolean isWaiting(Order order) {
        return order.state().equals("backordered");
    }

    private void step(String name, Supplier<String> task) {
        timed(name, task, seen -> seen);
    }

    private <T> T timed(String name, Supplier<T> task, java.util.function.Function<T, String> told) {
        var started = System.nanoTime();
        var result = task.get();
        out.printf("  %-22s %-44s %5.1f s%n", name, told.apply(result), (System.nanoTime() - started) / 1e9);
        return result;
    }
}
