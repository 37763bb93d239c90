package dev.perpetual.sandbox.replay;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toList;

import dev.perpetual.sandbox.client.CancelRequest;
import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.client.RouterClient;
import dev.perpetual.sandbox.replay.Undo.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/** Plays a cancelled invoice: cancels what is still here, takes back what has left, and writes adjustments off. */
final class Takebacks {
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

    /** Cancels at the router what this invoice takes from one order that is still here. */
    void cancel(Invoice invoice, String sale, List<Undo> undos) {
        var track = tracks.ofSale(sale);
        var order = track.answered().join();
        var quantities = undos.stream().collect(groupingBy(Undo::saleLine, TreeMap::new, summingLong(Undo::quantity)));
        var lines = new ArrayList<CancelRequest.Line>();
        quantities.forEach((line, quantity) -> lines.add(new CancelRequest.Line(line, quantity)));
        router.cancel(order.id(), new CancelRequest(settings.id("cancel", invoice.key(), sale), lines));
        track.cancelled(undos.stream().mapToLong(Undo::quantity).sum());
    }

    /** Waits until everything that comes back has left before. */
    void awaitLeaving(List<Undo> undos) {
        undos.stream()
                .filter(undo -> undo.kind() == Kind.RETURN)
                .map(Undo::sale)
                .distinct()
                .forEach(sale -> tracks.ofSale(sale).gone().join());
    }

    /** Records what comes back as movements, each caused by the order it left with or by the invoice itself. */
    void takeBack(Invoice invoice, List<Undo> undos) {
        var movements = new ArrayList<Movement>();
        for (var number = 0; number < undos.size(); number++) {
            var undo = undos.get(number);
            movements.add(Movement.returned(
                    settings.id("return", invoice.key(), Integer.toString(number + 1)),
                    undo.sku(),
                    undo.quantity(),
                    ReplayRules.warehouseOf(undo.sku()).id(),
                    Instant.now(),
                    cause(invoice, undo)));
        }
        record(movements);
    }

    /** Records units that are gone without a customer. */
    void writeOff(Invoice invoice) {
        record(invoice.adjustments().stream()
                .map(line -> Movement.writeOff(
                        settings.id("adjustment", invoice.key(), Integer.toString(line.id())),
                        line.sku(),
                        line.quantity(),
                        ReplayRules.warehouseOf(line.sku()).id(),
                        "adjusted in the sales file",
                        Instant.now(),
                        new Cause("count", settings.id("adjustment", invoice.key()), null)))
                .toList());
    }

    /** What is cancelled here, by order. */
    static LinkedHashMap<String, List<Undo>> cancelledBySale(List<Undo> undos) {
        return undos.stream()
                .filter(undo -> undo.kind() == Kind.CANCEL)
                .collect(groupingBy(Undo::sale, LinkedHashMap::new, toList()));
    }

    private Cause cause(Invoice invoice, Undo undo) {
        if (undo.kind() == Kind.LOOSE_RETURN) {
            return new Cause("return", settings.id("return", invoice.key()), null);
        }
        return new Cause("order", tracks.ofSale(undo.sale()).order().orElseThrow(), Integer.toString(undo.saleLine()));
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
