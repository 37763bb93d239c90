package dev.perpetual.kit.audit;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.kit.relay.OutboundRecords;
import dev.perpetual.kit.relay.TopicSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Compares one topic of events with the journal. */
@ApplicationScoped
class EventAudit {

    private static final int EXAMPLES_MAX = 5;

    private final Database database;
    private final RelayedUpTo relay;
    private final AuditTopics kafka;
    private final OutboundRecords records;
    private final TopicSettings settings;

    EventAudit(
            Database database, RelayedUpTo relay, AuditTopics kafka, OutboundRecords records, TopicSettings settings) {
        this.database = database;
        this.relay = relay;
        this.kafka = kafka;
        this.records = records;
        this.settings = settings;
    }

    /**
     * One snapshot of the journal first, then all that the relay has sent of it: what is recorded meanwhile lies
     * behind the snapshot and cannot look missing; what looks foreign is looked up once more, outside the snapshot.
     */
    AuditReport audit(String topic, boolean publishAgain) {
        return database.inLongTransaction(connection -> {
            compare(connection, topic);
            try (var statement = connection.createStatement()) {
                var rows = statement.executeQuery("""
                        SELECT count(*) FILTER (WHERE recorded), coalesce(count(*) FILTER (WHERE times > 0), 0),
                          coalesce(sum(times - 1) FILTER (WHERE times > 0), 0),
                          count(*) FILTER (WHERE recorded AND times IS NULL),
                          count(*) FILTER (WHERE different), count(*) FILTER (WHERE disordered)
                        FROM audit_compared""");
                rows.next();
                var foreign = foreign(connection, topic);
                var examples = examples(connection);
                examples.addAll(foreign.stream().limit(EXAMPLES_MAX).toList());
                return new AuditReport(
                        topic,
                        rows.getLong(1),
                        rows.getLong(2),
                        rows.getLong(3),
                        rows.getLong(4),
                        foreign.size(),
                        rows.getLong(5),
                        rows.getLong(6),
                        examples.stream().limit(EXAMPLES_MAX).toList(),
                        publishAgain ? publishAgain(connection, topic) : 0);
            }
        });
    }

    private void compare(Connection connection, String topic) throws SQLException {
        Database.seesOneMoment(connection);
        Database.waitsForOthers(connection);
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM journal LIMIT 1"); // Takes the snapshot.
        }
        relay.await();
        kafka.copy(connection, topic);
        try (var compare = connection.prepareStatement("""
                CREATE TEMP TABLE audit_compared ON COMMIT DROP AS
                WITH recorded AS (
                  SELECT stream, version, md5(body::text) AS hash FROM journal
                  WHERE topic = ? AND recorded_at > now() - ? * interval '1 second'
                ), seen AS (
                  SELECT stream, version, count(*) AS times, min(hash) AS hash, count(DISTINCT hash) AS hashes
                  FROM audit_topic GROUP BY stream, version
                ), first AS (
                  SELECT stream, version, min(place) < max(min(place)) OVER (PARTITION BY stream, part ORDER BY version
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS is_ahead
                  FROM audit_topic GROUP BY stream, part, version
                ), ahead AS (
                  SELECT DISTINCT stream, version FROM first WHERE is_ahead
                )
                SELECT stream, version, recorded.hash IS NOT NULL AS recorded, times,
                  coalesce(recorded.hash <> seen.hash, false) OR coalesce(hashes > 1, false) AS different,
                  ahead.stream IS NOT NULL AS disordered
                FROM recorded FULL JOIN seen USING (stream, version) LEFT JOIN ahead USING (stream, version)""")) {
            compare.setString(1, topic);
            compare.setLong(2, settings.retention().toSeconds());
            compare.execute();
        }
    }

    /** Those on the topic that the journal does not have now either. */
    private List<String> foreign(Connection snapshot, String topic) throws SQLException {
        var streams = new ArrayList<String>();
        var versions = new ArrayList<Long>();
        try (var statement = snapshot.createStatement()) {
            var rows = statement.executeQuery("SELECT stream, version FROM audit_compared WHERE NOT recorded");
            while (rows.next()) {
                streams.add(rows.getString(1));
                versions.add(rows.getLong(2));
            }
        }
        if (streams.isEmpty()) {
            return List.of();
        }
        return database.inTransaction(now -> {
            try (var select = now.prepareStatement("""
                    SELECT seen.stream || '/' || seen.version FROM unnest(?, ?) AS seen (stream, version)
                    WHERE NOT EXISTS (SELECT FROM journal WHERE journal.topic = ?
                      AND journal.stream = seen.stream AND journal.version = seen.version)""")) {
                select.setArray(1, now.createArrayOf("text", streams.toArray()));
                select.setArray(2, now.createArrayOf("bigint", versions.toArray()));
                select.setString(3, topic);
                return strings(select.executeQuery());
            }
        });
    }

    private static List<String> examples(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            return strings(statement.executeQuery("""
                    SELECT stream || '/' || version FROM audit_compared
                    WHERE (recorded AND times IS NULL) OR different OR disordered
                    ORDER BY stream, version LIMIT %d""".formatted(EXAMPLES_MAX)));
        }
    }

    private static List<String> strings(ResultSet rows) throws SQLException {
        var found = new ArrayList<String>();
        while (rows.next()) {
            found.add(rows.getString(1));
        }
        return found;
    }

    /** In the order of the journal. */
    private long publishAgain(Connection connection, String topic) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT journal.stream, journal.version, key, type, body::text, recorded_at FROM journal
                JOIN audit_compared USING (stream, version)
                WHERE topic = ? AND recorded AND (times IS NULL OR different) ORDER BY position""")) {
            select.setString(1, topic);
            select.setFetchSize(1_000);
            var rows = select.executeQuery();
            return kafka.publish(() -> rows.next() ? record(topic, rows) : null);
        }
    }

    private ProducerRecord<String, byte[]> record(String topic, ResultSet row) throws SQLException {
        return records.of(new JournalEntry(
                topic,
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getTimestamp(6).toInstant()));
    }
}
