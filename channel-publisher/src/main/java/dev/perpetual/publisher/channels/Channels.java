package dev.perpetual.publisher.channels;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.channels.Channel.Budget;
import dev.perpetual.publisher.channels.Channel.State;
import dev.perpetual.publisher.sql.Columns;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table of channels. */
public final class Channels {

    private Channels() {}

    /** A channel and how pushing to it goes. {@code trouble}: why it is being waited for; null when all is well. */
    public record Pushed(
            Channel channel,
            @Nullable Instant waitUntil,
            @Nullable String trouble) {}

    public static @Nullable Channel find(Connection connection, String id) throws SQLException {
        return find(connection, id, "");
    }

    /** Nobody changes it before this transaction ends. */
    public static Channel keepStill(Connection connection, String id) throws SQLException {
        return known(id, find(connection, id, "FOR SHARE"));
    }

    /** Nobody changes it or relies on it before this transaction ends; null when it does not exist. */
    static @Nullable Channel lock(Connection connection, String id) throws SQLException {
        return find(connection, id, "FOR UPDATE");
    }

    public static Channel known(String id, @Nullable Channel channel) {
        if (channel == null) {
            throw Problems.notFound("unknown-channel", "Expected a channel, but there is none with id " + id);
        }
        return channel;
    }

    static void add(Connection connection, Channel channel, Instant now) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO channel (url, secret_ref, requests_per_second, burst, concurrent, version, updated_at, kind,
                  state, policy_version, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            settings(insert, channel, now);
            insert.setString(8, Channel.KIND);
            insert.setString(9, channel.state().word());
            insert.setLong(10, channel.policyVersion());
            insert.setString(11, channel.id());
            insert.executeUpdate();
        }
        try (var insert = connection.prepareStatement("INSERT INTO pusher (channel) VALUES (?)")) {
            insert.setString(1, channel.id());
            insert.executeUpdate();
        }
    }

    static void change(Connection connection, Channel channel, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE channel SET url = ?, secret_ref = ?, requests_per_second = ?, burst = ?, concurrent = ?,
                  version = ?, updated_at = ?, state = ?, policy_version = ? WHERE id = ?""")) {
            settings(update, channel, now);
            update.setString(8, channel.state().word());
            update.setLong(9, channel.policyVersion());
            update.setString(10, channel.id());
            update.executeUpdate();
        }
    }

    /**
     * Whatever went wrong before may go right now: asks again at once, also for what was rejected. Only a wait that
     * the channel asked for is kept, unless it is somewhere else now.
     */
    static void forgetTrouble(Connection connection, String id, boolean isElsewhere) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE pusher SET failures = 0, trouble = CASE WHEN wait_asked AND NOT ? THEN trouble END,
                  wait_until = CASE WHEN wait_asked AND NOT ? THEN wait_until END, wait_asked = wait_asked AND NOT ?
                WHERE channel = ?""")) {
            update.setBoolean(1, isElsewhere);
            update.setBoolean(2, isElsewhere);
            update.setBoolean(3, isElsewhere);
            update.setString(4, id);
            update.executeUpdate();
        }
        try (var update = connection.prepareStatement("""
                UPDATE listing SET settled_version = accepted_version, together = 100
                WHERE (channel, id) IN (SELECT channel, id FROM listing
                  WHERE channel = ? AND settled_version > accepted_version ORDER BY id FOR NO KEY UPDATE)""")) {
            update.setString(1, id);
            update.executeUpdate();
        }
    }

    /** In order of id, those behind {@code after}. */
    static List<Pushed> page(Connection connection, String after, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT channel.*, wait_until, trouble FROM channel JOIN pusher ON channel = id
                WHERE id > ? ORDER BY id LIMIT ?""")) {
            select.setString(1, after);
            select.setInt(2, limit);
            return pushed(select.executeQuery());
        }
    }

    static Pushed pushed(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT channel.*, wait_until, trouble FROM channel JOIN pusher ON channel = id WHERE id = ?""")) {
            select.setString(1, id);
            var found = pushed(select.executeQuery());
            known(id, found.isEmpty() ? null : found.getFirst().channel());
            return found.getFirst();
        }
    }

    private static List<Pushed> pushed(ResultSet rows) throws SQLException {
        var found = new ArrayList<Pushed>();
        try (rows) {
            while (rows.next()) {
                found.add(new Pushed(read(rows), Columns.time(rows, "wait_until"), rows.getString("trouble")));
            }
        }
        return found;
    }

    private static @Nullable Channel find(Connection connection, String id, String lock) throws SQLException {
        try (var select = connection.prepareStatement("SELECT * FROM channel WHERE id = ? " + lock)) {
            select.setString(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? read(rows) : null;
            }
        }
    }

    private static Channel read(ResultSet row) throws SQLException {
        return new Channel(
                row.getString("id"),
                row.getLong("version"),
                URI.create(row.getString("url")),
                row.getString("secret_ref"),
                new Budget(row.getInt("requests_per_second"), row.getInt("burst"), row.getInt("concurrent")),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getLong("policy_version"));
    }

    private static void settings(PreparedStatement statement, Channel channel, Instant now) throws SQLException {
        statement.setString(1, channel.url().toString());
        statement.setString(2, channel.secretRef());
        statement.setInt(3, channel.budget().requestsPerSecond());
        statement.setInt(4, channel.budget().burst());
        statement.setInt(5, channel.budget().concurrent());
        statement.setLong(6, channel.version());
        Columns.set(statement, 7, now);
    }
}
