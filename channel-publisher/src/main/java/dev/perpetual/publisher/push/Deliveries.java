package dev.perpetual.publisher.push;

import dev.perpetual.publisher.availability.ListingRow;
import dev.perpetual.publisher.availability.Quantities;
import dev.perpetual.publisher.domain.BatchRules;
import dev.perpetual.publisher.domain.BatchRules.Waiting;
import dev.perpetual.publisher.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Requests without an end, and the listings that wait to be in one. */
final class Deliveries {

    private Deliveries() {}

    /** A request whose last attempt came to nothing. {@code toZero}: it tells of something that is gone. */
    record Open(String id, String body, int attempts, boolean superseded, boolean toZero) {}

    /** The channels that are to be told something now. */
    static List<String> channelsDue(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id FROM channel JOIN pusher ON channel = id
                WHERE state <> 'paused' AND (wait_until IS NULL OR wait_until <= clock_timestamp())
                  AND EXISTS (SELECT FROM listing WHERE listing.channel = channel.id
                    AND settled_version < wanted_version)
                ORDER BY id""")) {
            return Columns.firsts(select);
        }
    }

    /** Open requests that nobody can be attempting any more, oldest first. */
    static List<Open> open(Connection connection, String channel, Collection<String> underWay) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id, body, attempts,
                  EXISTS (SELECT FROM listing WHERE delivery = d.id AND wanted_version > sent_version) AS superseded,
                  EXISTS (SELECT FROM listing WHERE delivery = d.id AND sent_quantity = 0) AS to_zero
                FROM delivery d WHERE channel = ? AND busy_until <= clock_timestamp() AND id <> ALL (?)
                ORDER BY created_at, id""")) {
            select.setString(1, channel);
            select.setArray(2, Columns.texts(connection, underWay));
            var found = new ArrayList<Open>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Open(
                            rows.getString("id"),
                            rows.getString("body"),
                            rows.getInt("attempts"),
                            rows.getBoolean("superseded"),
                            rows.getBoolean("to_zero")));
                }
            }
            return found;
        }
    }

    /** The most urgent listings that are in no open request; a listing that is just being changed waits its turn. */
    static List<Waiting> lockWaiting(Connection connection, String channel) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id, sku, wanted_quantity, wanted_version, wanted_at, together FROM listing
                WHERE channel = ? AND settled_version < wanted_version AND delivery IS NULL
                ORDER BY (wanted_quantity > 0), wanted_at, id LIMIT ? FOR NO KEY UPDATE SKIP LOCKED""")) {
            select.setString(1, channel);
            select.setInt(2, BatchRules.BATCH_MAX);
            var found = new ArrayList<Waiting>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new Waiting(
                            rows.getString("id"),
                            rows.getString("sku"),
                            rows.getLong("wanted_quantity"),
                            rows.getLong("wanted_version"),
                            Objects.requireNonNull(Columns.time(rows, "wanted_at")),
                            rows.getInt("together")));
                }
            }
            return found;
        }
    }

    /** Stores the request before it is made, so that no crash can forget it. */
    static void add(
            Connection connection,
            String channel,
            String id,
            String body,
            List<Waiting> batch,
            Duration busy,
            Instant now)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO delivery (id, channel, body, attempts, busy_until, created_at)
                VALUES (?, ?, ?, 1, clock_timestamp() + ? * interval '1 millisecond', ?)""")) {
            insert.setString(1, id);
            insert.setString(2, channel);
            insert.setString(3, body);
            insert.setLong(4, busy.toMillis());
            Columns.set(insert, 5, now);
            insert.executeUpdate();
        }
        try (var update = connection.prepareStatement("""
                UPDATE listing SET delivery = ?, sent_quantity = wanted_quantity, sent_version = wanted_version,
                  sent_at = ?, sent_sum = wanted_sum, revision = revision + 1, recorded_at = ?
                WHERE channel = ? AND id = ANY (?)
                RETURNING
                """ + ListingRow.COLUMNS)) {
            update.setString(1, id);
            Columns.set(update, 2, now);
            Columns.set(update, 3, now);
            update.setString(4, channel);
            update.setArray(5, Columns.texts(connection, batch, Waiting::listing));
            Quantities.tell(connection, update);
        }
    }

    static void attemptAgain(Connection connection, String id, Duration busy) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE delivery SET attempts = attempts + 1,
                  busy_until = clock_timestamp() + ? * interval '1 millisecond' WHERE id = ?""")) {
            update.setLong(1, busy.toMillis());
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    /** Nobody attempts it at present. */
    static void rest(Connection connection, String id) throws SQLException {
        run(connection, "UPDATE delivery SET busy_until = clock_timestamp() WHERE id = ?", id);
    }

    /** Ends the request; its listings, if any still are in it, wait again. */
    static void end(Connection connection, String id) throws SQLException {
        run(connection, "UPDATE listing SET delivery = NULL WHERE delivery = ?", id);
        run(connection, "DELETE FROM delivery WHERE id = ?", id);
    }

    /** The listings in a request, locked in the order that everybody locks them in. */
    static List<String> lockListings(Connection connection, String id) throws SQLException {
        try (var lock = connection.prepareStatement(
                "SELECT id FROM listing WHERE delivery = ? ORDER BY channel, id FOR NO KEY UPDATE")) {
            lock.setString(1, id);
            return Columns.firsts(lock);
        }
    }

    static void halve(Connection connection, String id, int together) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE listing SET together = ? WHERE delivery = ?")) {
            update.setInt(1, together);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private static void run(Connection connection, String sql, @Nullable String id) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            statement.executeUpdate();
        }
    }
}
