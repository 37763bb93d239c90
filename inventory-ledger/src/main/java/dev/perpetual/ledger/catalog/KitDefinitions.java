package dev.perpetual.ledger.catalog;

import dev.perpetual.ledger.domain.Kit;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What kits are and were made of. */
public final class KitDefinitions {

    private final KitDates dates;
    private final long version;

    private KitDefinitions(KitDates dates, long version) {
        this.dates = dates;
        this.version = version;
    }

    /** What it was made of at an instant. */
    public Kit at(Instant when) {
        return dates.at(when, version);
    }

    /** Those of the items that are or ever were kits. */
    public static Map<Sku, KitDefinitions> load(Connection connection, Collection<Sku> skus) throws SQLException {
        var found = new HashMap<Sku, KitDefinitions>();
        try (var select = connection.prepareStatement(
                "SELECT sku, kit_version, body FROM item WHERE kit_version > 0 AND sku = ANY(?)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", skus.stream().map(Sku::code).toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                found.put(
                        new Sku(rows.getString(1)),
                        new KitDefinitions(
                                KitDates.of(Catalog.read(rows.getString(3), ItemBody.class)), rows.getLong(2)));
            }
        }
        return found;
    }
}
