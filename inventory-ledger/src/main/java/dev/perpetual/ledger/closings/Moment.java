package dev.perpetual.ledger.closings;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.wire.Times;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A point in both times.
 *
 * @param happened counts movements that occurred by then; null for all
 * @param known counts, of each SKU, the movements before the first one that was recorded after it; null for all
 */
public record Moment(@Nullable Instant happened, @Nullable Instant known) {

    /** As far ahead of our clock as a fact may be. */
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    /** Everything that happened, as we know it. */
    public static final Moment NOW = new Moment(null, null);

    /** Reads both, which may be absent. @throws io.quarkiverse.resteasy.problem.HttpProblem 400 that names the field */
    public static Moment of(@Nullable String asOf, @Nullable String recordedAsOf) {
        return new Moment(time("asOf", asOf), time("recordedAsOf", recordedAsOf));
    }

    /** True when nothing is left out. */
    public boolean isNow() {
        return happened == null && known == null;
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        var time = Times.of(field, text);
        var now = Times.now();
        if (time.isAfter(now.plus(AHEAD_MAX))) {
            throw Problems.invalid(
                    field, "Expected %s that has come (it is %s), but got %s".formatted(field, now, time));
        }
        return time;
    }
}
