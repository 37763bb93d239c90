package dev.perpetual.kit.journal;

import java.time.Instant;

/**
 * One event as it is recorded and as it is published.
 *
 * @param topic where the relay publishes it
 * @param stream what it is about; its versions are 1, 2, 3, … without gaps
 * @param version its place in the stream
 * @param key the Kafka key
 * @param type dotted and versioned, as in {@code contracts/}
 * @param body JSON, published byte for byte
 * @param recordedAt when it was recorded; order never comes from it
 */
public record JournalEntry(
        String topic, String stream, long version, String key, String type, String body, Instant recordedAt) {}
