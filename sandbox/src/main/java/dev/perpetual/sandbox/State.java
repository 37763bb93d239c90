package dev.perpetual.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What the supervisor last wrote down about its parts; a file, so that every other process can read it. */
record State(long supervisor, Phase phase, @Nullable String failure, Map<Part, PartState> parts) {
    /** Of the whole sandbox. */
    enum Phase {
        STARTING,
        UP,
        STOPPING,
        FAILED
    }

    /** Of one part. */
    enum PartPhase {
        WAITING,
        STARTING,
        READY,
        DOWN,
        STOPPED
    }

    /** Process id 0: none now. {@code startMillis}: how long the last start took. */
    record PartState(PartPhase phase, long pid, int port, int restarts, long startMillis) {
        PartState starting() {
            return new PartState(PartPhase.STARTING, 0, port, restarts, startMillis);
        }

        PartState ready(long newPid, Duration took) {
            return new PartState(PartPhase.READY, newPid, port, restarts, took.toMillis());
        }

        PartState down() {
            return new PartState(PartPhase.DOWN, 0, port, restarts + 1, startMillis);
        }

        PartState stopped() {
            return new PartState(PartPhase.STOPPED, 0, port, restarts, startMillis);
        }
    }

    /** Atomic: a reader sees the old or the new. */
    void write(Path file) {
        var lines = new StringBuilder("# Written by the supervisor; read by everybody else.\n");
        lines.append("supervisor=%d%nphase=%s%n".formatted(supervisor, phase));
        if (failure != null) {
            lines.append("failure=")
                    .append(failure.replace("\\", "\\\\").replaceAll("\\R", " "))
                    .append('\n');
        }
        parts.forEach((part, s) -> lines.append(
                "%s=%s %d %d %d %d%n".formatted(part, s.phase(), s.pid(), s.port(), s.restarts(), s.startMillis())));
        try {
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CannotStart("Expected to write " + file + ", but " + e, e);
        }
    }

    /** Empty when there is no such file. */
    static Optional<State> read(Path file) {
        var lines = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            lines.load(reader);
        } catch (java.nio.file.NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CannotStart("Expected to read " + file + ", but " + e, e);
        }
        var parts = new EnumMap<Part, PartState>(Part.class);
        for (var part : Part.values()) {
            var line = lines.getProperty(part.name());
            if (line != null) {
                parts.put(part, partState(line.split(" ")));
            }
        }
        return Optional.of(new State(
                Long.parseLong(lines.getProperty("supervisor")),
                Phase.valueOf(lines.getProperty("phase")),
                lines.getProperty("failure"),
                parts));
    }

    private static PartState partState(String[] words) {
        return new PartState(
                PartPhase.valueOf(words[0]),
                Long.parseLong(words[1]),
                Integer.parseInt(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]));
    }
}
