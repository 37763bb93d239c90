package dev.perpetual.sandbox.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One movement to be recorded; its id is its idempotency key. */
public record Movement(
        String id,
        String kind,
        String sku,
        long quantity,
        String location,
        @Nullable String bucket,
        @Nullable String toBucket,
        @Nullable String reason,
        @Nullable Money unitCost,
        Instant occurredAt,
        @Nullable Cause cause) {

    /** What made it happen. */
    public record Cause(String type, String id, @Nullable Integer line) {}

    /** Goods that come from outside straight to the shelf, ready to sell. */
    public static Movement receive(String id, String sku, long quantity, String location, Instant at, Cause cause) {
        return new Movement(id, "receive", sku, quantity, location, null, null, null, null, at, cause);
    }

    /** Goods that a customer brought back, in good order, to the shelf. */
    public static Movement returned(String id, String sku, long quantity, String location, Instant at, Cause cause) {
        return new Movement(id, "return", sku, quantity, location, null, null, null, null, at, cause);
    }

    /** Goods that a till sold, whatever the ledger thought was there. */
    public static Movement sell(String id, String sku, long quantity, String location, Instant at, Cause cause) {
        return new Movement(id, "sell", sku, quantity, location, null, null, null, null, at, cause);
    }

    /** What a count or a look found: more units when positive, fewer when negative. */
    public static Movement countAdjust(
            String id, String sku, long difference, String location, String reason, Instant at, Cause cause) {
        return new Movement(id, "count-adjust", sku, difference, location, null, null, reason, null, at, cause);
    }

    /** The same at a cost per unit. */
    public Movement at(Money cost) {
        return new Movement(id, kind, sku, quantity, location, bucket, toBucket, reason, cost, occurredAt, cause);
    }
}
