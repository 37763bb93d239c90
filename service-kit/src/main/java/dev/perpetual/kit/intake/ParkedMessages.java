package dev.perpetual.kit.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.journal.Journal;
import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.kit.relay.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of parked records; each is also told on {@link Topics#parked}. */
@ApplicationScoped
public class ParkedMessages {

    private static final String TYPE = "message.parked.v1";

    private final ObjectMapper json;
    private final Topics topics;

    ParkedMessages(ObjectMapper json, Topics topics) {
        this.json = json;
        this.topics = topics;
    }

    /** Keys of the topic of which at least one record is parked. */
    Set<String> keys(Connection connection, String topic) throws SQLException {
        try (var select = connection.prepareStatement("SELECT DISTINCT key FROM parked WHERE topic = ?")) {
            select.setString(1, topic);
            var rows = select.executeQuery();
            var keys = new HashSet<String>();
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
            return keys;
        }
    }

    /** Adds those that are not there yet, and announces them. */
    void add(Connection connection, List<ParkedMessage> messages) throws SQLException {
        var added = new ArrayList<ParkedMessage>();
        try (var insert = connection.prepareStatement("""
                INSERT INTO parked (topic, partition, record_offset, key, value, headers, reason, parked_at)
                VALUES (?, ?, ?, ?, ?, ?::json, ?, ?) ON CONFLICT DO NOTHING""")) {
            for (var message : messages) {
                insert.setString(1, message.topic());
                insert.setInt(2, message.partition());
                insert.setLong(3, message.offset());
                insert.setString(4, message.key());
                insert.setBytes(
                        5, message.value() == null ? null : Base64.getDecoder().decode(message.value()));
                insert.setString(6, written(message.headers()));
                insert.setString(7, message.reason());
                insert.setTimestamp(8, Timestamp.from(message.parkedAt()));
                if (insert.executeUpdate() == 1) {
                    added.add(message);
                }
            }
        }
        announce(connection, added);
    }

    private void announce(Connection connection, List<ParkedMessage> messages) throws SQLException {
        var byTopic = new LinkedHashMap<String, List<ParkedMessage>>();
        messages.forEach(message -> byTopic.computeIfAbsent(topics.parked(message.topic()), topic -> new ArrayList<>())
                .add(message));
        for (var entry : byTopic.entrySet()) {
            var versions = new LinkedHashMap<>(Journal.lock(
                    connection,
                    entry.getKey(),
                    entry.getValue().stream().map(ParkedMessage::key).toList()));
            var entries = new ArrayList<JournalEntry>();
            for (var message : entry.getValue()) {
                var version = versions.merge(message.key(), 1L, Long::sum);
                entries.add(new JournalEntry(
                        entry.getKey(),
                        message.key(),
                        version,
                        message.key(),
                        TYPE,
                        written(message),
                        message.parkedAt()));
            }
            Journal.append(connection, entries);
        }
    }

    /** Oldest first. */
    List<ParkedMessage> list(Connection connection, int limit) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT * FROM parked ORDER BY parked_at, topic, partition, record_offset LIMIT ?")) {
            select.setInt(1, limit);
            return read(select.executeQuery());
        }
    }

    /** Those of one key in the order in which they came. */
    List<ParkedMessage> of(Connection connection, String topic, String key) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT * FROM parked WHERE topic = ? AND key = ? ORDER BY partition, record_offset FOR UPDATE")) {
            select.setString(1, topic);
            select.setString(2, key);
            return read(select.executeQuery());
        }
    }

    /** In the transaction of their effect. */
    void remove(Connection connection, List<ParkedMessage> messages) throws SQLException {
        try (var delete = connection.prepareStatement(
                "DELETE FROM parked WHERE topic = ? AND partition = ? AND record_offset = ?")) {
            for (var message : messages) {
                delete.setString(1, message.topic());
                delete.setInt(2, message.partition());
                delete.setLong(3, message.offset());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private List<ParkedMessage> read(ResultSet rows) throws SQLException {
        var messages = new ArrayList<ParkedMessage>();
        while (rows.next()) {
            var value = rows.getBytes("value");
            messages.add(new ParkedMessage(
                    rows.getString("topic"),
                    rows.getInt("partition"),
                    rows.getLong("record_offset"),
                    rows.getString("key"),
                    value == null ? null : Base64.getEncoder().encodeToString(value),
                    headers(rows.getString("headers")),
                    rows.getString("reason"),
                    rows.getTimestamp("parked_at").toInstant()));
        }
        return messages;
    }

    private Map<String, String> headers(String text) {
        try {
            return json.readValue(text, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
