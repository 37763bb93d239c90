package dev.perpetual.kit.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Sends state in commit order without storing it: a logical decoding message travels in the write-ahead log of
 * the very transaction that changed the state. What got lost can be published again from the tables.
 */
public final class StateMessages {

    /** Marks our messages among those of other extensions. */
    public static final String PREFIX = "perpetual.state";

    /** Keeps one message well under a megabyte. */
    private static final int MESSAGES_PER_EMIT_MAX = 500;

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private StateMessages() {}

    /** Publishes the messages if and when the transaction commits. */
    public static void emit(Connection connection, List<StateMessage> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        try (var emit = connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, ?)")) {
            for (var from = 0; from < messages.size(); from += MESSAGES_PER_EMIT_MAX) {
                var to = Math.min(messages.size(), from + MESSAGES_PER_EMIT_MAX);
                emit.setString(1, PREFIX);
                emit.setString(2, written(messages.subList(from, to)));
                emit.execute();
            }
        }
    }

    private static String written(List<StateMessage> messages) {
        try {
            return JSON.writeValueAsString(messages);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Reads what {@link #emit} wrote. */
    public static List<StateMessage> read(byte[] content) {
        try {
            return JSON.readValue(content, new TypeReference<List<StateMessage>>() {});
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
