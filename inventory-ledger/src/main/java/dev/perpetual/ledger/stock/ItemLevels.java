package dev.perpetual.ledger.stock;

import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.stock.Levels.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All places of one item and their sums.
 *
 * @param sites the same units once more, summed per site, with all that is inside it
 */
public record ItemLevels(
        String sku, long version, Map<String, Long> totals, long onHand, List<Site> sites, List<Level> levels) {

    /** One item at one site. @param location the site */
    public record Site(String location, Map<String, Long> totals, long onHand) {}

    /** Levels and the site of each location that they are at. */
    record Located(List<Level> levels, Map<String, String> sites) {}

    /** Levels of the past are summed by the tree of today. */
    static Located at(Connection connection, List<Level> levels) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id, path[1] FROM location WHERE id = ANY(?)")) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            levels.stream().map(Level::location).distinct().toArray()));
            var rows = select.executeQuery();
            var sites = new HashMap<String, String>();
            while (rows.next()) {
                sites.put(rows.getString(1), rows.getString(2));
            }
            return new Located(levels, sites);
        }
    }

    static ItemLevels sum(String sku, long version, Located located) {
        var bySite = new TreeMap<String, List<Level>>();
        for (var level : located.levels()) {
            var site = located.sites().getOrDefault(level.location(), level.location());
            bySite.computeIfAbsent(site, _ -> new ArrayList<>()).add(level);
        }
        var sites = new ArrayList<Site>();
        bySite.forEach((site, levels) -> sites.add(new Site(site, totals(levels), onHand(levels))));
        return new ItemLevels(
                sku, version, totals(located.levels()), onHand(located.levels()), sites, located.levels());
    }

    private static Map<String, Long> totals(List<Level> levels) {
        var totals = new LinkedHashMap<String, Long>();
        for (var bucket : Bucket.values()) {
            var code = bucket.code();
            totals.put(
                    code, levels.stream().mapToLong(level -> units(level, code)).sum());
        }
        return totals;
    }

    private static long units(Level level, String bucket) {
        return level.buckets().getOrDefault(bucket, 0L);
    }

    private static long onHand(List<Level> levels) {
        return levels.stream().mapToLong(Level::onHand).sum();
    }
}
