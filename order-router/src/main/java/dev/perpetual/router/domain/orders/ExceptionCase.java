package dev.perpetual.router.domain.orders;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something about an order that a person has to look at. Decided cases stay, with who and when. */
public record ExceptionCase(
        String id,
        Kind kind,
        String reason,
        @Nullable String subject,
        State state,
        @Nullable String owner,
        Instant openedAt,
        @Nullable Instant decidedAt) {
    /** What is unusual; the blocking kinds keep open units from being routed. */
    public enum Kind {
        HIGH_VALUE(true),
        FRAUD_SCORE(true),
        NO_SOURCE(true),
        TOO_MANY_PARCELS(true),
        FULFILMENT_CANCELLED(false),
        SHIPPED_AFTER_CANCEL(false),
        CANCEL_OVERTAKEN(false),
        REFUSED_BY_LEDGER(false),
        TWIN_DIFFERS(false);

        private final boolean blocking;

        Kind(boolean blocking) {
            this.blocking = blocking;
        }

        public boolean blocking() {
            return blocking;
        }

        /** As in URLs and events. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Where the case stands. */
    public enum State {
        OPEN,
        CLAIMED,
        APPROVED,
        REJECTED;

        public boolean decided() {
            return this == APPROVED || this == REJECTED;
        }
    }

    boolean blocks() {
        return kind.blocking() && !state.decided();
    }

    ExceptionCase claimed(String by) {
        return new ExceptionCase(id, kind, reason, subject, State.CLAIMED, by, openedAt, null);
    }

    ExceptionCase decided(State decision, String by, Instant at) {
        return new ExceptionCase(id, kind, reason, subject, decision, by, openedAt, at);
    }
}
