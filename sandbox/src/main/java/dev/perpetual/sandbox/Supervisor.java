package dev.perpetual.sandbox;

import dev.perpetual.sandbox.State.PartState;
import dev.perpetual.sandbox.State.Phase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Starts the parts, starts again what dies, and stops them in reverse order. A process of its own, so that it outlives the
 * command that started it; it speaks through its state file and listens to signals.
 */
final class Supervisor {
    private static final Duration LOG_CHECK = Duration.ofSeconds(5);

    private final Options options;
    private final DataDirectory data;
    private final Map<Part, PartKeeper> keepers = new EnumMap<>(Part.class);
    private final Map<Part, PartState> states = new EnumMap<>(Part.class);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Phase phase = Phase.STARTING;
    private @Nullable String failure;

    private Supervisor(Options options) {
        this.options = options;
        this.data = new DataDirectory(options.dataDir());
        for (var part : options.parts()) {
            states.put(part, new PartState(State.PartPhase.WAITING, 0, options.port(part), 0, 0));
        }
    }

    /** {@code [--fresh] [--with-parent] data PART=port…} */
    public static void main(String[] args) {
        var words = new ArrayDeque<>(List.of(args));
        var fresh = words.remove("--fresh");
        var withParent = words.remove("--with-parent");
        var dataDir = Path.of(words.removeFirst());
        var ports = new EnumMap<Part, Integer>(Part.class);
        for (var word : words) {
            var equals = word.indexOf('=');
            ports.put(Part.valueOf(word.substring(0, equals)), Integer.valueOf(word.substring(equals + 1)));
        }
        try {
            var well = run(new Options(dataDir, fresh, ports, List.copyOf(ports.keySet())), withParent);
            System.exit(well ? 0 : 1);
        } catch (CannotStart e) {
            System.out.println(e.getMessage());
            System.exit(1);
        }
    }

    /** What {@link #main} is started with. */
    static List<String> command(Options options, boolean withParent) {
        var command = new ArrayList<>(List.of(
                Checkout.java(),
                mark(options.dataDir()),
                "-Dperpetual.root=" + Checkout.root(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Launches.ownClassPath(),
                Supervisor.class.getName()));
        if (options.fresh()) {
            command.add("--fresh");
        }
        if (withParent) {
            command.add("--with-parent");
        }
        command.add(options.dataDir().toString());
        options.parts().forEach(part -> command.add(part.name() + "=" + options.port(part)));
        return command;
    }

    static String mark(Path dataDir) {
        return "-Dperpetual.supervisor=" + dataDir;
    }

    /** Runs until SIGTERM, or until a part cannot be started at all; then false. */
    static boolean run(Options options, boolean withParent) {
        var supervisor = new Supervisor(options);
        try (var _ = DirectoryLock.take(supervisor.data.path(), "a sandbox")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                supervisor.end(null);
                supervisor.awaitStopped();
            }));
            if (withParent) {
                Thread.ofVirtual().start(supervisor::endWithParent);
            }
            supervisor.superviseUntilEnd();
            return supervisor.failure == null;
        }
    }

    private void superviseUntilEnd() {
        try {
            prepare();
            var launches = new Launches(options, data);
            for (var part : options.parts()) {
                keepers.put(part, new PartKeeper(part, () -> launches.start(part), this));
            }
            keepers.values().forEach(keeper -> keeper.begin(needs(keeper.part())));
            CompletableFuture.allOf(keepers.values().stream()
                            .map(PartKeeper::firstReady)
                            .toArray(CompletableFuture[]::new))
                    .thenRun(() -> enter(Phase.UP));
            while (!ended.await(LOG_CHECK.toMillis(), TimeUnit.MILLISECONDS)) {
                rotateLogs();
            }
        } catch (CannotStart e) {
            end(e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
            stopped.countDown();
        }
    }

    private void prepare() {
        endLeftovers(data.path());
        if (options.fresh()) {
            data.clear();
        }
        data.mustHaveRoom();
        for (var part : options.parts()) {
            Ports.mustBeFree(part.label(), options.port(part));
            if (part.isService()) {
                Ports.mustBeFree(part.label() + "'s management", Part.managementPort(options.port(part)));
            }
        }
        write();
    }

    /** What a killed supervisor left running, services first; true when there was any. */
    static boolean endLeftovers(Path dataDir) {
        var found = false;
        for (var part : List.of(Part.values()).reversed()) {
            found |= ChildProcess.endLeftovers(
                    part.mark(dataDir), part == Part.POSTGRES ? "INT" : "TERM", Duration.ofSeconds(20));
        }
        return found;
    }

    private List<PartKeeper> needs(Part part) {
        return part.isService()
                ? keepers.values().stream()
                        .filter(keeper -> keeper.part() == Part.POSTGRES || keeper.part() == Part.KAFKA)
                        .toList()
                : List.of();
    }

    /** Services first, all at once; then what they need. */
    private void stop() {
        enter(failure == null ? Phase.STOPPING : Phase.FAILED);
        var threads = keepers.values().stream()
                .filter(keeper -> keeper.part().compareTo(Part.KAFKA) > 0)
                .map(keeper -> Thread.ofVirtual().start(keeper::stop))
                .toList();
        threads.forEach(Supervisor::join);
        for (var part : List.of(Part.KAFKA, Part.POSTGRES)) {
            var keeper = keepers.get(part);
            if (keeper != null) {
                keeper.stop();
            }
        }
        if (failure == null) {
            try {
                Files.deleteIfExists(data.stateFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The first reason stays; null: because it was asked for. */
    synchronized void end(@Nullable String reason) {
        if (ended.getCount() == 0) {
            return;
        }
        failure = reason;
        if (reason != null) {
            System.out.println(reason);
        }
        ended.countDown();
    }

    private void awaitStopped() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said; only the end matters.
            }
        } catch (IOException _) {
            // The end, too.
        }
        end(null);
    }

    synchronized void update(Part part, UnaryOperator<PartState> change) {
        states.computeIfPresent(part, (_, state) -> change.apply(state));
        write();
    }

    private synchronized void enter(Phase next) {
        if (phase == Phase.STARTING || next != Phase.UP) {
            phase = next;
        }
        write();
    }

    private synchronized void write() {
        new State(ProcessHandle.current().pid(), phase, failure, states).write(data.stateFile());
    }

    private void rotateLogs() {
        try {
            for (var part : options.parts()) {
                ChildProcess.rotate(data.log(part));
            }
        } catch (IOException e) {
            System.out.println("Expected to bound the logs, but " + e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
