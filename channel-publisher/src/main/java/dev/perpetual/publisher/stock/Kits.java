package dev.perpetual.publisher.stock;

import dev.perpetual.publisher.domain.Kit;
import dev.perpetual.publisher.sql.Columns;
import dev.perpetual.publisher.stock.Items.Item;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Of what virtual kits are made. They change only while {@link Locations#change nothing else} does. */
public final class Kits {

    private Kits() {}

    /** These SKUs and the kits that they are parts of: whatever shows their stock. */
    public static Set<String> with(Connection connection, Collection<String> skus) throws SQLException {
        var all = new HashSet<>(skus);
        try (var select = connection.prepareStatement("SELECT DISTINCT kit FROM kit_part WHERE part = ANY (?)")) {
            select.setArray(1, Columns.texts(connection, skus));
            all.addAll(Columns.firsts(select));
        }
        return all;
    }

    /** Those of the SKUs that are virtual kits. */
    public static Map<String, Kit> of(Connection connection, Collection<String> skus) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT kit, part, units, coalesce(retired, false) FROM kit_part LEFT JOIN item ON sku = part
                WHERE kit = ANY (?) ORDER BY kit, part""")) {
            select.setArray(1, Columns.texts(connection, skus));
            var parts = new HashMap<String, List<Kit.Part>>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    parts.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                            .add(new Kit.Part(rows.getString(2), rows.getLong(3), rows.getBoolean(4)));
                }
            }
            var kits = new HashMap<String, Kit>();
            parts.forEach((sku, its) -> kits.put(sku, new Kit(its)));
            return kits;
        }
    }

    /** Whether one of the items is a kit, or was one. */
    public static boolean among(Connection connection, Collection<Item> items) throws SQLException {
        return items.stream().anyMatch(item -> !item.kit().isEmpty())
                || !of(connection, items.stream().map(Item::sku).toList()).isEmpty();
    }

    /** What these items are made of from now on. */
    static void replace(Connection connection, Collection<Item> items) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM kit_part WHERE kit = ANY (?)")) {
            delete.setArray(1, Columns.texts(connection, items, Item::sku));
            delete.executeUpdate();
        }
        record Row(String sku, Kit.Part part) {}
        var parts = items.stream()
                .flatMap(item -> item.kit().stream().map(part -> new Row(item.sku(), part)))
                .toList();
        try (var insert = connection.prepareStatement("INSERT INTO kit_part SELECT * FROM unnest(?, ?, ?)")) {
            insert.setArray(1, Columns.texts(connection, parts, Row::sku));
            insert.setArray(
                    2, Columns.texts(connection, parts, row -> row.part().sku()));
            insert.setArray(
                    3, Columns.longs(connection, parts, row -> row.part().units()));
            insert.executeUpdate();
        }
    }
}
