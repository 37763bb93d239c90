package dev.perpetual.publisher.push;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * That this replica pushes a channel, as every transaction of its pusher makes sure.
 *
 * @param fence rises with every new holder
 */
record Holding(String channel, long fence) {

    /** How the channel stands. {@code waitMillis}: how long to leave it alone, zero or less for not at all. */
    record Standing(boolean held, long waitMillis, int failures) {}

    /** Begins a term: all earlier holders are fenced off. */
    static Holding begin(Connection connection, String channel) throws SQLException {
        try (var update =
                connection.prepareStatement("UPDATE pusher SET fence = fence + 1 WHERE channel = ? RETURNING fence")) {
            update.setString(1, channel);
            try (var rows = update.executeQuery()) {
                rows.next();
                return new Holding(channel, rows.getLong(1));
            }
        }
    }

    /** Locks the channel's pushing for this transaction, and says whether it is still ours. */
    Standing lock(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT fence, failures,
                  coalesce(ceil(extract(epoch FROM wait_until - clock_timestamp()) * 1000), 0)::bigint AS wait
                FROM pusher WHERE channel = ? FOR NO KEY UPDATE""")) {
            select.setString(1, channel);
            try (var rows = select.executeQuery()) {
                rows.next();
                return new Standing(rows.getLong("fence") == fence, rows.getLong("wait"), rows.getInt("failures"));
            }
        }
    }

    /** The channel answered as it should. A wait that another request was told meanwhile stays. */
    void well(Connection connection) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE pusher SET failures = 0, trouble = NULL, wait_until = NULL, wait_asked = false
                WHERE channel = ? AND (wait_until IS NULL OR wait_until <= clock_timestamp())""")) {
            update.setString(1, channel);
            update.executeUpdate();
        }
    }

    /** The whole channel is left alone for so long; a longer wait stays. {@code asked}: the channel said how long. */
    void leaveAlone(Connection connection, long millis, boolean asked, int failures, String trouble)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE pusher SET failures = ?, trouble = ?,
                  wait_asked = ? OR (wait_asked AND wait_until > clock_timestamp()),
                  wait_until = greatest(wait_until, clock_timestamp() + ? * interval '1 millisecond')
                WHERE channel = ?""")) {
            update.setInt(1, failures);
            update.setString(2, trouble);
            update.setBoolean(3, asked);
            update.setLong(4, millis);
            update.setString(5, channel);
            update.executeUpdate();
        }
    }
}
