package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    /** One for all, since making a cluster takes seconds and every test may start from any. */
    @TempDir
    static Path dataDir;

    @Test
    void keeps_what_was_committed_when_it_is_killed() throws SQLException {
        var killed = PostgresServer.start(dataDir, 0);
        execute(killed, "CREATE TABLE kept AS SELECT 42 AS answer");
        killed.kill();

        try (var again = PostgresServer.start(dataDir, 0)) {
            assertThat(query(again, "SELECT answer FROM kept")).isEqualTo("42");
            execute(again, "DROP TABLE kept");
        }
    }

    @Test
    void is_durable_and_ready_for_change_data_capture() throws SQLException, IOException {
        try (var server = PostgresServer.start(dataDir, 0)) {
            assertThat(query(server, "SHOW fsync")).isEqualTo("on");
            assertThat(query(server, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "SHOW full_page_writes")).isEqualTo("on");
            assertThat(query(server, "SHOW wal_level")).isEqualTo("logical");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW server_version")).startsWith("18.");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dataDir.resolve("secrets.properties"))))
                .isEqualTo("rw-------");
    }

    @Test
    void lets_nobody_in_without_the_password() {
        try (var server = PostgresServer.start(dataDir, 0)) {
            assertThatThrownBy(() -> java.sql.DriverManager.getConnection(
                            server.jdbcUrl("postgres"), server.superuser(), "wrong"))
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void refuses_a_second_server_on_the_same_data() {
        try (var _ = PostgresServer.start(dataDir, 0)) {
            assertThatThrownBy(() -> PostgresServer.start(dataDir, 0))
                    .isInstanceOf(CannotStart.class)
                    .hasMessage("Expected %s for a PostgreSQL alone, but another one is using it", dataDir);
        }
    }

    @Test
    void says_which_port_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PostgresServer.start(dataDir, taken.getLocalPort()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Expected port " + taken.getLocalPort() + " to be free for PostgreSQL");
        }
    }

    @Test
    void starts_when_a_stale_pid_file_names_a_living_stranger() throws IOException {
        PostgresServer.start(dataDir, 0).kill();
        var file = dataDir.resolve("cluster/postmaster.pid");
        assertThat(file).exists();
        var lines = Files.readAllLines(file);
        lines.set(0, String.valueOf(ProcessHandle.current().pid()));
        Files.write(file, lines);

        try (var server = PostgresServer.start(dataDir, 0)) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void does_not_outlive_the_jvm_that_started_it() throws IOException {
        var server = Abandoned.server("postgres", dataDir, false);

        assertThat(ChildProcess.gone(server, Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void ends_an_orphan_of_its_own_and_leaves_a_lookalike_alone() throws IOException {
        var orphan = Abandoned.server("postgres", dataDir, true);
        var lookalike =
                new ProcessBuilder("sh", "-c", "sleep 60; :", "postgres", dataDir + "/cluster-of-another").start();
        try {
            assertThat(orphan.isAlive()).isTrue();
            try (var server = PostgresServer.start(dataDir, 0)) {
                assertThat(orphan.isAlive()).isFalse();
                assertThat(server.isAlive()).isTrue();
                assertThat(lookalike.isAlive()).isTrue();
            }
        } finally {
            lookalike.descendants().forEach(ProcessHandle::destroyForcibly);
            lookalike.destroyForcibly();
            orphan.destroyForcibly();
        }
    }

    private static void execute(PostgresServer server, String sql) throws SQLException {
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(PostgresServer server, String sql) throws SQLException {
        try (var connection = server.connect("postgres");
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
