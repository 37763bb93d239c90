package dev.perpetual.sandbox.replay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toList;

import dev.perpetual.sandbox.client.CancelRequest;
import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.client.Order;
import dev.perpetual.sandbox.client.ReturnRequest;
import dev.perpetual.sandbox.client.RouterClient;
import dev.perpetual.sandbox.replay.Undo.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Plays a cancelled invoice: cancels what is still here, takes back what has left, and records adjustments. */
final class Takebacks {
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final RouterClient router;
    private final LedgerClient ledger;
    private final ReplaySettings settings;
    private final Tracks tracks;

    Takebacks(RouterClient router, LedgerClient ledger, ReplaySettings settings, Tracks tracks) {
        this.router = router;
        this.ledger = ledger;
        this.settings = settings;
        this.tracks = tracks;
    }

    /** Cancels at the router what this invoice takes from one order that is still here, until that is done. */
    void cancel(Invoice invoice, String sale, List<Undo> undos) {
        var track = tracks.ofSale(sale);
        var order = track.answered().join();
        var quantities = undos.stream().collect(groupingBy(Undo::saleLine, TreeMap::new, summingLong(Undo::quantity)));
        var lines = new ArrayList<CancelRequest.Line>();
        quantities.forEach((line, quantity) -> lines.add(new CancelRequest.Line(line, quantity)));
        router.cancel(order.id(), new CancelRequest(settings.id("cancel", invoice.key(), sale), lines));
        await(order.id(), now -> now.lines().stream().allMatch(line -> line.cancelling() == 0), "cancelled");
        track.cancelled(undos.stream().mapToLong(Undo::quantity).sum());
    }

    /** Waits until what comes back of one order has left, as the router knows it. */
    void awaitLeaving(String sale, List<Undo> undos) {
        var track = tracks.ofSale(sale);
        track.gone().join();
        var order = track.order().orElseThrow();
        var wanted = byLine(undos);
        await(order, now -> hasLeft(now, wanted), "shipped");
    }

    /** The ledger answers the router by messages: asks until the order is as it should be. */
    private void await(String order, Predicate<Order> condition, String expected) {
        var deadline = System.nanoTime() + settings.patience().toNanos();
        var now = router.order(order);
        while (!condition.test(now)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Expected units to be %s, but got %s".formatted(expected, now));
            }
            Interrupted.pause(ASK_AGAIN);
            now = router.order(order);
        }
    }

    private static boolean hasLeft(Order order, Map<Integer, Long> wanted) {
        return order.lines().stream()
                .allMatch(line -> line.shipped() - line.returned() >= wanted.getOrDefault(line.line(), 0L));
    }

    /** Takes back what has left of one order: at each warehouse what belongs there. */
    void takeBack(Invoice invoice, String sale, List<Undo> undos) {
        var order = tracks.ofSale(sale).order().orElseThrow();
        var byWarehouse = undos.stream().collect(groupingBy(undo -> ReplayRules.warehouseOf(undo.sku())));
        byWarehouse.forEach((warehouse, part) -> {
            var lines = new ArrayList<ReturnRequest.Line>();
            byLine(part).forEach((line, quantity) -> lines.add(new ReturnRequest.Line(line, quantity, "restock")));
            var id = settings.id("return", invoice.key(), sale, warehouse.id());
            router.takeBack(order, new ReturnRequest(id, warehouse.id(), lines));
        });
    }

    /** Records what comes back though the file has no sale to it. */
    void takeBackLoose(Invoice invoice, List<Undo> undos) {
        var movements = new ArrayList<Movement>();
        for (var undo : undos) {
            movements.add(Movement.returned(
                    settings.id("return", invoice.key(), "loose", Integer.toString(movements.size() + 1)),
                    undo.sku(),
                    undo.quantity(),
                    ReplayRules.warehouseOf(undo.sku()).id(),
                    Instant.now(),
                    new Cause("return", settings.id("return", invoice.key()), null)));
        }
        record(movements);
    }

    /** Records units that are gone without a customer. */
    void adjust(Invoice invoice) {
        record(invoice.adjustments().stream()
                .map(line -> Movement.countAdjust(
                        settings.id("adjustment", invoice.key(), Integer.toString(line.id())),
                        line.sku(),
                        -line.quantity(),
                        ReplayRules.warehouseOf(line.sku()).id(),
                        "adjusted in the sales file",
                        Instant.now(),
                        new Cause("count", settings.id("adjustment", invoice.key()), null)))
                .toList());
    }

    /** Those of this kind, by the order they belong to. */
    static Map<String, List<Undo>> bySale(List<Undo> undos, Kind kind) {
        return undos.stream()
                .filter(undo -> undo.kind() == kind)
                .collect(groupingBy(Undo::sale, LinkedHashMap::new, toList()));
    }

    private static Map<Integer, Long> byLine(List<Undo> undos) {
        return undos.stream().collect(groupingBy(Undo::saleLine, TreeMap::new, summingLong(Undo::quantity)));
    }

    private void record(List<Movement> movements) {
        for (var result : ledger.record(movements)) {
            if (!result.isRecorded()) {
                throw new IllegalStateException(
                        "Expected %s to be recorded, but got %s".formatted(result.id(), result.problem()));
            }
        }
    }
}
