package dev.perpetual.ledger.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A hole in the way of a unit: it was taken from a spot where nobody had put it, or is in two places at once. Or, of no
 * unit in particular, units of a spot that nobody named. It closes itself when the missing fact arrives, or a name.
 *
 * @param units how many facts are missing; 0 once closed. Of unnamed units, how many more stand at the spot than are known
 *     by name, or with a minus how many fewer
 * @param location where somebody has to look
 * @param cause of the movement that opened it
 * @param closedBy the movement that closed it
 */
public record SerialCase(
        String id,
        Serial.Key key,
        long units,
        LocationId location,
        Cause cause,
        String openedBy,
        Instant openedAt,
        @Nullable String closedBy,
        @Nullable Instant closedAt) {

    static SerialCase opened(
            Serial.Key key, long units, LocationId location, Cause cause, long version, Instant openedAt) {
        return new SerialCase(
                idOf(key, version),
                key,
                units,
                location,
                cause,
                key.id().sku().code() + "/" + version,
                openedAt,
                null,
                null);
    }

    /** The same history gives the same id. */
    private static String idOf(Serial.Key key, long version) {
        var name = "serial@" + key.id().sku() + "@" + key.id().code() + "@"
                + key.spot().location() + "@" + key.spot().kind().code() + "@" + version;
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }

    /** Who has to settle it. */
    public String owner() {
        return "location:" + location;
    }

    /** True until the missing fact arrives. */
    public boolean isOpen() {
        return closedAt == null;
    }

    SerialCase now(long missing) {
        return new SerialCase(id, key, missing, location, cause, openedBy, openedAt, null, null);
    }

    SerialCase closed(String movement, Instant at) {
        return new SerialCase(id, key, 0, location, cause, openedBy, openedAt, movement, at);
    }
}
