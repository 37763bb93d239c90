package dev.perpetual.publisher.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an HTTP status means for a delivery, and how long to stay away after it. */
public final class AnswerRules {

    /** The longest Retry-After that is believed; a channel that says more is asked again after this. */
    static final Duration RETRY_AFTER_MAX = Duration.ofHours(24);

    private static final int DOUBLINGS_MAX = 30;

    private AnswerRules() {}

    /** Reads a status. {@code lines}: what the body of a 2xx said of single listings. */
    public static Answer answer(int status, @Nullable String retryAfter, List<Answer.Line> lines, Instant now) {
        if (status >= 200 && status < 300) {
            return new Answer.Taken(lines);
        }
        var reason = "HTTP " + status;
        return switch (status) {
            case 429 -> new Answer.Throttled(reason, wait(retryAfter, now));
            case 408, 425 -> new Answer.Unavailable(reason, wait(retryAfter, now));
            case 401, 402, 403, 404, 405, 407, 410, 421, 451 -> new Answer.Barred(reason);
            default ->
                status >= 400 && status < 500
                        ? new Answer.Declined(reason)
                        : status >= 500
                                ? new Answer.Unavailable(reason, wait(retryAfter, now))
                                // Redirects are not followed: they would lead signed requests anywhere.
                                : new Answer.Barred(reason);
        };
    }

    /** The wait a Retry-After asks for, in seconds or as a date; null when there is none that can be read. */
    static @Nullable Duration wait(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null || retryAfter.isBlank()) {
            return null;
        }
        var text = retryAfter.strip();
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return text.length() > 9 ? RETRY_AFTER_MAX : bounded(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return bounded(Duration.between(now, date.toInstant()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /**
     * How long to wait after the nth failure in a row: doubling from {@code first} up to {@code most}, of which at
     * least half is waited. {@code chance} from 0 to 1 spreads those who failed together.
     */
    public static Duration backoff(int failures, double chance, Duration first, Duration most) {
        if (failures < 1) {
            throw new IllegalArgumentException("Expected failures of 1 or more, but got " + failures);
        }
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        var full = doubled.compareTo(most) > 0 ? most : doubled;
        return full.dividedBy(2).plusNanos((long) (full.toNanos() / 2.0 * chance));
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait;
    }
}
