package dev.perpetual.ledger.catalog;

import dev.perpetual.ledger.domain.Kit;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What kits are and were made of. */
public final class KitDefinitions {

    private final KitDates dates;
    private final long version;
    private final @Nullable Instant retiredBy;

    private KitDefinitions(KitDates dates, long version, @Nullable Instant retiredBy) {
        this.dates = dates;
        this.version = version;
        this.retiredBy = retiredBy;
    }

    /** True when it was surely not sold any more: it is not, and nothing of the item changed since. */
    public boolean isRetired(Instant when) {
        return retiredBy != null && !retiredBy.isAfter(when);
    }

    /** What it was made of at an instant. */
    public Kit at(Instant when) {
        return dates.at(when, version);
    }

    /** Those of the items that are or ever were kits. */
    public static Map<Sku, KitDefinitions> load(Connection connection, Collection<Sku> skus) throws SQLException {
        return load(connection, skus, "");
    }

    /** As {@link #load}, and none of them changes before the transaction ends. Items are locked before streams. */
    public static Map<Sku, KitDefinitions> lock(Connection connection, Collection<Sku> skus) throws SQLException {
        return load(connection, skus, " ORDER BY sku FOR SHARE");
    }

    private static Map<Sku, KitDefinitions> load(Connection connection, Collection<Sku> skus, String lock)
            throws SQLException {
        var found = new HashMap<Sku, KitDefinitions>();
        try (var select = connection.prepareStatement(
                "SELECT sku, kit_version, body, recorded_at FROM item WHERE kit_version > 0 AND sku = ANY(?)" + lock)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", skus.stream().map(Sku::code).toArray(String[]::new)));
            var rows = select.executeQuery();
            while (rows.next()) {
                var item = Catalog.read(rows.getString(3), ItemBody.class);
                found.put(
                        new Sku(rows.getString(1)),
                        new KitDefinitions(
                                KitDates.of(item),
                                rows.getLong(2),
                                "retired".equals(item.status())
                                        ? rows.getObject(4, OffsetDateTime.class)
                                                .toInstant()
                                        : null));
            }
        }
        return found;
    }
}
