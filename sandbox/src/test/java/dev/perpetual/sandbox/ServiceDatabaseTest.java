package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs on whatever {@link TestInfra} gives, so that the containers are seen to serve the same. */
class ServiceDatabaseTest {
    private static TestInfra infra;

    @BeforeAll
    static void start() {
        infra = TestInfra.start();
    }

    @AfterAll
    static void stop() {
        infra.close();
    }

    @Test
    void gives_each_role_what_it_needs_and_no_more() throws SQLException {
        var database = infra.database("shop_floor");
        try (var owner = connect(database, database.ownerUser(), database.ownerPassword());
                var app = connect(database, database.appUser(), database.appPassword());
                var relay = connect(database, database.relayUser(), database.relayPassword())) {
            run(owner, "CREATE TABLE journal (id bigint PRIMARY KEY)");
            run(owner, "GRANT SELECT, INSERT ON journal TO shop_floor_app");
            run(owner, "CREATE PUBLICATION shop_floor FOR TABLE journal");

            run(app, "INSERT INTO journal VALUES (1)");
            denied(app, "DELETE FROM journal");
            denied(app, "CREATE TABLE mine (id bigint)");

            run(relay, "SELECT * FROM journal");
            denied(relay, "INSERT INTO journal VALUES (2)");
            run(relay, "SELECT pg_create_logical_replication_slot('shop_floor', 'pgoutput')");
            run(relay, "SELECT pg_drop_replication_slot('shop_floor')");
        }
    }

    @Test
    void changes_nothing_when_asked_again_and_keeps_others_out() throws SQLException {
        var first = infra.database("till");
        var other = infra.database("till_next_door");

        assertThat(infra.database("till")).isEqualTo(first);
        assertThatThrownBy(() -> connect(first, other.appUser(), other.appPassword()))
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void takes_no_name_that_would_need_quoting() {
        assertThatThrownBy(() -> infra.database("Robert'); --")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Connection connect(ServiceDatabase.Credentials database, String user, String password)
            throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), user, password);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void denied(Connection connection, String sql) {
        assertThatThrownBy(() -> run(connection, sql)).hasMessageContaining("permission denied");
    }
}
