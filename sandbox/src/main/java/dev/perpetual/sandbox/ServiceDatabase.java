package dev.perpetual.sandbox;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A service's database and its three roles: the owner changes the schema, the app reads and writes rows and owns nothing,
 * the relay reads and replicates.
 */
public final class ServiceDatabase {
    private ServiceDatabase() {}

    /** What a service needs to connect in each of its roles. */
    public record Credentials(
            String jdbcUrl,
            String appUser,
            String appPassword,
            String ownerUser,
            String ownerPassword,
            String relayUser,
            String relayPassword) {}

    /** Makes what is missing and changes nothing else; the passwords are kept with the server's data. */
    public static Credentials create(PostgresServer server, String database) {
        try (var admin = server.connect("postgres")) {
            return create(admin, server.jdbcUrl(database), server.secrets(), database);
        } catch (SQLException e) {
            throw failed(database, e);
        }
    }

    /** The same on a server that somebody else runs, with passwords kept in {@code passwords}. */
    public static Credentials create(
            String serverUrl, String superuser, String password, Path passwords, String database) {
        var server = serverUrl.replaceFirst("/[^/]*$", "/");
        try (var admin = DriverManager.getConnection(server + "postgres", superuser, password)) {
            return create(admin, server + database, new Secrets(passwords), database);
        } catch (SQLException e) {
            throw failed(database, e);
        }
    }

    private static CannotStart failed(String database, SQLException cause) {
        return new CannotStart("Expected to make database " + database + ", but " + cause.getMessage(), cause);
    }

    private static Credentials create(Connection admin, String url, Secrets secrets, String database)
            throws SQLException {
        if (!database.matches("[a-z][a-z0-9_]{0,50}")) {
            throw new IllegalArgumentException("Expected a database name like order_router, but got " + database);
        }
        var credentials = credentials(url, secrets, database);
        role(admin, credentials.ownerUser(), credentials.ownerPassword(), "");
        role(admin, credentials.appUser(), credentials.appPassword(), "");
        role(admin, credentials.relayUser(), credentials.relayPassword(), " REPLICATION");
        if (!exists(admin, "SELECT FROM pg_database WHERE datname = '" + database + "'")) {
            run(admin, "CREATE DATABASE " + database + " OWNER " + credentials.ownerUser());
        }
        grant(credentials, database);
        return credentials;
    }

    static Credentials credentials(String url, Secrets secrets, String database) {
        return new Credentials(
                url,
                database + "_app",
                secrets.get(database + "_app"),
                database + "_owner",
                secrets.get(database + "_owner"),
                database + "_relay",
                secrets.get(database + "_relay"));
    }

    private static void role(Connection admin, String role, String password, String options) throws SQLException {
        var verb = exists(admin, "SELECT FROM pg_roles WHERE rolname = '" + role + "'") ? "ALTER" : "CREATE";
        // Our own Base64: nothing in it needs quoting.
        run(admin, verb + " ROLE " + role + " LOGIN PASSWORD '" + password + "'" + options);
    }

    /** As the owner, who may create in schema public because the database is its own. */
    private static void grant(Credentials as, String database) throws SQLException {
        try (var owner = DriverManager.getConnection(as.jdbcUrl(), as.ownerUser(), as.ownerPassword())) {
            run(owner, "REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
            run(owner, "GRANT CONNECT ON DATABASE " + database + " TO " + as.appUser() + ", " + as.relayUser());
            run(owner, "GRANT USAGE ON SCHEMA public TO " + as.appUser() + ", " + as.relayUser());
            run(owner, "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO " + as.relayUser());
        }
    }

    private static boolean exists(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
