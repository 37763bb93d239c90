package dev.perpetual.sandbox;

import dev.perpetual.sandbox.State.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Starts a sandbox from Java. One that is started attached ends with the JVM that started it, however that ends. */
public final class Sandbox implements AutoCloseable {
    private static final Duration READY_AGAIN_MAX = Duration.ofSeconds(300);
    private static final Duration STOP_MAX = Duration.ofSeconds(90);

    private final Running running;

    private Sandbox(Running running) {
        this.running = running;
    }

    /** Returns when every part is ready; throws {@link CannotStart} with one sentence when one does not get there. */
    public static Sandbox start(Options options) {
        return start(options, true, _ -> {});
    }

    /** With a look at what happens meanwhile; not attached: it goes on until somebody stops it. */
    static Sandbox start(Options options, boolean attached, Consumer<State> progress) {
        if (Running.find(options.dataDir()).isPresent()) {
            throw new CannotStart("Expected no sandbox in " + options.dataDir()
                    + ", but one is running; stop it with ./perpetual down");
        }
        var data = new DataDirectory(options.dataDir());
        data.mustHaveRoom();
        var log = data.logs().resolve("supervisor.log");
        var process = launch(options, attached, log);
        var interrupted = new Thread(() -> endWithUs(process));
        Runtime.getRuntime().addShutdownHook(interrupted);
        awaitUp(process, data, log, progress);
        if (!attached) {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
        return new Sandbox(Running.at(options.dataDir()));
    }

    /** Ctrl-C, or whatever else ends this JVM. */
    private static void endWithUs(Process supervisor) {
        ChildProcess.signal(supervisor.toHandle(), "TERM");
        ChildProcess.gone(supervisor.toHandle(), STOP_MAX);
    }

    private static Process launch(Options options, boolean attached, Path log) {
        var command = new ArrayList<>(detaching());
        command.addAll(Supervisor.command(options, attached));
        try {
            Files.createDirectories(log.getParent());
            Files.deleteIfExists(log);
            return new ProcessBuilder(command)
                    .redirectInput(
                            attached
                                    ? ProcessBuilder.Redirect.PIPE
                                    : ProcessBuilder.Redirect.from(
                                            Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new CannotStart("Expected to start the supervisor, but " + e.getMessage(), e);
        }
    }

    /** A session of its own, so that Ctrl-C and a closed terminal do not reach the parts behind our back. */
    private static List<String> detaching() {
        return Files.isExecutable(Path.of("/usr/bin/setsid")) ? List.of("setsid") : List.of("nohup");
    }

    private static void awaitUp(Process process, DataDirectory data, Path log, Consumer<State> progress) {
        while (true) {
            var state = State.read(data.stateFile()).filter(s -> s.supervisor() == process.pid());
            state.ifPresent(progress);
            if (state.filter(s -> s.phase() == Phase.UP).isPresent()) {
                return;
            }
            if (!process.isAlive()) {
                throw new CannotStart(State.read(data.stateFile())
                        .filter(s -> s.supervisor() == process.pid())
                        .flatMap(s -> Optional.ofNullable(s.failure()))
                        .orElseGet(() -> lastLine(log)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String lastLine(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return lines.isEmpty() ? "Expected the sandbox to start, but it was stopped; see " + log : lines.getLast();
        } catch (IOException e) {
            return "Expected the supervisor to start, but it ended; and " + log + " cannot be read: " + e;
        }
    }

    public Running running() {
        return running;
    }

    /** kill -9; the supervisor starts it again. */
    public void kill(Part part) {
        running.kill(part);
    }

    /** Returns when the part is ready again; throws when it is not within five minutes. */
    public void awaitReady(Part part) {
        running.awaitReady(part, READY_AGAIN_MAX);
    }

    /** Stops everything; the data stays. */
    @Override
    public void close() {
        running.stop();
    }
}
