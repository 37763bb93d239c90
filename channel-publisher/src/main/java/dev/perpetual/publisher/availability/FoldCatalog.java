package dev.perpetual.publisher.availability;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.publisher.stock.Items;
import dev.perpetual.publisher.stock.Items.Item;
import dev.perpetual.publisher.stock.Kits;
import dev.perpetual.publisher.stock.Levels;
import dev.perpetual.publisher.stock.Locations;
import dev.perpetual.publisher.stock.Locations.Location;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;

/** Takes in what the catalog tells, and makes anew what the affected listings show, in one transaction. */
@ApplicationScoped
public class FoldCatalog {

    private final Database database;
    private final WantedSignal signal;

    FoldCatalog(Database database, WantedSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    public void fold(List<Item> items, List<Location> locations, Progress progress) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var changed = database.inTransaction(connection -> {
            progress.store(connection);
            var skus = new HashSet<String>();
            if (!locations.isEmpty() || Kits.among(connection, items)) {
                Locations.change(connection); // Nobody is to count with the parts of before.
            } else {
                Locations.keepStill(connection);
            }
            if (!locations.isEmpty()) {
                var moved = Locations.keepNewest(connection, locations);
                skus.addAll(Levels.skusAt(connection, moved));
            }
            if (!items.isEmpty()) {
                var told = items.stream().map(Item::sku).distinct().toList();
                Items.lock(connection, Kits.with(connection, told));
                skus.addAll(Items.keepNewest(connection, items));
            }
            return RecomputeWanted.ofSkus(connection, Kits.with(connection, skus), now);
        });
        if (changed) {
            signal.ring();
        }
    }
}
