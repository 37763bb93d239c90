package dev.perpetual.kit.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateMessages;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Turns what the write-ahead log tells into CloudEvents 1.0 in binary mode. */
@ApplicationScoped
public class OutboundRecords {

    private final String application;

    OutboundRecords(@ConfigProperty(name = "quarkus.application.name") String application) {
        this.application = application;
    }

    /** None for what is not ours: heartbeats, and messages of other extensions. */
    List<ProducerRecord<String, byte[]>> of(SourceRecord change) {
        if (!(change.value() instanceof Struct value)) {
            return List.of();
        }
        if (value.schema().field("message") != null) {
            var message = value.getStruct("message");
            if (!StateMessages.PREFIX.equals(message.getString("prefix"))) {
                return List.of();
            }
            return StateMessages.read(content(message)).stream().map(this::of).toList();
        }
        if (value.schema().field("after") == null || value.getStruct("after") == null) {
            return List.of();
        }
        return List.of(journalled(value.getStruct("after")));
    }

    private static byte[] content(Struct message) {
        var content = message.get("content");
        if (content instanceof ByteBuffer buffer) {
            var bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return (byte[]) content;
    }

    private ProducerRecord<String, byte[]> journalled(Struct row) {
        return event(
                row.getString("topic"),
                row.getString("stream"),
                row.getInt64("version"),
                row.getString("key"),
                row.getString("type"),
                row.getString("body"),
                OffsetDateTime.parse(row.getString("recorded_at")).toInstant());
    }

    /** A message about state: its key is its stream. */
    public ProducerRecord<String, byte[]> of(StateMessage message) {
        return event(
                message.topic(),
                message.key(),
                message.version(),
                message.key(),
                message.type(),
                message.body(),
                message.at());
    }

    /** An event as the journal has it; {@code stream/version} is its id, so that a second copy is known by it. */
    public ProducerRecord<String, byte[]> event(
            String topic, String stream, long version, String key, String type, String body, Instant at) {
        var headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", stream + "/" + version);
        add(headers, "ce_source", "/" + application + "/" + topic);
        add(headers, "ce_type", type);
        add(headers, "ce_subject", stream);
        add(headers, "ce_time", at.toString());
        add(headers, "ce_sequence", Long.toString(version));
        add(headers, "content-type", "application/json");
        return new ProducerRecord<>(topic, null, null, key, body.getBytes(UTF_8), headers);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(UTF_8)));
    }
}
