package dev.perpetual.ledger.wire;

import dev.perpetual.kit.problems.Expect;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times at the door: as precise as the database keeps them, and in years that it can keep. */
public final class Times {

    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private Times() {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 that names the field */
    public static Instant of(String field, @Nullable String text) {
        var time = Expect.time(field, text).truncatedTo(ChronoUnit.MICROS);
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw dev.perpetual.kit.problems.Problems.invalid(
                    field, "Expected %s from 1970 to 9999, but got %s".formatted(field, time));
        }
        return time;
    }

    /** The present, as precise as the database keeps it. */
    public static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
