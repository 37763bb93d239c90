package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.Item;
import dev.perpetual.sandbox.client.LedgerClient;
import dev.perpetual.sandbox.client.Location;
import dev.perpetual.sandbox.client.Location.Address;
import dev.perpetual.sandbox.client.Movement;
import dev.perpetual.sandbox.client.Movement.Cause;
import dev.perpetual.sandbox.replay.ReplayRules.Warehouse;
import java.time.Duration;
import java.util.List;

/** Makes the shop ready: its two warehouses, its items, and the stock that lets every sale ship. */
final class Stocking {
    private static final int ITEMS_AT_ONCE = 8;
    private static final Address HOME = new Address("GB", "ENG", "BR1", 51.4, 0.02);

    private final LedgerClient ledger;
    private final ReplaySettings settings;
    private final Survey survey;

    Stocking(LedgerClient ledger, ReplaySettings settings, Survey survey) {
        this.ledger = ledger;
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
