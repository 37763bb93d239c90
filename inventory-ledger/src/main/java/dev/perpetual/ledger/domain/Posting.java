package dev.perpetual.ledger.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded.
 *
 * @param guarded a granted request: it must not move the floor
 * @param packed how the quantity was said, when it was said in packs
 */
record Posting(
        MovementKind kind,
        Sku sku,
        long quantity,
        Account from,
        Account to,
        Goods goods,
        @Nullable String reason,
        @Nullable Money unitCost,
        Cause cause,
        Instant occurredAt,
        boolean guarded,
        @Nullable Packed packed) {

    /** Of a quantity in base units. */
    Posting(
            MovementKind kind,
            Sku sku,
            long quantity,
            Account from,
            Account to,
            Goods goods,
            @Nullable String reason,
            @Nullable Money unitCost,
            Cause cause,
            Instant occurredAt,
            boolean guarded) {
        this(kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, guarded, null);
    }

    /** The movement that it becomes at a version of its SKU. */
    Movement movement(long version, Submitted by, Instant now, @Nullable String discrepancy) {
        return new Movement(
                sku,
                version,
                kind,
                quantity,
                from,
                to,
                goods,
                reason,
                unitCost,
                cause,
                by.id(),
                occurredAt,
                now,
                by.by(),
                discrepancy,
                by.through(),
                packed);
    }
}
