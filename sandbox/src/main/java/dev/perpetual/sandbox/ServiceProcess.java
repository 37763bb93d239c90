package dev.perpetual.sandbox;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One of the four services, or the pretend shop, in a JVM of its own. */
final class ServiceProcess implements RunningPart {
    private static final Duration START_MAX = Duration.ofSeconds(300);
    /** Longer when each has to write down some hundred megabytes first. */
    private static final Duration STOP_MAX = Duration.ofSeconds(Launches.RECORDING ? 80 : 20);

    private static final int PROBE_MILLIS_MAX = 2000;

    private final ChildProcess process;

    private ServiceProcess(ChildProcess process) {
        this.process = process;
    }

    /** Returns when it says that it is ready. {@code command} is what follows {@code java <mark>}. */
    static ServiceProcess start(
            Part part, Path dataDir, int port, List<String> command, Map<String, String> environment, Path log) {
        return start(part.label(), part.mark(dataDir), port, () -> isReady(part, port), command, environment, log);
    }

    /** As above, for what is no part of its own: known by another mark and ready in its own way. */
    static ServiceProcess start(
            String label,
            String mark,
            int port,
            BooleanSupplier ready,
            List<String> command,
            Map<String, String> environment,
            Path log) {
        ChildProcess.endLeftovers(mark, "TERM", STOP_MAX);
        Ports.mustBeFree(label, port);
        var said = ChildProcess.logLength(log);
        var java = new java.util.ArrayList<>(List.of(Checkout.java(), mark));
        java.addAll(command);
        var process = ChildProcess.start(java, environment, log);
        try {
            awaitReady(label, ready, process, said);
            return new ServiceProcess(process);
        } catch (RuntimeException e) {
            process.kill();
            throw e;
        }
    }

    private static void awaitReady(String label, BooleanSupplier ready, ChildProcess process, long saidBefore) {
        var deadline = Instant.now().plus(START_MAX);
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw new CannotStart("Expected " + label + " to start, but it ended with " + process.exitCode()
                        + " and said: " + firstProblem(process.saidSince(saidBefore)));
            }
            if (ready.getAsBoolean()) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            if (Thread.interrupted()) {
                throw new CannotStart("Interrupted while " + label + " was starting");
            }
        }
        throw new CannotStart("Expected " + label + " to be ready within " + START_MAX.toSeconds() + " s, but it said: "
                + firstProblem(process.saidSince(saidBefore)));
    }

    private static String firstProblem(String said) {
        var lines = said.strip().lines().toList();
        return lines.stream()
                .filter(line -> line.contains("ERROR") || line.contains("Exception"))
                .findFirst()
                .orElse(lines.isEmpty() ? "nothing" : lines.getLast());
    }

    /** A service says so itself; of the others it is enough that they take connections. */
    static boolean isReady(Part part, int port) {
        return part.isService() ? saysReady(Part.managementPort(port)) : accepts(port);
    }

    private static boolean saysReady(int managementPort) {
        try {
            var url = URI.create("http://" + Ports.HOST + ":" + managementPort + "/q/health/ready")
                    .toURL();
            var connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(PROBE_MILLIS_MAX);
            connection.setReadTimeout(PROBE_MILLIS_MAX);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException _) {
            return false;
        }
    }

    static boolean accepts(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.HOST, port), PROBE_MILLIS_MAX);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public CompletableFuture<?> onExit() {
        return process.onExit();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.stop("TERM", STOP_MAX);
    }
}
