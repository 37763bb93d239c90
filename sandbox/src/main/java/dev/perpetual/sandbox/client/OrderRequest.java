package dev.perpetual.sandbox.client;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as a channel posts it; channel and channelOrderId are its identity. */
public record OrderRequest(
        String channel,
        String channelOrderId,
        Instant placedAt,
        ShipTo shipTo,
        List<Line> lines,
        @Nullable String split,
        @Nullable Integer fraudScore) {

    /** Where it goes; a country as two letters. No person is named. */
    public record ShipTo(
            String country,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String city) {}

    /** So many of a SKU at a price per unit. */
    public record Line(
            int line, String sku, long quantity, @Nullable Money unitPrice) {}
}
