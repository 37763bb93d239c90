package dev.perpetual.sandbox.client;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stock of one SKU at one location, per bucket, at a version. */
public record Level(
        String sku,
        String location,
        Map<String, Long> buckets,
        long onHand,
        long version,
        @Nullable Instant asOf) {

    /** Units in this bucket; none when the bucket was never used. */
    public long in(String bucket) {
        return buckets.getOrDefault(bucket, 0L);
    }

    /** Whether it is a supplier's figure of this moment, to the second, or a later one. */
    public boolean isAsOf(Instant moment) {
        return asOf != null && !asOf.isBefore(moment.truncatedTo(ChronoUnit.SECONDS));
    }
}
