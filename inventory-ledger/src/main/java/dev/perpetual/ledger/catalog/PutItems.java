package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** Makes or changes items; one that is as it was stays as it is, version included. */
@ApplicationScoped
public class PutItems {

    private final Database database;
    private final Clock clock = Clock.systemUTC();

    PutItems(Database database) {
        this.database = database;
    }

    /** Returns the items as they now are, in the given order; of two with the same SKU the later wins. */
    public List<ItemBody> put(List<ItemBody> checked) {
        while (true) {
            try {
                return database.inTransaction(connection -> put(connection, checked));
            } catch (Catalog.Overtaken overtaken) {
                // The next look sees what the other one made.
            }
        }
    }

    private List<ItemBody> put(Connection connection, List<ItemBody> checked) throws SQLException {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var wanted = new LinkedHashMap<String, ItemBody>();
        checked.forEach(item -> wanted.put(String.valueOf(item.sku()), item));
        var known = Catalog.lockItems(connection, List.copyOf(wanted.keySet()));
        var changed = new ArrayList<ItemBody>();
        wanted.replaceAll((sku, item) -> {
            var before = known.get(sku);
            if (before != null && before.content().equals(item)) {
                return before;
            }
            var next = item.at(before == null || before.version() == null ? 1 : before.version() + 1, now);
            changed.add(next);
            return next;
        });
        if (!changed.isEmpty()) {
            changed.sort(Comparator.comparing(ItemBody::sku));
            Catalog.storeItems(connection, changed, now);
            Outbox.emitState(
                    connection,
                    changed.stream()
                            .map(item -> Catalog.itemChanged(
                                    String.valueOf(item.sku()),
                                    item.version() == null ? 1 : item.version(),
                                    Catalog.write(item),
                                    now))
                            .toList());
        }
        return List.copyOf(wanted.values());
    }
}
