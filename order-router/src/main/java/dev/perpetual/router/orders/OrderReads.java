package dev.perpetual.router.orders;

import dev.perpetual.router.sql.Read;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Table access for looking: lists, histories, twins. */
final class OrderReads {
    private OrderReads() {}

    /** One entry of an order's history; {@code body} is what went on topic {@code orders}. */
    record HistoryRow(long version, String type, Instant recordedAt, String body) {}

    /** Where an order came from. */
    record Source(String channel, String channelOrderId, Instant receivedAt) {}

    /** Ids of orders in the order in which they came, behind the given place. */
    static List<String> list(
            Connection connection,
            @Nullable String channel,
            @Nullable String state,
            @Nullable Instant afterReceived,
            @Nullable String afterId,
            int limit)
            throws SQLException {
        return Read.all(
                connection,
                """
                SELECT id FROM orders
                WHERE (?::text IS NULL OR channel = ?) AND (?::text IS NULL OR state = ?)
                  AND (?::timestamptz IS NULL OR (received_at, id) > (?::timestamptz, ?::text))
                ORDER BY received_at, id LIMIT ?""",
                row -> row.getString(1),
                channel,
                channel,
                state,
                state,
                afterReceived,
                afterReceived,
                afterId,
                limit);
    }

    static List<HistoryRow> history(Connection connection, String order) throws SQLException {
        return Read.all(
                connection,
                """
                SELECT version, type, recorded_at, body FROM journal
                WHERE topic = 'orders' AND stream = ? ORDER BY version""",
                row -> new HistoryRow(
                        row.getLong("version"),
                        row.getString("type"),
                        row.getTimestamp("recorded_at").toInstant(),
                        row.getString("body")),
                order);
    }

    static List<Source> sources(Connection connection, String order) throws SQLException {
        return Read.all(
                connection,
                """
                SELECT channel, channel_order_id, received_at FROM order_source
                WHERE order_id = ? ORDER BY received_at, channel""",
                row -> new Source(
                        row.getString(1), row.getString(2), row.getTimestamp(3).toInstant()),
                order);
    }
}
