package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface Outcome {

    /** True when it is kept, so that the same command gets the same answer for good. */
    default boolean isKept() {
        return true;
    }

    /** It moved stock. @param version of the SKU after it */
    record Recorded(
            long version, Instant recordedAt, @Nullable String discrepancy) implements Outcome {}

    /** It was right and changed nothing: a report that is older than what is known, a count that agrees. */
    record Unchanged(String why, Instant recordedAt) implements Outcome {}

    /** A hold was granted or went on. */
    record HoldChanged(HoldEvent event, Hold hold, List<Long> moved, Instant recordedAt) implements Outcome {}

    /** A lot is out of sale. @param blocked units @param reopened holds that got other units or fewer */
    record LotWithdrawn(long blocked, List<HoldId> reopened, long version, Instant recordedAt) implements Outcome {}

    /** A hold has another deadline. */
    record HoldExtended(Hold hold, Instant recordedAt) implements Outcome {}

    /** A document came to be or went on. */
    record DocumentChanged(Document document, Instant recordedAt) implements Outcome {}

    /** A request was judged and cannot be. */
    record Refused(Reason reason, String detail, List<Shortage> lines, List<Trace> traces, Instant recordedAt)
            implements Outcome {

        /** One that is not about single units. */
        public Refused(Reason reason, String detail, List<Shortage> lines, Instant recordedAt) {
            this(reason, detail, lines, List.of(), recordedAt);
        }
    }

    /**
     * A unit that is not where the request needs it.
     *
     * @param heldIn where it is by the ledger, in words; null when nobody knows
     * @param heldBy the movement that brought it there, {@code <sku>/<version>}
     * @param tried what was to be done with it, in words
     */
    record Trace(
            String serial,
            @Nullable String heldIn,
            @Nullable String heldBy,
            String tried) {}

    /** It makes no sense as it is; nothing is kept, so that it can be sent again once put right. */
    record Rejected(Reason reason, String detail) implements Outcome {
        @Override
        public boolean isKept() {
            return false;
        }
    }

    /** The id was used before for something else. */
    record KeyReused(String id, String storedHash) implements Outcome {
        @Override
        public boolean isKept() {
            return false;
        }
    }

    /** The outcomes of commands that took effect together, in their order. */
    record Together(List<Answer> answers) implements Outcome {
        @Override
        public boolean isKept() {
            return false; // Each part keeps its own.
        }
    }

    /** What is missing in one line. @param version of the SKU at which that was so */
    record Shortage(@Nullable Integer line, Sku sku, LocationId location, long asked, long available, long version) {}

    /** Why not. */
    enum Reason {
        INSUFFICIENT_STOCK,
        UNKNOWN_SKU,
        ITEM_RETIRED,
        UNKNOWN_LOCATION,
        LOCATION_NOT_SELLABLE,
        NOT_A_SUPPLIER,
        MOVEMENT_NOT_ALLOWED,
        QUANTITY_OUT_OF_RANGE,
        UNKNOWN_MOVEMENT,
        ALREADY_REVERSED,
        NOT_REVERSIBLE,
        UNKNOWN_HOLD,
        UNKNOWN_LINE,
        HOLD_EXISTS,
        HOLD_NOT_OPEN,
        HOLD_LIMIT,
        NOT_TOGETHER,
        UNKNOWN_DOCUMENT,
        DOCUMENT_EXISTS,
        NOT_A_TRANSIT,
        SAME_LOCATION,
        MORE_THAN_OPEN,
        MORE_THAN_SHIPPED,
        DUPLICATE_SERIAL,
        SERIAL_ELSEWHERE,
        SERIALS_NEEDED,
        SERIALS_DO_NOT_FIT,
        NOT_TRACKED_BY_SERIAL,
        NOT_A_KIT,
        NOT_A_PART;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The name in messages and problems. */
        public String code() {
            return code;
        }
    }
}
