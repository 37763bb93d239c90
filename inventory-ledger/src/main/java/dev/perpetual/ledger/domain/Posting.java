package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded.
 *
 * @param guarded a granted request: it must not move the floor
 * @param serials which units, one each; empty when nobody says
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
        List<String> serials) {

    /** One that names no units. */
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
        this(kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, guarded, List.of());
    }

    /** The same of certain units. */
    Posting naming(List<String> units) {
        return new Posting(kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, guarded, units);
    }

    /** The movement that it becomes at a version of its SKU. @param said null when its units have no numbers */
    Movement movement(
            long version, Submitted by, Instant now, @Nullable List<String> said, @Nullable String discrepancy) {
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
                said);
    }
}
