package dev.perpetual.publisher.wire;

import java.time.Instant;
import java.util.List;

/** The body of a request to a channel of kind webhook, as contracts/channel-webhook says. */
public record QuantitiesPayload(String type, Instant timestamp, String channel, List<Quantity> quantities) {

    private static final String TYPE = "channel.quantities.v1";

    /** One line; {@code quantity} in what the listing sells. */
    public record Quantity(String listing, String sku, long quantity, long version) {}

    public static QuantitiesPayload of(String channel, Instant at, List<Quantity> quantities) {
        return new QuantitiesPayload(TYPE, at, channel, List.copyOf(quantities));
    }

    public String text() {
        return Json.write(this);
    }
}
