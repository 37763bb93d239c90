package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real PostgreSQL of our own: a child process on the loopback address, with all that makes it durable switched on. Its
 * data directory holds {@code cluster/}, {@code secrets.properties} and {@code postgres.log}.
 */
public final class PostgresServer implements RunningPart {
    private static final Duration START_MAX = Duration.ofSeconds(120);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int STARTS_MAX = 3;
    private static final String SUPERUSER = "postgres";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", Ports.HOST),
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("wal_level", "logical"),
            Map.entry("max_replication_slots", "16"),
            Map.entry("max_wal_senders", "16"),
            Map.entry("max_slot_wal_keep_size", "4GB"),
            Map.entry("max_wal_size", "2GB"),
            // All segments are used again: making a new one is a stall of tens of milliseconds for whoever commits.
            Map.entry("min_wal_size", "2GB"),
            Map.entry("max_connections", "150"),
            Map.entry("shared_buffers", "96MB"),
            // No disk of today is so slow at reading here and there that whole tables are better read for a few rows.
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"),
            Map.entry("log_line_prefix", "%m [%p] %q%u@%d "),
            Map.entry("log_checkpoints", "off"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"));

    private final DirectoryLock lock;
    private final Path dataDir;
    private final ChildProcess process;
    private final int port;
    private final Secrets secrets;

    private PostgresServer(DirectoryLock lock, Path dataDir, ChildProcess process, int port, Secrets secrets) {
        this.lock = lock;
        this.dataDir = dataDir;
        this.process = process;
        this.port = port;
        this.secrets = secrets;
    }

    /** Starts on what is in {@code dataDir}, or on an empty one; returns when it answers. Port 0: any free one. */
    public static PostgresServer start(Path dataDir, int port) {
        var server = start(dataDir, port, dataDir.resolve("postgres.log"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
        return server;
    }

    /** For the supervisor, which ends its parts in an order of its own. */
    static PostgresServer start(Path dataDir, int port, Path log) {
        var dir = dataDir.toAbsolutePath().normalize();
        var lock = DirectoryLock.take(dir, "a PostgreSQL");
        try {
            ChildProcess.endLeftovers(mark(dir), "INT", STOP_MAX);
            var unprivileged = Unprivileged.find();
            var secrets = new Secrets(dir.resolve("secrets.properties"));
            if (!Files.exists(cluster(dir))) {
                initialise(dir, unprivileged, secrets.get(SUPERUSER), log);
            }
            // We hold the lock and ended what ran here: whoever has that process id now is somebody else.
            Files.deleteIfExists(cluster(dir).resolve("postmaster.pid"));
            return startProcess(lock, dir, port, log, unprivileged, secrets);
        } catch (IOException e) {
            lock.close();
            throw new CannotStart("Expected to start PostgreSQL in " + dir + ", but " + e, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static String mark(Path dataDir) {
        return cluster(dataDir).toString();
    }

    private static Path cluster(Path dataDir) {
        return dataDir.resolve("cluster");
    }

    /** In a folder of its own, renamed when whole: a start that was interrupted here starts again. */
    private static void initialise(Path dir, Unprivileged unprivileged, String password, Path log) throws IOException {
        var partial = dir.resolve("cluster.partial");
        PostgresBinaries.deleteTree(partial);
        Files.createDirectories(partial);
        var passwordFile = dir.resolve("initdb.password");
        Secrets.writeAlone(passwordFile, password);
        unprivileged.own(dir);
        var said = ChildProcess.logLength(log);
        var initdb = ChildProcess.start(
                unprivileged.command(List.of(
                        program("initdb"),
                        "-D",
                        partial.toString(),
                        "-U",
                        SUPERUSER,
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C",
                        "--no-instructions")),
                Map.of(),
                log);
        var made = initdb.endsWithin(START_MAX) && initdb.exitCode() == 0;
        initdb.kill();
        Files.delete(passwordFile);
        if (!made) {
            throw new CannotStart("Expected initdb to make " + partial + ", but it said: " + lastLine(initdb, said));
        }
        Files.move(partial, cluster(dir), StandardCopyOption.ATOMIC_MOVE);
    }

    private static PostgresServer startProcess(
            DirectoryLock lock, Path dir, int wanted, Path log, Unprivileged unprivileged, Secrets secrets) {
        for (var attempt = 1; ; attempt++) {
            if (wanted != 0) {
                Ports.mustBeFree("PostgreSQL", wanted);
            }
            var port = wanted == 0 ? Ports.free() : wanted;
            var said = ChildProcess.logLength(log);
            var process = ChildProcess.start(unprivileged.command(command(dir, port)), Map.of(), log);
            var server = new PostgresServer(lock, dir, process, port, secrets);
            try {
                server.awaitAnswer(said);
                return server;
            } catch (RuntimeException e) {
                process.stop("INT", STOP_MAX);
                // Backends of a killed server may need a moment to notice; and a free port may be gone again.
                if (attempt == STARTS_MAX || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    private static List<String> command(Path dir, int port) {
        var command = new ArrayList<>(
                List.of(program("postgres"), "-D", cluster(dir).toString(), "-p", String.valueOf(port)));
        SETTINGS.forEach((name, value) -> {
            command.add("-c");
            command.add(name + "=" + value);
        });
        return command;
    }

    private static String program(String name) {
        return PostgresBinaries.home().resolve("bin").resolve(name).toString();
    }

    private void awaitAnswer(long saidBefore) {
        var deadline = Instant.now().plus(START_MAX);
        while (Instant.now().isBefore(deadline)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CannotStart("Interrupted while PostgreSQL was starting");
            }
            if (!process.isAlive()) {
                throw new CannotStart("Expected PostgreSQL to start in " + dataDir + ", but it said: "
                        + lastLine(process, saidBefore));
            }
            try (var connection = connect("postgres")) {
                mustBeOurs(connection);
                return;
            } catch (SQLException _) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
            }
        }
        throw new CannotStart("Expected PostgreSQL to answer within " + START_MAX.toSeconds() + " s; see its log");
    }

    /** The first eight bytes of {@code pg_control} are the identifier that the answering server must know. */
    private void mustBeOurs(Connection connection) throws SQLException {
        try (var file = Files.newByteChannel(cluster(dataDir).resolve("global/pg_control"));
                var row = connection
                        .createStatement()
                        .executeQuery("SELECT system_identifier FROM pg_control_system()")) {
            var bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
            file.read(bytes);
            row.next();
            if (row.getLong(1) != bytes.getLong(0)) {
                throw new CannotStart("Expected our own PostgreSQL on port " + port + ", but another one answers");
            }
        } catch (IOException e) {
            throw new CannotStart("Expected to read pg_control in " + dataDir + ", but " + e, e);
        }
    }

    private static String lastLine(ChildProcess process, long saidBefore) {
        var lines = process.saidSince(saidBefore).strip().lines().toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("error:"))
                .map(line -> line.replaceFirst("^.*?(FATAL|error):\\s*", ""))
                .findFirst()
                .orElse(lines.isEmpty() ? "nothing" : lines.getLast());
    }

    /** A connection as superuser. */
    Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", superuserPassword());
        properties.setProperty("loginTimeout", "10");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.HOST + ":" + port + "/" + database;
    }

    public String host() {
        return Ports.HOST;
    }

    public int port() {
        return port;
    }

    public String superuser() {
        return SUPERUSER;
    }

    public String superuserPassword() {
        return secrets.get(SUPERUSER);
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Where passwords are kept. */
    Secrets secrets() {
        return secrets;
    }

    /** SIGKILL, as a crash would; the data directory is free for the next start. */
    @Override
    public void kill() {
        process.kill();
        lock.close();
    }

    /** Ends connections, writes a checkpoint, and stops. */
    @Override
    public void close() {
        stop();
        lock.close();
    }

    private void stop() {
        process.stop("INT", STOP_MAX);
    }
}
