package dev.perpetual.router.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.perpetual.kit.intake.UnreadableMessage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The one way this service writes JSON: absent is left out, times are RFC 3339, the same value is always the same text. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
            .build();

    private Json() {}

    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Reads what this service wrote. */
    public static <T> T own(String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(
                    "Expected a stored " + type.getSimpleName() + ", but " + wrong.getMessage());
        }
    }

    /** Reads what another service wrote. */
    public static <T> T foreign(byte @Nullable [] body, Class<T> type) throws UnreadableMessage {
        if (body == null) {
            throw new UnreadableMessage("Expected a body, but got a tombstone");
        }
        try {
            return MAPPER.readValue(body, type);
        } catch (IOException wrong) {
            throw new UnreadableMessage(
                    "Expected a " + type.getSimpleName() + " as its contract says, but " + wrong.getMessage());
        }
    }
}
