package dev.perpetual.kit.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.kit.journal.Outbox;
import dev.perpetual.kit.journal.StateMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
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
        if (!(change.value() instanceof Struct value) || value.schema().field("message") == null) {
            return List.of();
        }
        var message = value.getStruct("message");
        if (!Outbox.PREFIX.equals(message.getString("prefix"))) {
            return List.of();
        }
        return Outbox.read(content(message)).stream().map(this::of).toList();
    }

    private static ByteBuffer content(Struct message) {
        return message.get("content") instanceof ByteBuffer buffer
                ? buffer.duplicate()
                : ByteBuffer.wrap(message.getBytes("content"));
    }

    /** A message about state: its key is its stream. */
    public ProducerRecord<String, byte[]> of(StateMessage message) {
        return of(message.asEntry());
    }

    /** An event as the journal has it; {@code stream/version} is its id, so that a second copy is known by it. */
    public ProducerRecord<String, byte[]> of(JournalEntry event) {
        var headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", event.stream() + "/" + event.version());
        add(headers, "ce_source", "/" + application + "/" + event.topic());
        add(headers, "ce_type", event.type());
        add(headers, "ce_subject", event.stream());
        add(headers, "ce_time", event.recordedAt().toString());
        add(headers, "ce_sequence", Long.toString(event.version()));
        add(headers, "content-type", "application/json");
        return new ProducerRecord<>(
                event.topic(), null, null, event.key(), event.body().getBytes(UTF_8), headers);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.add(new RecordHeader(name, value.getBytes(UTF_8)));
    }
}
