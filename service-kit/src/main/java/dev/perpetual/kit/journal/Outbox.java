package dev.perpetual.kit.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a transaction has to tell, in the order of its commit: logical decoding messages in the write-ahead log of that
 * very transaction, many events per message. Nothing is stored to be deleted again, and the relay decodes one message
 * where it would else decode a row per event. What got lost can be published again from the journal and the tables.
 */
public final class Outbox {

    /** Marks our messages among those of other extensions. */
    public static final String PREFIX = "perpetual.outbox";

    /** Sends one message, its only parameter, if and when the transaction commits. */
    public static final String EMIT = "SELECT pg_logical_emit_message(true, '" + PREFIX + "', ?)";

    /** Messages stay well under what the relay may keep in memory, whatever the number of events. */
    private static final int MESSAGE_BYTES_USUAL_MAX = 512 * 1024;

    private static final int TEXTS = 5;
    private static final int FIXED_BYTES = TEXTS * Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private Outbox() {}

    /** Publishes the events if and when the transaction commits. */
    public static void emit(Connection connection, List<JournalEntry> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (var emit = connection.prepareStatement(EMIT)) {
            for (var message : messages(events)) {
                emit.setBytes(1, message);
                emit.execute();
            }
        }
    }

    /** Publishes the newest state of keys, as {@link #emit}. */
    public static void emitState(Connection connection, List<StateMessage> states) throws SQLException {
        emit(connection, states.stream().map(StateMessage::asEntry).toList());
    }

    /** The events as parameters of {@link #EMIT}. */
    public static List<byte[]> messages(List<JournalEntry> events) {
        var messages = new ArrayList<byte[]>(1);
        var group = new ArrayList<byte[][]>(events.size());
        var from = 0;
        var size = 0;
        for (var event : events) {
            var texts = texts(event);
            group.add(texts);
            size += FIXED_BYTES;
            for (var text : texts) {
                size += text.length;
            }
            if (size >= MESSAGE_BYTES_USUAL_MAX) {
                messages.add(written(events.subList(from, from + group.size()), group, size));
                from += group.size();
                group.clear();
                size = 0;
            }
        }
        if (!group.isEmpty()) {
            messages.add(written(events.subList(from, events.size()), group, size));
        }
        return messages;
    }

    private static byte[][] texts(JournalEntry event) {
        return new byte[][] {
            event.topic().getBytes(UTF_8),
            event.stream().getBytes(UTF_8),
            event.key().getBytes(UTF_8),
            event.type().getBytes(UTF_8),
            event.body().getBytes(UTF_8)
        };
    }

    private static byte[] written(List<JournalEntry> events, List<byte[][]> texts, int size) {
        var message = ByteBuffer.allocate(size);
        for (var i = 0; i < events.size(); i++) {
            var event = events.get(i);
            for (var text : texts.get(i)) {
                message.putInt(text.length).put(text);
            }
            message.putLong(event.version())
                    .putLong(event.recordedAt().getEpochSecond())
                    .putInt(event.recordedAt().getNano());
        }
        return message.array();
    }

    /** Reads what {@link #messages} wrote. */
    public static List<JournalEntry> read(ByteBuffer message) {
        var events = new ArrayList<JournalEntry>();
        while (message.hasRemaining()) {
            var topic = text(message);
            var stream = text(message);
            var key = text(message);
            var type = text(message);
            var body = text(message);
            events.add(new JournalEntry(
                    topic,
                    stream,
                    message.getLong(),
                    key,
                    type,
                    body,
                    Instant.ofEpochSecond(message.getLong(), message.getInt())));
        }
        return events;
    }

    private static String text(ByteBuffer message) {
        var bytes = new byte[message.getInt()];
        message.get(bytes);
        return new String(bytes, UTF_8);
    }
}
