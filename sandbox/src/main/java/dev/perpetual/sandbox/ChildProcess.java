package dev.perpetual.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A process of ours that writes to a log file and does not outlive us: should this JVM die without a word, a shell that
 * waits on a pipe from it interrupts the child, and kills it when that has no effect: whoever is started in the
 * background of a script ignores interrupts. Should even that fail, the next start finds the child by its mark.
 */
final class ChildProcess {
    private static final long LOG_BYTES_MAX = 20L << 20;
    private static final int LOG_TAIL_BYTES = 8 << 10;
    private static final Duration KILL_WAIT = Duration.ofSeconds(10);
    /** As long as the slowest part takes to end by itself. */
    private static final Duration INTERRUPT_WAIT = Duration.ofSeconds(20);

    private final Process process;
    private final Process guard;
    private final Path log;

    private ChildProcess(Process process, Process guard, Path log) {
        this.process = process;
        this.guard = guard;
        this.log = log;
    }

    /** Starts {@code command} with what it says appended to {@code log}. */
    static ChildProcess start(List<String> command, Map<String, String> environment, Path log) {
        try {
            rotate(log);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            var process = builder.start();
            return new ChildProcess(process, guard(process.pid(), INTERRUPT_WAIT), log);
        } catch (IOException e) {
            throw new CannotStart("Expected to run " + command.getFirst() + ", but " + e.getMessage(), e);
        }
    }

    /** Ends the process when its input is closed. @param patience in whole seconds, before it kills */
    static Process guard(long pid, Duration patience) throws IOException {
        return new ProcessBuilder("sh", "-c", """
                        trap '' INT HUP
                        read -r _
                        kill -INT %1$d
                        left=%2$d
                        while [ $left -gt 0 ] && kill -0 %1$d; do
                          sleep 1
                          left=$((left - 1))
                        done
                        kill -KILL %1$d""".formatted(pid, patience.toSeconds()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Kept in two files: the log and one before it. The child appends, so it goes on at the new end. */
    static void rotate(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.copy(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            Files.write(log, new byte[0]);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    CompletableFuture<?> onExit() {
        return process.onExit();
    }

    /** False when it still runs at the deadline. */
    boolean endsWithin(Duration deadline) {
        var ended = gone(process.toHandle(), deadline);
        if (ended) {
            guard.destroyForcibly();
        }
        return ended;
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Where the log ends now; {@link #saidSince} reads on from there. */
    static long logLength(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the log says after {@code position}, at most its last 8 KiB. */
    String saidSince(long position) {
        try (var file = Files.newByteChannel(log)) {
            file.position(Math.max(Math.min(position, file.size()), file.size() - LOG_TAIL_BYTES));
            var bytes = java.nio.ByteBuffer.allocate(LOG_TAIL_BYTES);
            file.read(bytes);
            return new String(bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no log: " + e;
        }
    }

    /** Sends the signal (INT, TERM, …) and waits; what is still there at the deadline is killed. */
    void stop(String signal, Duration deadline) {
        guard.destroyForcibly();
        signal(process.toHandle(), signal);
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException _) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** SIGKILL, and waits until it is gone. */
    void kill() {
        guard.destroyForcibly();
        kill(process.toHandle());
    }

    /**
     * Ends what an earlier run left behind, proven ours by its mark: one exact argument of its command line. True when
     * there was any.
     */
    static boolean endLeftovers(String mark, String signal, Duration deadline) {
        var leftovers = ProcessHandle.allProcesses().filter(hasMark(mark)).toList();
        for (var leftover : leftovers) {
            signal(leftover, signal);
            if (!gone(leftover, deadline)) {
                kill(leftover);
            }
        }
        return !leftovers.isEmpty();
    }

    static Predicate<ProcessHandle> hasMark(String mark) {
        return handle ->
                handle.info().arguments().map(Arrays::asList).orElse(List.of()).contains(mark);
    }

    static void signal(ProcessHandle handle, String signal) {
        if (!handle.isAlive()) {
            return; // Its id may be another's by now.
        }
        try {
            // kill is a word of every shell; ProcessHandle knows only TERM and KILL.
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + handle.pid() + " 2>/dev/null")
                    .start()
                    .waitFor();
        } catch (IOException e) {
            handle.destroy();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static void kill(ProcessHandle handle) {
        handle.destroyForcibly();
        gone(handle, KILL_WAIT);
    }

    static boolean gone(ProcessHandle handle, Duration deadline) {
        try {
            handle.onExit().get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException _) {
            return !handle.isAlive();
        }
    }
}
