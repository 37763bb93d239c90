package dev.perpetual.publisher.listings;

import dev.perpetual.publisher.availability.ListingRow;
import dev.perpetual.publisher.wire.ChannelQuantity;
import dev.perpetual.publisher.wire.ChannelQuantity.Rejected;
import dev.perpetual.publisher.wire.ChannelQuantity.Seen;
import dev.perpetual.publisher.wire.ChannelQuantity.Told;
import dev.perpetual.publisher.wire.SumJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The four values of listings with the sums that made them. */
public final class ReadQuantities {

    private ReadQuantities() {}

    /** A value, its version, and how it came about. */
    public record Value(
            long quantity,
            long version,
            Instant at,
            @Nullable SumJson sum) {
        static @Nullable Value of(@Nullable Told told, @Nullable String sum) {
            return told == null ? null : new Value(told.quantity(), told.version(), told.at(), SumJson.read(sum));
        }
    }

    /** A listing's four values; {@code underWay} when a request with it has no end yet. */
    public record Row(
            String listing,
            String sku,
            @Nullable String pack,
            @Nullable Value wanted,
            @Nullable Value sent,
            @Nullable Value accepted,
            @Nullable Seen seen,
            @Nullable Rejected rejected,
            boolean underWay) {}

    static List<Row> page(Connection connection, String channel, @Nullable String sku, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + ListingRow.COLUMNS + """
                , wanted_sum, sent_sum, accepted_sum, delivery IS NOT NULL AS under_way
                FROM listing WHERE channel = ? AND (?::text IS NULL OR sku = ?) AND id > ? ORDER BY id LIMIT ?""")) {
            select.setString(1, channel);
            select.setString(2, sku);
            select.setString(3, sku);
            select.setString(4, after);
            select.setInt(5, limit);
            var found = new ArrayList<Row>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    ChannelQuantity quantity = ListingRow.read(rows).quantity();
                    found.add(new Row(
                            quantity.listing(),
                            quantity.sku(),
                            quantity.pack(),
                            Value.of(quantity.wanted(), rows.getString("wanted_sum")),
                            Value.of(quantity.sent(), rows.getString("sent_sum")),
                            Value.of(quantity.accepted(), rows.getString("accepted_sum")),
                            quantity.seen(),
                            quantity.rejected(),
                            rows.getBoolean("under_way")));
                }
            }
            return found;
        }
    }
}
