package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A positive whole quantity of one SKU that went from one account to another. Only ever added to.
 *
 * @param version dense per SKU
 * @param goods which of its units
 * @param command the caller-minted id of what brought it about; one command may bring about several movements
 * @param occurredAt when it happened
 * @param recordedAt when we learned of it
 * @param discrepancy the case that this movement opened, deepened or closed
 * @param through what it was said
 * @param serials which units; empty when they have numbers and nobody said which, null when there was nothing to say
 */
public record Movement(
        Sku sku,
        long version,
        MovementKind kind,
        long quantity,
        Account from,
        Account to,
        Goods goods,
        @Nullable String reason,
        @Nullable Money unitCost,
        Cause cause,
        String command,
        Instant occurredAt,
        Instant recordedAt,
        String recordedBy,
        @Nullable String discrepancy,
        String through,
        @Nullable List<String> serials) {

    public Movement {
        if (quantity <= 0) {
            throw new IllegalArgumentException("Expected a positive quantity, but got " + quantity);
        }
    }

    /** Its id: what nobody else can have. */
    public String id() {
        return sku.code() + "/" + version;
    }
}
