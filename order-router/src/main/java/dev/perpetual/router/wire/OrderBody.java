package dev.perpetual.router.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as a channel posts it. {@code origin}: where it was placed, if the poster only passes it on. */
public record OrderBody(
        @Nullable String channel,
        @Nullable String channelOrderId,
        @Nullable Origin origin,
        @Nullable String placedAt,
        @Nullable ShipTo shipTo,
        @Nullable List<Line> lines,
        @Nullable String deliverBy,
        @Nullable String service,
        @Nullable String split,
        @Nullable Integer priority,
        @Nullable String holdId,
        @Nullable Integer fraudScore,
        @Nullable String notes) {
    /** The channel that took the order first, and its number there. */
    public record Origin(@Nullable String channel, @Nullable String channelOrderId) {}

    /** Where to send it. */
    public record ShipTo(
            @Nullable String country,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable String city,
            @Nullable String street,
            @Nullable String name,
            @Nullable Double latitude,
            @Nullable Double longitude) {}

    /** Base units of a SKU. */
    public record Line(
            @Nullable Integer line,
            @Nullable String sku,
            @Nullable Long quantity,
            @Nullable Price unitPrice) {}

    /** Money as text, so that no digit is lost. */
    public record Price(@Nullable String amount, @Nullable String currency) {}
}
