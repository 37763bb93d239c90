package dev.perpetual.kit.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record that could not be applied, whole, with the reason.
 *
 * @param value the record's value in base64, as its bytes may not be text
 */
public record ParkedMessage(
        String topic,
        int partition,
        long offset,
        String key,
        @Nullable String value,
        Map<String, String> headers,
        String reason,
        Instant parkedAt) {

    static ParkedMessage of(ConsumerRecord<String, byte[]> record, String reason) {
        var headers = new LinkedHashMap<String, String>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return new ParkedMessage(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key() == null ? "" : record.key(),
                record.value() == null ? null : Base64.getEncoder().encodeToString(record.value()),
                headers,
                reason,
                Instant.now());
    }

    /** The record as it was delivered. */
    ConsumerRecord<String, byte[]> record() {
        var original = new RecordHeaders();
        headers.forEach((name, text) -> original.add(name, text.getBytes(UTF_8)));
        var bytes = value == null ? null : Base64.getDecoder().decode(value);
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                key.length(),
                bytes == null ? -1 : bytes.length,
                key,
                bytes,
                original,
                java.util.Optional.empty());
    }
}
