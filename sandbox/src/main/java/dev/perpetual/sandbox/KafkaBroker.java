package dev.perpetual.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker of our own: one node, KRaft, in a JVM of its own on the loopback address. Its data directory holds
 * {@code log/}, {@code broker.properties}, {@code cluster.id} and {@code kafka.log}.
 */
public final class KafkaBroker implements RunningPart {
    private static final Duration START_MAX = Duration.ofSeconds(180);
    private static final Duration STOP_MAX = Duration.ofSeconds(20);
    private static final int STARTS_MAX = 3;

    private final DirectoryLock lock;
    private final Path dataDir;
    private final ChildProcess process;
    private final int port;
    private final String clusterId;

    private KafkaBroker(DirectoryLock lock, Path dataDir, ChildProcess process, int port, String clusterId) {
        this.lock = lock;
        this.dataDir = dataDir;
        this.process = process;
        this.port = port;
        this.clusterId = clusterId;
    }

    /** Starts on what is in {@code dataDir}, or on an empty one; returns when it answers. Port 0: any free one. */
    public static KafkaBroker start(Path dataDir, int port) {
        var broker = start(dataDir, port, dataDir.resolve("kafka.log"));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::stop));
        return broker;
    }

    /** For the supervisor, which ends its parts in an order of its own. */
    static KafkaBroker start(Path dataDir, int port, Path log) {
        var dir = dataDir.toAbsolutePath().normalize();
        var lock = DirectoryLock.take(dir, "a Kafka broker");
        try {
            ChildProcess.endLeftovers(mark(dir), "TERM", STOP_MAX);
            return startProcess(lock, dir, port, log);
        } catch (IOException e) {
            lock.close();
            throw new CannotStart("Expected to start Kafka in " + dir + ", but " + e, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static KafkaBroker startProcess(DirectoryLock lock, Path dir, int wanted, Path log) throws IOException {
        for (var attempt = 1; ; attempt++) {
            if (wanted != 0) {
                Ports.mustBeFree("Kafka", wanted);
            }
            var port = wanted == 0 ? Ports.free() : wanted;
            var properties = dir.resolve("broker.properties");
            Files.writeString(properties, properties(dir, port, Ports.freeForController()));
            var clusterId = clusterId(dir);
            var said = ChildProcess.logLength(log);
            var process = ChildProcess.start(command(dir, properties, clusterId), Map.of(), log);
            var broker = new KafkaBroker(lock, dir, process, port, clusterId);
            try {
                broker.awaitAnswer(said);
                return broker;
            } catch (RuntimeException e) {
                process.kill();
                // A port that was free may be gone again.
                if (attempt == STARTS_MAX || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    static String mark(Path dir) {
        return "-Dperpetual.kafka=" + dir;
    }

    private static String clusterId(Path dir) throws IOException {
        var file = dir.resolve("cluster.id");
        if (!Files.exists(file)) {
            Files.writeString(file, Uuid.randomUuid().toString());
        }
        return Files.readString(file).strip();
    }

    private static List<String> command(Path dir, Path properties, String clusterId) {
        var jars = Checkout.infra().resolve("kafka");
        if (!Files.isDirectory(jars)) {
            throw new CannotStart(
                    "Expected Kafka's jars in " + jars + ", but found none; run ./mvnw -pl sandbox -am package");
        }
        return List.of(
                Checkout.java(),
                mark(dir),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.configurationFile=classpath:dev/perpetual/sandbox/broker-log4j2.xml",
                "-cp",
                Checkout.ownClasses() + File.pathSeparator + jars + "/*",
                BrokerProcess.class.getName(),
                properties.toString(),
                dir.resolve("log").toString(),
                clusterId);
    }

    private static String properties(Path dir, int port, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%s
                auto.create.topics.enable=false
                num.partitions=4
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                # A killed broker may come back after this, not after 9 s.
                broker.session.timeout.ms=3000
                broker.heartbeat.interval.ms=500
                message.max.bytes=4194304
                log.segment.bytes=67108864
                # 128 MB by default, more than this heap has to spare.
                log.cleaner.dedupe.buffer.size=16777216
                num.network.threads=2
                num.io.threads=4
                """.formatted(port, controllerPort, dir.resolve("log"));
    }

    private void awaitAnswer(long saidBefore) {
        var deadline = Instant.now().plus(START_MAX);
        while (Instant.now().isBefore(deadline)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CannotStart("Interrupted while Kafka was starting");
            }
            if (!process.isAlive()) {
                throw new CannotStart("Expected Kafka to start in " + dataDir + ", but it said: " + why(saidBefore));
            }
            if (!Ports.isFree(port) && answers()) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new CannotStart("Expected Kafka to answer within " + START_MAX.toSeconds() + " s; see its log");
    }

    /** True when a broker serves the port; throws when it is not ours. */
    boolean answers() {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                2000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                2000);
        try (var admin = Admin.create(settings)) {
            var cluster = admin.describeCluster();
            var answered = cluster.clusterId().get(3, TimeUnit.SECONDS);
            if (!clusterId.equals(answered)) {
                throw new CannotStart("Expected our own Kafka on port " + port + ", but another one answers");
            }
            return !cluster.nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CannotStart("Interrupted while Kafka was starting");
        }
    }

    private String why(long saidBefore) {
        var lines = process.saidSince(saidBefore).strip().lines().toList();
        return lines.stream()
                .filter(line -> line.contains("FATAL") || line.contains("Caused by") || line.contains("Exception:"))
                .findFirst()
                .orElse(lines.isEmpty() ? "nothing" : lines.getLast());
    }

    public String bootstrapServers() {
        return Ports.HOST + ":" + port;
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

    /** SIGKILL, as a crash would; the data directory is free for the next start. */
    @Override
    public void kill() {
        process.kill();
        lock.close();
    }

    /** Writes everything out and stops. */
    @Override
    public void close() {
        stop();
        lock.close();
    }

    private void stop() {
        process.stop("TERM", STOP_MAX);
    }
}
