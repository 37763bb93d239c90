package dev.perpetual.kit.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The CloudEvents attributes that a Kafka record carries in its headers (binary mode). */
public final class CloudEvent {

    private CloudEvent() {}

    /** @throws UnreadableMessage when the record says no type */
    public static String type(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return attribute(record, "type");
    }

    /** @throws UnreadableMessage when the record says no id */
    public static String id(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return attribute(record, "id");
    }

    /** The version of the record's stream. */
    public static long sequence(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        var text = attribute(record, "sequence");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw new UnreadableMessage("Expected a whole number in header ce_sequence, but got " + text);
        }
    }

    private static String attribute(ConsumerRecord<String, byte[]> record, String name) throws UnreadableMessage {
        var value = optional(record, "ce_" + name);
        if (value == null) {
            throw new UnreadableMessage("Expected header ce_" + name + ", but the record has none");
        }
        return value;
    }

    static @Nullable String optional(ConsumerRecord<String, byte[]> record, String header) {
        var found = record.headers().lastHeader(header);
        return found == null ? null : new String(found.value(), UTF_8);
    }
}
