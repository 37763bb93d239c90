package dev.perpetual.sandbox;

import dev.perpetual.sandbox.State.PartPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows a sandbox starting: a line for each part when it is ready, and on a terminal what is still awaited. */
public final class Progress {
    private static final String CLEAR_LINE = "\r\033[2K";

    private final boolean terminal =
            System.console() != null && System.console().isTerminal();
    private final Instant begun = Instant.now();
    private final Set<Part> told = EnumSet.noneOf(Part.class);

    private Progress() {}

    /** Attached: ends with this process. */
    public static Sandbox start(Options options, boolean attached) {
        var progress = new Progress();
        var sandbox = progress.watch(options, attached);
        progress.say("All ready after %.1f s".formatted(seconds(Duration.between(progress.begun, Instant.now()))));
        return sandbox;
    }

    private Sandbox watch(Options options, boolean attached) {
        try {
            return Sandbox.start(options, attached, this::show);
        } catch (CannotStart e) {
            if (terminal) {
                System.out.print(CLEAR_LINE);
                System.out.flush();
            }
            throw e;
        }
    }

    private void show(State state) {
        state.parts().forEach((part, s) -> {
            if (s.phase() == PartPhase.READY && told.add(part)) {
                say("%-18s ready  %5.1f s   %s"
                        .formatted(part.label(), s.startMillis() / 1000.0, Ports.HOST + ":" + s.port()));
            }
        });
        var awaited = state.parts().entrySet().stream()
                .filter(entry -> entry.getValue().phase() == PartPhase.STARTING)
                .map(entry -> entry.getKey().label())
                .collect(Collectors.joining(", "));
        if (terminal && !awaited.isEmpty()) {
            System.out.printf(
                    "%s%.0f s  starting %s", CLEAR_LINE, seconds(Duration.between(begun, Instant.now())), awaited);
            System.out.flush();
        }
    }

    private void say(String line) {
        System.out.println(terminal ? CLEAR_LINE + line : line);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
