package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Interrupted;
import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Location.Address;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.client.OrderRequest;
import dev.perpetual.sandbox.client.OrderRequest.ShipTo;
import dev.perpetual.sandbox.client.Perpetual;
import dev.perpetual.sandbox.client.RouterClient;
import dev.perpetual.sandbox.replay.ReplayRules.Warehouse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the shop ready: its two warehouses, its items, and the stock that lets every sale ship. */
final class Stocking {
    private static final int ITEMS_AT_ONCE = 8;
    private static final Address HOME = new Address("GB", "ENG", "BR1", 51.4, 0.02);

    private static final int PREVIEW_LINES = 500;
    private static final Duration ASK_AGAIN = Duration.ofMillis(200);

    private final LedgerClient ledger;
    private final RouterClient router;
    private final ReplaySettings settings;
    private final Survey survey;

    Stocking(Perpetual perpetual, ReplaySettings settings, Survey survey) {
        this.ledger = perpetual.ledger();
        this.router = perpetual.router();
        this.settings = settings;
        this.survey = survey;
    }

    void run(Failures failures) {
        for (var warehouse : Warehouse.values()) {
            ledger.putLocation(new Location(
                    warehouse.id(), "Retail " + warehouse.id(), "WAREHOUSE", HOME, "Europe/London", "flag", true));
        }
        try (var workers = new Workers(ITEMS_AT_ONCE, failures)) {
            survey.bySku()
                    .forEach((sku, totals) ->
                            workers.start("item " + sku, () -> ledger.putItem(Item.named(sku, totals.name(sku)))));
            workers.await();
        }
        receive();
        awaitHeard();
    }

    /** The router hears of items and stock by messages; an order that came before them would be turned away or wait. */
    private void awaitHeard() {
        var skus = new ArrayList<String>();
        survey.bySku().forEach((sku, totals) -> {
            if (totals.sold() > 0) {
                skus.add(sku);
            }
        });
        var deadline = System.nanoTime() + settings.patience().toNanos();
        for (var from = 0; from < skus.size(); from += PREVIEW_LINES) {
            var order = oneOfEach(skus.subList(from, Math.min(from + PREVIEW_LINES, skus.size())));
            while (!router.couldHold(order) && System.nanoTime() < deadline) {
                Interrupted.pause(ASK_AGAIN);
            }
        }
    }

    private OrderRequest oneOfEach(List<String> skus) {
        var lines = IntStream.range(0, skus.size())
                .mapToObj(index -> new OrderRequest.Line(index + 1, skus.get(index), 1, null))
                .toList();
        var shipTo = new ShipTo(Countries.HOME, null, null, null);
        return new OrderRequest(settings.channel(), "preview", survey.first(), shipTo, lines, "allow", null);
    }

    private void receive() {
        for (var result : ledger.record(opening())) {
            if (!result.isRecorded()) {
                throw new IllegalStateException("Expected the opening stock %s to be recorded, but got %s"
                        .formatted(result.id(), result.problem()));
            }
        }
    }

    private List<Movement> opening() {
        var before = survey.first().minus(Duration.ofDays(1));
        return survey.bySku().entrySet().stream()
                .filter(entry -> entry.getValue().opening() > 0)
                .map(entry -> Movement.receive(
                        settings.id("opening", entry.getKey()),
                        entry.getKey(),
                        entry.getValue().opening(),
                        ReplayRules.warehouseOf(entry.getKey()).id(),
                        before,
                        new Cause("purchase-order", settings.id("opening"), null)))
                .toList();
    }
}
