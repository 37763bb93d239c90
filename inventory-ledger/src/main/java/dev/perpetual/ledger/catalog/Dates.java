package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.problems.Problems;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When something that is dated begins and ends. */
final class Dates {

    private Dates() {}

    /**
     * When the next one begins: when the caller says, else now; the very first one was always so.
     *
     * @param asked what the caller says
     * @param before when the one before began, or ended; null when it always was
     * @param mustBeLater it may not begin with the one before, but after it
     * @throws io.quarkiverse.resteasy.problem.HttpProblem when that is to come, or before what is known
     */
    static @Nullable String start(
            String field,
            @Nullable String asked,
            @Nullable String before,
            boolean mustBeLater,
            boolean isFirst,
            Instant now) {
        if (asked == null) {
            return isFirst ? null : now.toString();
        }
        var start = Instant.parse(asked);
        if (start.isAfter(now)) {
            throw Problems.invalid(field, "Expected a time that has come (it is %s), but got %s".formatted(now, asked));
        }
        if (before != null) {
            var known = Instant.parse(before);
            if (start.isBefore(known) || (mustBeLater && start.equals(known))) {
                throw Problems.unprocessable(
                        "out-of-order",
                        "Expected %s after %s, as what was valid then stays so, but got %s"
                                .formatted(field, before, asked));
            }
        }
        return asked;
    }

    /** True from the first instant on, up to but without the second; null is unbounded. */
    static boolean isWithin(Instant at, @Nullable String from, @Nullable String until) {
        return (from == null || !at.isBefore(Instant.parse(from)))
                && (until == null || at.isBefore(Instant.parse(until)));
    }
}
