package dev.perpetual.publisher.push;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which channels this replica pushes: locks of one database session that does nothing else. The session ends with the
 * process, even after kill -9, so that another replica goes on at once; of a machine that vanishes the database hears
 * nothing and gives up on it after ten seconds or so.
 */
@ApplicationScoped
class ChannelLocks {

    private static final int ANSWER_SECONDS_MAX = 10;

    private final String url;
    private final String user;
    private final String password;
    private @Nullable Connection session;

    ChannelLocks(
            @ConfigProperty(name = "quarkus.datasource.jdbc.url") String url,
            @ConfigProperty(name = "quarkus.datasource.username") String user,
            @ConfigProperty(name = "quarkus.datasource.password") String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** Whether the session that holds our locks is still there. When it is not, all locks are gone. */
    synchronized boolean isAlive() {
        try {
            return session != null && session.isValid(ANSWER_SECONDS_MAX);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Gives all locks back and begins a new session. */
    synchronized void begin() throws SQLException {
        end();
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("socketTimeout", Integer.toString(ANSWER_SECONDS_MAX));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "channel-publisher locks");
        var fresh = DriverManager.getConnection(url, properties);
        try (var statement = fresh.createStatement()) {
            statement.execute("SET tcp_keepalives_idle = 4");
            statement.execute("SET tcp_keepalives_interval = 2");
            statement.execute("SET tcp_keepalives_count = 3");
        }
        session = fresh;
    }

    /** Whether the channel is ours now. */
    synchronized boolean take(String channel) throws SQLException {
        return call("SELECT pg_try_advisory_lock(hashtextextended('push/' || ?, 0))", channel);
    }

    synchronized void giveBack(String channel) throws SQLException {
        call("SELECT pg_advisory_unlock(hashtextextended('push/' || ?, 0))", channel);
    }

    synchronized void end() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (SQLException e) {
            // It was gone already, and its locks with it.
        }
        session = null;
    }

    private boolean call(String sql, String channel) throws SQLException {
        if (session == null) {
            return false;
        }
        try (var statement = session.prepareStatement(sql)) {
            statement.setString(1, channel);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }
}
