package dev.perpetual.publisher.domain;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of one delivery to a channel. */
public sealed interface Answer {

    /** The channel took it. Lines name what it said of single listings; a listing that is not named was accepted. */
    record Taken(List<Line> lines) implements Answer {
        public Taken {
            lines = List.copyOf(lines);
        }
    }

    /** The channel asks for fewer requests. */
    record Throttled(String reason, @Nullable Duration retryAfter) implements Answer {}

    /** The channel did not answer, or answered that it cannot right now. */
    record Unavailable(String reason, @Nullable Duration retryAfter) implements Answer {}

    /** The channel will not have this content; something in the batch is wrong. */
    record Declined(String reason) implements Answer {}

    /** The channel will not have us: wrong secret, wrong address, closed account. Says nothing about a listing. */
    record Barred(String reason) implements Answer {}

    /**
     * What the channel said of one listing.
     *
     * @param seen the quantity the channel says it shows now, when it says
     */
    record Line(
            String listing,
            Verdict verdict,
            @Nullable String reason,
            @Nullable Long seen) {}

    /** Accepted; older than what the channel has; or rejected with a reason. */
    enum Verdict {
        ACCEPTED,
        OLDER,
        REJECTED
    }
}
