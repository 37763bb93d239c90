package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a lot.
 *
 * @param expiresAt from when its units must not be sold; null when they keep
 * @param withdrawn why its units are not sold any more; null while they are
 * @param version counts its entries in the journal; 0 while nobody said anything of it
 */
public record Lot(
        Id id, @Nullable Instant expiresAt, @Nullable Withdrawal withdrawn, long version) {

    /** Nothing is known of it. */
    static Lot unknown(Id id) {
        return new Lot(id, null, null, 0);
    }

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

    Lot expiringAt(@Nullable Instant when) {
        return new Lot(id, when, withdrawn, version);
    }

    Lot withdrawn(Withdrawal why) {
        return new Lot(id, expiresAt, why, version);
    }

    /** As its next entry in the journal tells it. */
    public Lot next() {
        return new Lot(id, expiresAt, withdrawn, version + 1);
    }

    /** True when its units may be promised at that instant. */
    boolean isSellable(Instant now) {
        return withdrawn == null && (expiresAt == null || expiresAt.isAfter(now));
    }
}
