package dev.perpetual.ledger;

import dev.perpetual.kit.testing.Infrastructure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Somebody whom no right of the database stops. */
public final class Superuser {

    private Superuser() {}

    public static Connection connection() throws SQLException {
        var infra = Infrastructure.running();
        var url = infra.serverUrl().replaceFirst("/postgres(\\?|$)", "/inventory_ledger$1");
        return DriverManager.getConnection(url, infra.superuser(), infra.superuserPassword());
    }

    /** Runs statements in one transaction, without the triggers and keys that would stand in the way. */
    public static void run(String... statements) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL session_replication_role = replica");
            for (var each : statements) {
                if (statement.executeUpdate(each) == 0) {
                    throw new AssertionError("Expected to change a row, but did not: " + each);
                }
            }
            connection.commit();
        }
    }

    /** The first column of the first row. */
    public static String ask(String query) throws SQLException {
        try (var connection = connection();
                var statement = connection.createStatement()) {
            var rows = statement.executeQuery(query);
            rows.next();
            return rows.getString(1);
        }
    }
}
