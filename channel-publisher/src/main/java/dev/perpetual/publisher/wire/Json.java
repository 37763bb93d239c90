package dev.perpetual.publisher.wire;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude.Value;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.perpetual.kit.intake.UnreadableMessage;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** How this service writes JSON: absent is left out, times are RFC 3339. Unknown fields of others are ignored. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(Value.construct(Include.NON_NULL, Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .addModule(new JavaTimeModule())
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static <T> T read(ConsumerRecord<String, byte[]> record, Class<T> type) throws UnreadableMessage {
        if (record.value() == null) {
            throw new UnreadableMessage("Expected a body, but got none");
        }
        try {
            return present("a body", MAPPER.readValue(record.value(), type));
        } catch (IOException e) {
            throw new UnreadableMessage("Expected " + type.getSimpleName() + " as JSON, but " + e.getMessage(), e);
        }
    }

    static <T> T present(String field, @Nullable T value) throws UnreadableMessage {
        if (value == null) {
            throw new UnreadableMessage("Expected " + field + ", but got none");
        }
        return value;
    }
}
