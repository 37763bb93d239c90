package dev.perpetual.ledger.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.UUID;
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

    static Discrepancy opened(
            BalanceKey key, Bucket bucket, long shortBy, Cause cause, long version, Instant openedAt) {
        return new Discrepancy(
                idOf(key, bucket, version),
                key,
                bucket,
                shortBy,
                cause,
                key.sku().code() + "/" + version,
                openedAt,
                "location:" + key.location(),
                null,
                null);
    }

    /** The same history gives the same id. */
    private static String idOf(BalanceKey key, Bucket bucket, long version) {
        var name = key.sku() + "@" + key.location() + "@" + key.goods().lot() + "@"
                + key.goods().owner() + "@" + bucket.code() + "@" + version;
        return UUID.nameUUIDFromBytes(name.getBytes(UTF_8)).toString();
    }

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
