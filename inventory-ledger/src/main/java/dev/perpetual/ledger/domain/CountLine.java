package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SKU, lot and owner at one place of a count.
 *
 * @param line its number, the line of the cause of what it moves
 * @param openingVersion of the SKU, as of which its figure was frozen
 * @param openingUnits that stood there then, whatever they were promised to or staged for
 * @param tally what was counted; null while nothing was: that is not zero
 * @param verdict what the tally means; null until the count is complete
 * @param applied version of the SKU behind what put the ledger right; null while nothing did
 * @param settledBy who said where found stock belongs
 */
public record CountLine(
        int line,
        BalanceKey key,
        long openingVersion,
        long openingUnits,
        @Nullable Tally tally,
        @Nullable Verdict verdict,
        @Nullable Long applied,
        @Nullable String settledBy) {

    /** A line that nobody counted. */
    public static CountLine opened(int line, BalanceKey key, long version, long units) {
        return new CountLine(line, key, version, units, null, null, null, null);
    }

    /**
     * As of when somebody looked: a version of the SKU, or a moment; with a moment, what happened by then counts, also
     * when it is learned later.
     */
    public record Basis(@Nullable Long version, @Nullable Instant at) {

        /** @throws IllegalArgumentException unless it is one of both */
        public Basis {
            if ((version == null) == (at == null)) {
                throw new IllegalArgumentException(
                        "Expected a version or a moment, but got %s and %s".formatted(version, at));
            }
        }
    }

    /**
     * Units that were seen.
     *
     * @param first when the first part was looked at
     * @param last when the last part was looked at
     * @param by who looked, each once
     * @param recounted by somebody else than those before
     */
    public record Tally(
            long counted,
            Basis first,
            Basis last,
            List<String> by,
            Instant enteredAt,
            @Nullable Money unitCost,
            boolean recounted) {}

    /** Why a line has to be counted again. */
    public enum Recount {
        /** Stock moved between the looks, so that nobody can say what the sum means. */
        MOVED,
        /** The difference is worth so much that somebody else has to look. */
        LARGE
    }

    /**
     * What was counted, against what stood there when it was looked at.
     *
     * @param version of the SKU up to which facts were known
     * @param variance counted less expected
     * @param found units of a lot that nobody knew
     * @param large worth so much that two have to approve
     */
    public record Verdict(
            long version,
            long expected,
            long variance,
            boolean found,
            boolean large,
            @Nullable Recount recount) {}

    CountLine with(Tally next) {
        return new CountLine(line, key, openingVersion, openingUnits, next, null, applied, settledBy);
    }

    CountLine with(Verdict next) {
        return new CountLine(line, key, openingVersion, openingUnits, tally, next, applied, settledBy);
    }
}
