package dev.perpetual.publisher.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A record of {@code channel-quantities}: the four values of one listing. */
public record ChannelQuantity(
        String channel,
        String listing,
        String sku,
        @Nullable String pack,
        @Nullable Told wanted,
        @Nullable Told sent,
        @Nullable Told accepted,
        @Nullable Seen seen,
        @Nullable Rejected rejected,
        Instant recordedAt) {

    public static final String TOPIC = "channel-quantities";
    public static final String TYPE = "channel.quantity.changed.v1";

    /** A value and its version, which is dense per listing. */
    public record Told(long quantity, long version, Instant at) {}

    /** What the channel itself says it shows. */
    public record Seen(long quantity, Instant at) {}

    /** What the channel would not take. */
    public record Rejected(long version, String reason, Instant at) {}

    public String key() {
        return channel + "@" + listing;
    }

    public String text() {
        return Json.write(this);
    }
}
