package dev.perpetual.router.sourcing;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.intake.Progress;
import dev.perpetual.router.wire.CatalogReader.CatalogChange;
import dev.perpetual.router.wire.CatalogReader.Item;
import dev.perpetual.router.wire.CatalogReader.Location;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Takes changes of the catalog over into our copy. */
@ApplicationScoped
public class RecordCatalog {
    private final Database database;

    RecordCatalog(Database database) {
        this.database = database;
    }

    public void record(List<CatalogChange> changes, Progress progress) {
        var items = changes.stream()
                .filter(Item.class::isInstance)
                .map(Item.class::cast)
                .toList();
        var locations = changes.stream()
                .filter(Location.class::isInstance)
                .map(Location.class::cast)
                .toList();
        database.inTransaction(connection -> {
            Catalog.recordItems(connection, items);
            Catalog.recordLocations(connection, locations);
            progress.store(connection);
            return true;
        });
    }
}
