package dev.perpetual.publisher.availability;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.publisher.sql.Columns;
import dev.perpetual.publisher.wire.ChannelQuantity;
import dev.perpetual.publisher.wire.ChannelQuantity.Rejected;
import dev.perpetual.publisher.wire.ChannelQuantity.Seen;
import dev.perpetual.publisher.wire.ChannelQuantity.Told;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of {@code listing} as the topic tells it. */
public record ListingRow(ChannelQuantity quantity, long revision) {

    /** What a query or RETURNING has to name, of a table called {@code listing}. */
    public static final String COLUMNS = """
            listing.channel, listing.id, listing.sku, listing.pack, listing.revision, listing.recorded_at,
            listing.wanted_quantity, listing.wanted_version, listing.wanted_at,
            listing.sent_quantity, listing.sent_version, listing.sent_at,
            listing.accepted_quantity, listing.accepted_version, listing.accepted_at,
            listing.seen_quantity, listing.seen_at,
            listing.rejected_version, listing.rejected_reason, listing.rejected_at""";

    public static ListingRow read(ResultSet row) throws SQLException {
        var quantity = new ChannelQuantity(
                row.getString("channel"),
                row.getString("id"),
                row.getString("sku"),
                row.getString("pack"),
                told(row, "wanted"),
                told(row, "sent"),
                told(row, "accepted"),
                seen(row),
                rejected(row),
                Objects.requireNonNull(Columns.time(row, "recorded_at")));
        return new ListingRow(quantity, row.getLong("revision"));
    }

    public StateMessage message() {
        return new StateMessage(
                ChannelQuantity.TOPIC,
                quantity.key(),
                revision,
                ChannelQuantity.TYPE,
                quantity.text(),
                quantity.recordedAt());
    }

    private static @Nullable Told told(ResultSet row, String which) throws SQLException {
        var at = Columns.time(row, which + "_at");
        return at == null ? null : new Told(row.getLong(which + "_quantity"), row.getLong(which + "_version"), at);
    }

    private static @Nullable Seen seen(ResultSet row) throws SQLException {
        Instant at = Columns.time(row, "seen_at");
        return at == null ? null : new Seen(row.getLong("seen_quantity"), at);
    }

    private static @Nullable Rejected rejected(ResultSet row) throws SQLException {
        var at = Columns.time(row, "rejected_at");
        return at == null ? null : new Rejected(row.getLong("rejected_version"), row.getString("rejected_reason"), at);
    }
}
