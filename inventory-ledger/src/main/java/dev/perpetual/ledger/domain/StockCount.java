package dev.perpetual.ledger.domain;

import java.util.Locale;
import java.util.Set;

/** What a count of stock goes through, from the sheet to the movements that put the ledger right. */
public final class StockCount {

    /** Who owns found stock until its origin is settled. */
    public static final String SUSPENSE = "suspense";

    private StockCount() {}

    /** Where a count is. */
    public enum State {
        /** Being counted. */
        OPEN,
        /** All places were covered and the differences are known. */
        COMPLETED,
        APPROVED,
        /** Some differences are in the ledger; applying it again goes on. */
        APPLYING,
        APPLIED,
        CANCELLED;

        /** The name in messages. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What somebody wants to do with a count, and where it must be for that. */
    public enum Step {
        ENTER(Set.of(State.OPEN)),
        COMPLETE(Set.of(State.OPEN)),
        RECOUNT(Set.of(State.COMPLETED)),
        APPROVE(Set.of(State.COMPLETED)),
        APPLY(Set.of(State.APPROVED, State.APPLYING)),
        CANCEL(Set.of(State.OPEN, State.COMPLETED, State.APPROVED)),
        SETTLE(Set.of(State.APPLIED));

        private final Set<State> from;

        Step(Set<State> from) {
            this.from = from;
        }

        /** True when a count may take this step where it is. */
        public boolean isPossible(State state) {
            return from.contains(state);
        }
    }

    /** What happens to a figure that is there already: nothing is added up or replaced unless somebody says so. */
    public enum Mode {
        ADD,
        REPLACE,
        RECOUNT
    }
}
