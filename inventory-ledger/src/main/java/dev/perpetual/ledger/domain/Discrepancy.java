package dev.perpetual.ledger.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A case of stock below zero: some fact is missing. It closes itself when that fact arrives.
 *
 * @param shortBy units below zero now; 0 once closed
 * @param cause of the movement that opened it
 * @param closedBy the movement that closed it
 */
public record Discrepancy(
        String id,
        BalanceKey key,
        Bucket bucket,
        long shortBy,
        Cause cause,
        String openedBy,
        Instant openedAt,
        String owner,
        @Nullable String closedBy,
        @Nullable Instant closedAt) {

    /** True until the missing fact arrives. */
    public boolean isOpen() {
        return closedAt == null;
    }

    Discrepancy now(long units) {
        return new Discrepancy(id, key, bucket, units, cause, openedBy, openedAt, owner, null, null);
    }

    Discrepancy closed(String movement, Instant at) {
        return new Discrepancy(id, key, bucket, 0, cause, openedBy, openedAt, owner, movement, at);
    }
}
