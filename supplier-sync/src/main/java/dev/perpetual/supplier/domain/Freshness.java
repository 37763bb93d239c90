package dev.perpetual.supplier.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * How a figure ages: trusted whole, then with a haircut, then unknown, then withdrawn. Unknown is never zero.
 *
 * @param fullFor age up to which the figure is trusted whole
 * @param haircutFor age up to which only a part of it is trusted
 * @param haircutPercent what is cut off in between
 * @param withdrawAfter age from which the figure is not even shown as a guess
 */
public record Freshness(Duration fullFor, Duration haircutFor, int haircutPercent, Duration withdrawAfter) {

    public static final Freshness DEFAULT =
            new Freshness(Duration.ofHours(24), Duration.ofHours(48), 50, Duration.ofDays(7));

    public Freshness {
        if (fullFor.isNegative() || haircutFor.compareTo(fullFor) < 0 || withdrawAfter.compareTo(haircutFor) < 0) {
            throw new IllegalArgumentException("Expected fullFor <= haircutFor <= withdrawAfter, but got %s, %s, %s"
                    .formatted(fullFor, haircutFor, withdrawAfter));
        }
        if (haircutPercent < 0 || haircutPercent > 100) {
            throw new IllegalArgumentException("Expected a haircut from 0 to 100 percent, but got " + haircutPercent);
        }
    }

    /** How much of a figure can be relied on at a moment; halves are rounded down. */
    public Trust trust(long said, Instant asOf, Instant now) {
        var age = Duration.between(asOf, now);
        if (age.compareTo(fullFor) <= 0) {
            return new Trust(
                    Trust.Level.FULL, OptionalLong.of(said), "%s old, within %s".formatted(shown(age), fullFor));
        }
        if (age.compareTo(haircutFor) <= 0) {
            var trusted = said * (100 - haircutPercent) / 100;
            return new Trust(
                    Trust.Level.HAIRCUT,
                    OptionalLong.of(trusted),
                    "%s old, past %s: less %d percent".formatted(shown(age), fullFor, haircutPercent));
        }
        var level = age.compareTo(withdrawAfter) <= 0 ? Trust.Level.UNKNOWN : Trust.Level.WITHDRAWN;
        var limit = level == Trust.Level.UNKNOWN ? haircutFor : withdrawAfter;
        return new Trust(level, OptionalLong.empty(), "%s old, past %s".formatted(shown(age), limit));
    }

    private static Duration shown(Duration age) {
        return age.isNegative() ? Duration.ZERO : Duration.ofSeconds(age.toSeconds());
    }

    /**
     * How far a figure is relied on.
     *
     * @param units empty when nothing is known any more, which is not zero
     * @param why in words, with the ages compared
     */
    public record Trust(Level level, OptionalLong units, String why) {
        /** The stages of ageing. */
        public enum Level {
            FULL,
            HAIRCUT,
            UNKNOWN,
            WITHDRAWN
        }
    }
}
