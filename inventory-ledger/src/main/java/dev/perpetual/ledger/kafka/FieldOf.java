package dev.perpetual.ledger.kafka;

import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.ledger.domain.Serial;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
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

    /** Which units; none when nobody says. */
    static List<String> serials(@Nullable List<@Nullable String> serials, long units) throws UnreadableMessage {
        if (serials == null || serials.isEmpty()) {
            return List.of();
        }
        var named = new LinkedHashSet<String>();
        for (var serial : serials) {
            named.add(Serial.checked(present("a serial", serial)));
        }
        if (serials.size() != units || named.size() != units) {
            throw new UnreadableMessage(
                    "Expected %d different serials, one for each unit, but got %d".formatted(units, named.size()));
        }
        return List.copyOf(named);
    }

    static long quantity(long value, long least) throws UnreadableMessage {
        if (value < least || value > QUANTITY_MAX) {
            throw new UnreadableMessage(
                    "Expected quantity from %d to %d, but got %d".formatted(least, QUANTITY_MAX, value));
        }
        return value;
    }
}
