package dev.perpetual.kit.audit;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.StateMessage;
import dev.perpetual.kit.journal.StateSource;
import dev.perpetual.kit.relay.OutboundRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares the newest record of each key of a compacted topic with the tables it tells of. */
@ApplicationScoped
class StateAudit {

    private static final int EXAMPLES_MAX = 5;
    private static final int ROWS_PER_INSERT = 2_000;

    private final Database database;
    private final RelayedUpTo relay;
    private final AuditTopics kafka;
    private final OutboundRecords records;

    StateAudit(Database database, RelayedUpTo relay, AuditTopics kafka, OutboundRecords records) {
        this.database = database;
        this.relay = relay;
        this.kafka = kafka;
        this.records = records;
    }

    /** The tables first, then the topic: the topic may then only be ahead. */
    AuditReport audit(StateSource source, boolean publishAgain) {
        return database.inLongTransaction(connection -> {
            Database.seesOneMoment(connection);
            Database.waitsForOthers(connection);
            copyTables(connection, source);
            relay.await();
            kafka.copy(connection, source.topic());
            var missing = keys(connection, """
                    SELECT key FROM audit_state LEFT JOIN audit_newest ON stream = key
                    WHERE stream IS NULL OR audit_newest.version < audit_state.version""");
            var different = keys(connection, """
                    SELECT key FROM audit_state JOIN audit_newest ON stream = key
                    WHERE audit_newest.version = audit_state.version AND audit_newest.hash <> audit_state.hash""");
            var foreign = foreign(source, keys(connection, """
                    SELECT stream FROM audit_newest LEFT JOIN audit_state ON stream = key WHERE key IS NULL"""));
            var examples = new ArrayList<>(missing);
            examples.addAll(different);
            examples.addAll(foreign);
            var again = new HashSet<>(missing);
            again.addAll(different);
            return new AuditReport(
                    source.topic(),
                    count(connection, "audit_state"),
                    count(connection, "audit_newest"),
                    count(connection, "audit_topic") - count(connection, "audit_newest"),
                    missing.size(),
                    foreign.size(),
                    different.size(),
                    0,
                    examples.stream().limit(EXAMPLES_MAX).toList(),
                    publishAgain ? publishAgain(connection, source, again) : 0);
        });
    }

    private static void copyTables(Connection connection, StateSource source) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TEMP TABLE audit_state (key text PRIMARY KEY, version bigint, hash text) ON COMMIT DROP""");
        }
        var page = new ArrayList<StateMessage>();
        var failure = new SQLException[1];
        source.forEach(connection, message -> {
            page.add(message);
            if (page.size() == ROWS_PER_INSERT && failure[0] == null) {
                try {
                    insert(connection, page);
                } catch (SQLException wrong) {
                    failure[0] = wrong;
                }
                page.clear();
            }
        });
        if (failure[0] != null) {
            throw failure[0];
        }
        insert(connection, page);
    }

    private static void insert(Connection connection, List<StateMessage> page) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO audit_state SELECT * FROM unnest(?, ?, ?)")) {
            insert.setArray(
                    1,
                    connection.createArrayOf(
                            "text", page.stream().map(StateMessage::key).toArray()));
            insert.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", page.stream().map(StateMessage::version).toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            page.stream()
                                    .map(message ->
                                            AuditTopics.md5(message.body().getBytes(StandardCharsets.UTF_8)))
                                    .toArray()));
            insert.executeUpdate();
        }
    }

    /** A key that appeared after the snapshot is not foreign. */
    private Set<String> foreign(StateSource source, Set<String> candidates) {
        if (candidates.isEmpty()) {
            return candidates;
        }
        var left = new HashSet<>(candidates);
        database.inTransaction(now -> {
            source.forEach(now, message -> left.remove(message.key()));
            return null;
        });
        return left;
    }

    private static Set<String> keys(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery(query);
            var found = new HashSet<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery("SELECT count(*) FROM " + table);
            rows.next();
            return rows.getLong(1);
        }
    }

    private long publishAgain(Connection connection, StateSource source, Set<String> keys) throws SQLException {
        var messages = new ArrayList<StateMessage>();
        source.forEach(connection, message -> {
            if (keys.contains(message.key())) {
                messages.add(message);
            }
        });
        var next = messages.iterator();
        return kafka.publish(() -> next.hasNext() ? records.of(next.next()) : null);
    }
}
