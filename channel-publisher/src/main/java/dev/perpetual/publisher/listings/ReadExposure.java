package dev.perpetual.publisher.listings;

import dev.perpetual.publisher.domain.LocationLevel;
import dev.perpetual.publisher.domain.LocationLevel.Standing;
import dev.perpetual.publisher.stock.Levels;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much more all channels together may be showing of a SKU than there is to promise.
 *
 * <p>A channel may be showing what it accepted last, or what was sent since: the larger one counts.
 */
public final class ReadExposure {

    private ReadExposure() {}

    /** One SKU, in base units. {@code exposure} = listed − promisable; above zero it can be sold more than once. */
    public record Row(String sku, long promisable, long listed, long exposure, List<Share> channels) {}

    /** What one listing may be showing; {@code units} = quantity × packUnits. */
    public record Share(String channel, String listing, long quantity, long packUnits, long units) {}

    /** SKUs that are listed somewhere, in order, behind {@code after}. */
    static List<Row> page(Connection connection, @Nullable String sku, String after, int limit) throws SQLException {
        var shares = shares(connection, sku, after, limit);
        var promisable = promisable(connection, shares.keySet());
        var rows = new ArrayList<Row>();
        shares.forEach((each, its) -> {
            var listed = its.stream().mapToLong(Share::units).sum();
            var there = promisable.getOrDefault(each, 0L);
            rows.add(new Row(each, there, listed, listed - there, its));
        });
        return rows;
    }

    private static LinkedHashMap<String, List<Share>> shares(
            Connection connection, @Nullable String sku, String after, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT l.sku, l.channel, l.id, coalesce(p.units, 1) AS units,
                  greatest(coalesce(l.accepted_quantity, 0),
                    CASE WHEN l.delivery IS NULL THEN 0 ELSE coalesce(l.sent_quantity, 0) END) AS quantity
                FROM listing l LEFT JOIN item_pack p ON p.sku = l.sku AND p.code = l.pack
                WHERE l.sku IN (SELECT DISTINCT sku FROM listing
                  WHERE (?::text IS NULL OR sku = ?) AND sku > ? ORDER BY sku LIMIT ?)
                ORDER BY l.sku, l.channel, l.id""")) {
            select.setString(1, sku);
            select.setString(2, sku);
            select.setString(3, after);
            select.setInt(4, limit);
            var found = new LinkedHashMap<String, List<Share>>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var quantity = rows.getLong("quantity");
                    var units = rows.getLong("units");
                    found.computeIfAbsent(rows.getString("sku"), _ -> new ArrayList<>())
                            .add(new Share(
                                    rows.getString("channel"),
                                    rows.getString("id"),
                                    quantity,
                                    units,
                                    Math.multiplyExact(quantity, units)));
                }
            }
            return found;
        }
    }

    private static Map<String, Long> promisable(Connection connection, Set<String> skus) throws SQLException {
        var found = new HashMap<String, Long>();
        Levels.of(connection, skus)
                .forEach((sku, levels) -> found.put(
                        sku,
                        Math.max(
                                0,
                                levels.stream()
                                        .filter(level -> level.standing() != Standing.NOT_SELLABLE
                                                && level.standing() != Standing.UNKNOWN)
                                        .mapToLong(LocationLevel::available)
                                        .sum())));
        return found;
    }
}
