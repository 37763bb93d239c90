package dev.perpetual.publisher.availability;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.publisher.stock.Items;
import dev.perpetual.publisher.stock.Kits;
import dev.perpetual.publisher.stock.Levels;
import dev.perpetual.publisher.stock.Levels.Level;
import dev.perpetual.publisher.stock.Locations;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Takes in what the ledger tells of levels, and makes anew what their listings show, in one transaction. */
@ApplicationScoped
public class FoldLevels {

    private final Database database;
    private final WantedSignal signal;

    FoldLevels(Database database, WantedSignal signal) {
        this.database = database;
        this.signal = signal;
    }

    public void fold(List<Level> levels, Progress progress) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var hasChanged = database.inTransaction(connection -> {
            progress.store(connection);
            Locations.keepStill(connection);
            var told = levels.stream().map(Level::sku).distinct().toList();
            Items.lock(connection, Kits.with(connection, told));
            var changed = Levels.keepNewest(connection, levels);
            return RecomputeWanted.ofSkus(connection, Kits.with(connection, changed), now);
        });
        if (hasChanged) {
            signal.ring();
        }
    }
}
