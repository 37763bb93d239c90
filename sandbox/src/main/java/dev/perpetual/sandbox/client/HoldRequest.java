package dev.perpetual.sandbox.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to promise stock. */
public record HoldRequest(
        String id, Owner owner, String fill, @Nullable Instant expiresAt, List<Line> lines) {
    /** Whose promise it is: an order, a cart or a transfer. */
    public record Owner(String type, String id) {}

    /** So many of a SKU at a location. */
    public record Line(int line, String sku, String location, long quantity) {}
}
