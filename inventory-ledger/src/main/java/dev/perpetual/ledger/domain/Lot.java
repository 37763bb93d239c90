package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a lot.
 *
 * @param expiresAt from when its units must not be sold; null when they keep
 * @param withdrawn why its units are not sold any more; null while they are
 */
public record Lot(
        Id id, @Nullable Instant expiresAt, @Nullable Withdrawal withdrawn) {

    /** A lot belongs to one SKU. */
    public record Id(Sku sku, String code) implements Comparable<Id> {
        private static final Comparator<Id> ORDER =
                Comparator.comparing(Id::sku).thenComparing(Id::code);

        @Override
        public int compareTo(Id other) {
            return ORDER.compare(this, other);
        }
    }

    /** Why and when units were taken out of sale. */
    public record Withdrawal(Cause cause, @Nullable String reason, Instant at) {

        /** What ends a lot. */
        public enum Cause {
            EXPIRED,
            RECALLED
        }
    }

    /** True when its units may be promised at that instant. */
    boolean isSellable(Instant now) {
        return withdrawn == null && (expiresAt == null || expiresAt.isAfter(now));
    }
}
