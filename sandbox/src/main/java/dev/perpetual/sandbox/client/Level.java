package dev.perpetual.sandbox.client;

import java.util.Map;

/** The stock of one SKU at one location, per bucket, at a version. */
public record Level(String sku, String location, Map<String, Long> buckets, long onHand, long version) {

    /** Units in this bucket; none when the bucket was never used. */
    public long in(String bucket) {
        return buckets.getOrDefault(bucket, 0L);
    }
}
