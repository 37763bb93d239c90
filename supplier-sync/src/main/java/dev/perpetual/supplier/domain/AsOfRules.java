package dev.perpetual.supplier.domain;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** Reads the moment of a figure. */
public final class AsOfRules {

    /** Clocks differ by less; a figure from later than this would beat every true one until then. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private AsOfRules() {}

    /** ISO 8601 with an offset, or without one in the zone, or a date alone for its first moment. */
    public static Optional<Instant> read(String text, ZoneId zone) {
        var iso = text.strip().replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        try {
            if (iso.length() == 10) {
                return Optional.of(LocalDate.parse(iso).atStartOfDay(zone).toInstant());
            }
            return Optional.of(
                    iso.matches(".*T.*([Zz]|[+-]\\d{2}:?\\d{2})")
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException notIso) {
            return Optional.empty();
        }
    }

    /** Whether the moment is too far ahead of ours to be true. */
    public static boolean isAhead(Instant asOf, Instant now) {
        return asOf.isAfter(now.plus(AHEAD_MAX));
    }
}
