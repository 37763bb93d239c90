package dev.perpetual.ledger.domain;

import java.util.Locale;
import java.util.Optional;

/** The state of stock inside a location. */
public enum Bucket {
    /** On order, not here yet. */
    EXPECTED(false),
    /** Received, not yet sellable. */
    INSPECTION(true),
    AVAILABLE(true),
    /** Promised to somebody. */
    HELD(true),
    PICKED(true),
    /** Damaged, quarantined, recalled or stopped by law. */
    BLOCKED(true),
    /** Left, not yet delivered. */
    OUTBOUND(false);

    private final boolean onHand;
    private final String code = name().toLowerCase(Locale.ROOT);

    Bucket(boolean onHand) {
        this.onHand = onHand;
    }

    /** True when its units stand in the location. */
    public boolean isOnHand() {
        return onHand;
    }

    /** The name in messages. */
    public String code() {
        return code;
    }

    /** Finds a bucket by its name in messages. */
    public static Optional<Bucket> of(String code) {
        for (var bucket : values()) {
            if (bucket.code.equals(code)) {
                return Optional.of(bucket);
            }
        }
        return Optional.empty();
    }
}
