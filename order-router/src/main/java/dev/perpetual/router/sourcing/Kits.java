package dev.perpetual.router.sourcing;

import dev.perpetual.router.domain.sourcing.Kit;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.sql.Unnest;
import dev.perpetual.router.wire.CatalogReader.Item;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Table access: of what virtual kits are made. */
final class Kits {
    private Kits() {}

    private record Row(String kit, String part, long units) {}

    /**
     * Kits among the SKUs, and kits that have one of these or of their parts: whoever asks for one of them asks for the same
     * units. A kit with a part that is retired is not made any more, so it is not among them.
     */
    static List<Kit> around(Connection connection, Collection<String> skus) throws SQLException {
        var parts = new TreeMap<String, List<Kit.Part>>();
        Read.all(connection, """
                        WITH named AS (SELECT sku FROM unnest(?) AS sku),
                        moved AS (SELECT sku FROM named UNION SELECT part FROM named JOIN kit_part ON kit = sku),
                        around AS (SELECT DISTINCT kit FROM moved JOIN kit_part ON part = sku)
                        SELECT kit, part, units FROM around JOIN kit_part USING (kit)
                        WHERE NOT EXISTS (SELECT FROM kit_part AS gone JOIN item ON item.sku = gone.part
                          WHERE gone.kit = around.kit AND item.status = 'retired')
                        ORDER BY kit, part""", row -> new Row(row.getString(1), row.getString(2), row.getLong(3)), skus)
                .forEach(row -> parts.computeIfAbsent(row.kit(), _ -> new ArrayList<>())
                        .add(new Kit.Part(row.part(), row.units())));
        return parts.entrySet().stream()
                .map(kit -> new Kit(kit.getKey(), kit.getValue()))
                .toList();
    }

    /** Those of the SKUs that are virtual kits. */
    static Set<String> among(Connection connection, Collection<String> skus) throws SQLException {
        return Set.copyOf(Read.all(
                connection, "SELECT DISTINCT kit FROM kit_part WHERE kit = ANY(?)", row -> row.getString(1), skus));
    }

    /** Of what items are made from now on; of those of which a newer version is known, nothing changes. */
    static void record(Connection connection, Collection<Item> items) throws SQLException {
        Unnest.of(items).text(Item::sku).bigint(Item::version).update(connection, """
                        DELETE FROM kit_part USING unnest(?, ?) AS told (sku, version), item
                        WHERE kit = told.sku AND item.sku = told.sku AND item.version = told.version""");
        record Told(Item item, Kit.Part part) {}
        var parts = items.stream()
                .flatMap(item -> item.kit().stream().map(part -> new Told(item, part)))
                .toList();
        Unnest.of(parts)
                .text(row -> row.item().sku())
                .bigint(row -> row.item().version())
                .text(row -> row.part().sku())
                .bigint(row -> row.part().units())
                .update(connection, """
                        INSERT INTO kit_part (kit, part, units)
                        SELECT sku, part, units FROM unnest(?, ?, ?, ?) AS told (sku, version, part, units)
                        JOIN item USING (sku, version)""");
    }
}
