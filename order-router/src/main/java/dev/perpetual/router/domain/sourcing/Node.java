package dev.perpetual.router.domain.sourcing;

import org.jspecify.annotations.Nullable;

/** A location that an order could ship from. {@code point} is absent where nobody said where it is. */
public record Node(
        String id, Kind kind, boolean sellable, @Nullable Point point) {
    /** What sort of place it is. */
    public enum Kind {
        WAREHOUSE,
        STORE,
        THIRD_PARTY,
        MARKETPLACE,
        SUPPLIER,
        TRANSIT
    }
}
