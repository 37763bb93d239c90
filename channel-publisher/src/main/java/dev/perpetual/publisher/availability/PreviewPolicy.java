package dev.perpetual.publisher.availability;

import dev.perpetual.publisher.availability.Quantities.Key;
import dev.perpetual.publisher.domain.AvailabilityRules;
import dev.perpetual.publisher.domain.Policy;
import dev.perpetual.publisher.wire.SumJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a channel's listings would show under another policy; nothing is written. */
public final class PreviewPolicy {

    private PreviewPolicy() {}

    /** One listing now and then. {@code now} is left out when it shows nothing yet. */
    public record Row(String listing, String sku, @Nullable Long now, long then, SumJson sum) {}

    /** In order of listing, behind {@code after}. */
    public static List<Row> page(
            Connection connection, String channel, @Nullable String sku, Policy draft, String after, int limit)
            throws SQLException {
        var rows = new ArrayList<Row>();
        for (var input : Inputs.of(connection, keys(connection, channel, sku, after, limit), draft)) {
            var sum = AvailabilityRules.wanted(input.listed());
            if (sum != null) {
                rows.add(new Row(input.key().listing(), input.sku(), input.wanted(), sum.quantity(), SumJson.of(sum)));
            }
        }
        rows.sort(Comparator.comparing(Row::listing));
        return rows;
    }

    private static List<Key> keys(Connection connection, String channel, @Nullable String sku, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id FROM listing WHERE channel = ? AND (?::text IS NULL OR sku = ?) AND id > ?
                ORDER BY id LIMIT ?""")) {
            select.setString(1, channel);
            select.setString(2, sku);
            select.setString(3, sku);
            select.setString(4, after);
            select.setInt(5, limit);
            var found = new ArrayList<Key>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Key(channel, rows.getString(1)));
                }
            }
            return found;
        }
    }
}
