package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be recorded.
 *
 * @param guarded a granted request: it must not move the floor
 * @param serials which units, one each; empty when nobody says
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
        List<String> serials,
        @Nullable Packed packed) {

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
            boolean guarded,
            @Nullable Packed packed) {
        this(kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, guarded, List.of(), packed);
    }

    /** In base units, and one that names none of them. */
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
        this(kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, guarded, List.of(), null);
    }

    /** The same of certain units. */
    Posting naming(List<String> units) {
        return new Posting(
                kind, sku, quantity, from, to, goods, reason, unitCost, cause, occurredAt, guarded, units, packed);
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
                said,
                packed);
    }
}
