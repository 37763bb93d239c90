package dev.perpetual.ledger.kafka;

import dev.perpetual.kit.intake.UnreadableMessage;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Checks of single members of a message. */
final class FieldOf {

    private static final long QUANTITY_MAX = 1_000_000_000_000L;

    private FieldOf() {}

    static <T> T present(String field, @Nullable T value) throws UnreadableMessage {
        if (value == null) {
            throw new UnreadableMessage("Expected " + field + ", but got none");
        }
        return value;
    }

    /** As precise as the database keeps it. */
    static Instant time(String field, @Nullable String text) throws UnreadableMessage {
        try {
            return OffsetDateTime.parse(present(field, text)).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException wrong) {
            throw new UnreadableMessage("Expected " + field + " as an RFC 3339 time, but got " + text, wrong);
        }
    }

    static long quantity(long value, long least) throws UnreadableMessage {
        if (value < least || value > QUANTITY_MAX) {
            throw new UnreadableMessage(
                    "Expected quantity from %d to %d, but got %d".formatted(least, QUANTITY_MAX, value));
        }
        return value;
    }
}
