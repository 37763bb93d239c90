package dev.perpetual.kit.journal;

import java.time.Instant;

/**
 * The newest state of one key of a compacted topic.
 *
 * @param version grows with every change of the key; a reader drops what is not newer than what it has
 * @param body JSON, published byte for byte
 */
public record StateMessage(String topic, String key, long version, String type, String body, Instant at) {

    /** As an event whose stream is the key. */
    public JournalEntry asEntry() {
        return new JournalEntry(topic, key, version, key, type, body, at);
    }
}
