package dev.perpetual.kit.journal;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Appends events to the journal under the lock of their stream, so that versions are dense and follow commit order, and
 * publishes them.
 */
public final class Journal {

    private Journal() {}

    /** Locks one stream until the transaction ends and returns its newest version, 0 when it is new. */
    public static long lock(Connection connection, String topic, String stream) throws SQLException {
        return Objects.requireNonNull(lock(connection, topic, List.of(stream)).get(stream));
    }

    /** Locks streams in sorted order, so that two transactions never wait for each other, and returns their versions. */
    public static Map<String, Long> lock(Connection connection, String topic, Collection<String> streams)
            throws SQLException {
        var sorted = new TreeSet<>(streams);
        if (sorted.isEmpty()) {
            return Map.of();
        }
        var ids = connection.createArrayOf("text", sorted.toArray());
        try (var insert = connection.prepareStatement("""
                INSERT INTO stream (topic, id, version) SELECT ?, id, 0 FROM unnest(?) AS id ORDER BY id
                ON CONFLICT DO NOTHING""")) {
            insert.setString(1, topic);
            insert.setArray(2, ids);
            insert.executeUpdate();
        }
        var versions = new LinkedHashMap<String, Long>();
        try (var select = connection.prepareStatement(
                "SELECT id, version FROM stream WHERE topic = ? AND id = ANY(?) ORDER BY id FOR UPDATE")) {
            select.setString(1, topic);
            select.setArray(2, ids);
            var rows = select.executeQuery();
            while (rows.next()) {
                versions.put(rows.getString(1), rows.getLong(2));
            }
        }
        return versions;
    }

    /**
     * Appends entries whose streams this transaction has locked.
     *
     * @throws IllegalStateException when the versions of a stream do not follow its newest one without a gap
     */
    public static void append(Connection connection, List<JournalEntry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        raiseVersions(connection, entries);
        try (var insert = connection.prepareStatement("""
                INSERT INTO journal (topic, stream, version, key, type, body, recorded_at)
                SELECT topic, stream, version, key, type, body::json, recorded_at
                FROM unnest(?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                  AS entry (topic, stream, version, key, type, body, recorded_at, place)
                ORDER BY place""")) {
            insert.setArray(1, text(connection, entries.stream().map(JournalEntry::topic)));
            insert.setArray(2, text(connection, entries.stream().map(JournalEntry::stream)));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            entries.stream().map(JournalEntry::version).toArray()));
            insert.setArray(4, text(connection, entries.stream().map(JournalEntry::key)));
            insert.setArray(5, text(connection, entries.stream().map(JournalEntry::type)));
            insert.setArray(6, text(connection, entries.stream().map(JournalEntry::body)));
            insert.setArray(
                    7,
                    connection.createArrayOf(
                            "timestamptz",
                            entries.stream()
                                    .map(entry -> Timestamp.from(entry.recordedAt()))
                                    .toArray()));
            insert.executeUpdate();
        }
        Outbox.emit(connection, entries);
    }

    private static void raiseVersions(Connection connection, List<JournalEntry> entries) throws SQLException {
        record Stream(String topic, String id) {}
        record Span(long first, long last) {}
        var spans = new HashMap<Stream, Span>();
        for (var entry : entries) {
            spans.merge(
                    new Stream(entry.topic(), entry.stream()),
                    new Span(entry.version(), entry.version()),
                    (span, next) -> {
                        if (next.first() != span.last() + 1) {
                            throw new IllegalStateException("Expected version %d of %s, but got %d"
                                    .formatted(span.last() + 1, entry.stream(), next.first()));
                        }
                        return new Span(span.first(), next.last());
                    });
        }
        var streams = List.copyOf(spans.entrySet());
        try (var update = connection.prepareStatement("""
                UPDATE stream SET version = span.last
                FROM unnest(?, ?, ?, ?) AS span (topic, id, first, last)
                WHERE stream.topic = span.topic AND stream.id = span.id AND stream.version = span.first - 1""")) {
            update.setArray(
                    1,
                    text(
                            connection,
                            streams.stream().map(entry -> entry.getKey().topic())));
            update.setArray(
                    2,
                    text(
                            connection,
                            streams.stream().map(entry -> entry.getKey().id())));
            update.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            streams.stream()
                                    .map(entry -> entry.getValue().first())
                                    .toArray()));
            update.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint",
                            streams.stream()
                                    .map(entry -> entry.getValue().last())
                                    .toArray()));
            var raised = update.executeUpdate();
            if (raised != streams.size()) {
                throw new IllegalStateException(
                        "Expected to append to %d streams, but %d of them had another version: %s"
                                .formatted(
                                        streams.size(),
                                        streams.size() - raised,
                                        streams.stream()
                                                .limit(5)
                                                .map(entry -> entry.getKey().id() + " from "
                                                        + entry.getValue().first())
                                                .collect(joining(", "))));
            }
        }
    }

    private static java.sql.Array text(Connection connection, java.util.stream.Stream<String> values)
            throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }
}
