package dev.perpetual.publisher.stock;

import dev.perpetual.publisher.domain.Kit;
import dev.perpetual.publisher.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Items of the catalog: whether they are sold, and in which packs. */
public final class Items {

    private Items() {}

    /** What the catalog tells of one item. @param kit the parts of a virtual kit; none of any other item */
    public record Item(String sku, long version, boolean retired, List<Pack> packs, List<Kit.Part> kit) {}

    /** A pack of the item. {@code units}: base units in it. */
    public record Pack(String code, long units) {}

    /**
     * Locks these SKUs, in order, so that a listing cannot appear while their levels change. A SKU that the catalog
     * has not told of yet gets an empty row to lock.
     */
    public static void lock(Connection connection, Collection<String> skus) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO item (sku, version, retired) SELECT DISTINCT sku, 0, false FROM unnest(?) AS sku ORDER BY 1
                ON CONFLICT DO NOTHING""")) {
            insert.setArray(1, Columns.texts(connection, skus));
            insert.executeUpdate();
        }
        try (var lock = connection.prepareStatement(
                "SELECT sku FROM item WHERE sku = ANY (?) ORDER BY sku FOR NO KEY UPDATE")) {
            lock.setArray(1, Columns.texts(connection, skus));
            lock.execute();
        }
    }

    /** Locks those of the SKUs that the catalog has told of, in order, and returns them with their packs' codes. */
    public static Map<String, Set<String>> lockKnown(Connection connection, Collection<String> skus)
            throws SQLException {
        var known = new HashMap<String, Set<String>>();
        try (var lock = connection.prepareStatement(
                "SELECT sku FROM item WHERE sku = ANY (?) AND version > 0 ORDER BY sku FOR NO KEY UPDATE")) {
            lock.setArray(1, Columns.texts(connection, skus));
            Columns.firsts(lock).forEach(sku -> known.put(sku, new HashSet<>()));
        }
        try (var select = connection.prepareStatement("SELECT sku, code FROM item_pack WHERE sku = ANY (?)")) {
            select.setArray(1, Columns.texts(connection, known.keySet()));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    known.getOrDefault(rows.getString(1), new HashSet<>()).add(rows.getString(2));
                }
            }
        }
        return known;
    }

    /** Keeps what is not older; returns the SKUs that may have changed. */
    public static Set<String> keepNewest(Connection connection, Collection<Item> told) throws SQLException {
        var newest = new HashMap<String, Item>();
        told.forEach(item -> newest.merge(item.sku(), item, (a, b) -> a.version() > b.version() ? a : b));
        var rows = newest.values();
        var changed = new HashSet<String>();
        try (var upsert = connection.prepareStatement("""
                INSERT INTO item AS known (sku, version, retired) SELECT * FROM unnest(?, ?, ?) ORDER BY 1
                ON CONFLICT (sku) DO UPDATE SET version = excluded.version, retired = excluded.retired
                WHERE known.version <= excluded.version
                RETURNING sku""")) {
            upsert.setArray(1, Columns.texts(connection, rows, Item::sku));
            upsert.setArray(2, Columns.longs(connection, rows, Item::version));
            upsert.setArray(3, Columns.booleans(connection, rows, Item::retired));
            changed.addAll(Columns.firsts(upsert));
        }
        var kept = rows.stream().filter(item -> changed.contains(item.sku())).toList();
        replacePacks(connection, kept);
        Kits.replace(connection, kept);
        return changed;
    }

    private static void replacePacks(Connection connection, Collection<Item> items) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM item_pack WHERE sku = ANY (?)")) {
            delete.setArray(1, Columns.texts(connection, items, Item::sku));
            delete.executeUpdate();
        }
        record Row(String sku, Pack pack) {}
        var packs = items.stream()
                .flatMap(item -> item.packs().stream().map(pack -> new Row(item.sku(), pack)))
                .toList();
        try (var insert = connection.prepareStatement("INSERT INTO item_pack SELECT * FROM unnest(?, ?, ?)")) {
            insert.setArray(1, Columns.texts(connection, packs, Row::sku));
            insert.setArray(
                    2, Columns.texts(connection, packs, row -> row.pack().code()));
            insert.setArray(
                    3, Columns.longs(connection, packs, row -> row.pack().units()));
            insert.executeUpdate();
        }
    }
}
