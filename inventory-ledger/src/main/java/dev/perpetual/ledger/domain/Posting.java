package dev.perpetual.ledger.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be recorded. @param guarded a granted request: it must not move the floor */
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
        boolean guarded) {

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
                by.through());
    }
}
