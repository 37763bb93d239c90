package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over the parts that need no service; the services are tried end to end. */
class SandboxTest {
    private static final Part[] PARTS = {Part.POSTGRES, Part.KAFKA, Part.SHOP};
    private static final Part[] QUICK_PARTS = {Part.POSTGRES, Part.SHOP};

    @TempDir
    static Path dataDir;

    @Test
    void starts_again_what_is_killed_and_loses_nothing() throws SQLException {
        try (var sandbox = Sandbox.start(options(PARTS))) {
            var running = sandbox.running();
            writeRow(running, "kept");
            for (var part : PARTS) {
                sandbox.kill(part);
                sandbox.awaitReady(part);
                assertThat(running.restarts(part)).as(part.label()).isEqualTo(1);
            }
            assertThat(hasRow(running, "kept")).isTrue();
        }
        assertThat(Running.find(dataDir)).isEmpty();
        noPartIsLeft();
    }

    @Test
    void keeps_data_and_key_over_a_stop_and_drops_both_when_fresh() throws SQLException, IOException {
        String key;
        try (var sandbox = Sandbox.start(options(QUICK_PARTS))) {
            key = sandbox.running().adminKey();
            writeRow(sandbox.running(), "stays");
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(new DataDirectory(dataDir).adminKeyFile())))
                .isEqualTo("rw-------");
        try (var sandbox = Sandbox.start(options(QUICK_PARTS))) {
            assertThat(sandbox.running().adminKey()).isEqualTo(key);
            assertThat(hasRow(sandbox.running(), "stays")).isTrue();
        }
        var foreign = Files.writeString(dataDir.resolve("not-ours.txt"), "stays");
        try (var sandbox = Sandbox.start(options(QUICK_PARTS).fresh(true))) {
            assertThat(sandbox.running().adminKey()).isNotEqualTo(key);
            assertThat(hasRow(sandbox.running(), "stays")).isFalse();
        }
        assertThat(foreign).exists();
    }

    @Test
    void leaves_nothing_behind_when_its_supervisor_is_killed() {
        var sandbox = Sandbox.start(options(QUICK_PARTS));
        ChildProcess.kill(
                ProcessHandle.of(sandbox.running().state().supervisor()).orElseThrow());

        for (var part : QUICK_PARTS) {
            ProcessHandle.allProcesses()
                    .filter(ChildProcess.hasMark(part.mark(dataDir)))
                    .forEach(process -> assertThat(ChildProcess.gone(process, Duration.ofSeconds(30)))
                            .as(part.label())
                            .isTrue());
        }
        assertThat(Running.find(dataDir)).isEmpty();
    }

    @Test
    void ends_what_a_killed_supervisor_and_its_guards_left_running() {
        var options = options(PARTS);
        var sandbox = Sandbox.start(options);
        var supervisor =
                ProcessHandle.of(sandbox.running().state().supervisor()).orElseThrow();
        supervisor
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("sh"))
                .forEach(ProcessHandle::destroyForcibly);
        ChildProcess.kill(supervisor);
        assertThat(ProcessHandle.allProcesses().filter(ChildProcess.hasMark(Part.POSTGRES.mark(dataDir))))
                .as("orphans")
                .isNotEmpty();

        try (var again = Sandbox.start(options)) {
            assertThat(again.running().isUp()).isTrue();
        }
        noPartIsLeft();
    }

    @Test
    void says_in_one_sentence_which_port_is_taken_and_leaves_nothing_running() throws IOException {
        try (var taken = new ServerSocket()) {
            var options = options(QUICK_PARTS);
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port(Part.POSTGRES)));

            assertThatThrownBy(() -> Sandbox.start(options))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith(
                            "Expected port " + options.port(Part.POSTGRES) + " to be free for postgres, but");
        }
        assertThat(Running.find(dataDir)).isEmpty();
        noPartIsLeft();
    }

    @Test
    void gives_every_part_and_every_management_page_a_port_of_its_own() {
        for (var time = 0; time < 200; time++) {
            var options = Options.onFreePorts(dataDir);

            var taken = Stream.of(Part.values())
                    .flatMap(part -> Stream.of(options.port(part), Part.managementPort(options.port(part))))
                    .toList();

            assertThat(taken).doesNotHaveDuplicates().doesNotContain(Ports.freeForController());
        }
    }

    @Test
    void refuses_a_second_sandbox_on_the_same_data() {
        try (var _ = Sandbox.start(options(QUICK_PARTS))) {
            assertThatThrownBy(() -> Sandbox.start(options(QUICK_PARTS)))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Expected no sandbox in " + dataDir + ", but one is running");
        }
        assertThatThrownBy(() -> Running.at(dataDir)).hasMessageContaining("./perpetual up");
    }

    private static Options options(Part... parts) {
        return Options.onFreePorts(dataDir).only(parts);
    }

    private static void noPartIsLeft() {
        for (var part : PARTS) {
            assertThat(ProcessHandle.allProcesses().filter(ChildProcess.hasMark(part.mark(dataDir))))
                    .as(part.label())
                    .isEmpty();
        }
    }

    private static void writeRow(Running running, String name) throws SQLException {
        var owner = running.database(Part.LEDGER);
        try (var connection = DriverManager.getConnection(owner.jdbcUrl(), owner.ownerUser(), owner.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS written (name text)");
            statement.execute("INSERT INTO written VALUES ('" + name + "')");
        }
    }

    private static boolean hasRow(Running running, String name) throws SQLException {
        var owner = running.database(Part.LEDGER);
        try (var connection = DriverManager.getConnection(owner.jdbcUrl(), owner.ownerUser(), owner.ownerPassword());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS written (name text)");
            try (var row = statement.executeQuery("SELECT FROM written WHERE name = '" + name + "'")) {
                return row.next();
            }
        }
    }
}
