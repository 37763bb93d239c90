package dev.perpetual.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.kit.audit.AuditReport;
import dev.perpetual.kit.audit.Auditor;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.kit.journal.Journal;
import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.kit.sample.AddNumbers;
import dev.perpetual.kit.sample.Numbers.Number;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.kit.testing.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class JournalToTopicTest {

    @Inject
    Database database;

    @Inject
    Auditor auditor;

    @Inject
    AddNumbers addNumbers;

    private final String key = "key-" + UUID.randomUUID();

    @Test
    void what_is_recorded_reaches_its_topic_in_order_as_a_cloud_event() {
        IntStream.rangeClosed(1, 5).forEach(number -> add(key, number));
        try (var reader = reader("sums")) {
            var last = reader.await(record -> record.key().equals(key)
                    && TopicReader.header(record, "ce_sequence").equals("5"));
            assertThat(TopicReader.header(last, "ce_id")).isEqualTo(key + "/5");
            assertThat(TopicReader.header(last, "ce_type")).isEqualTo("number.added.v1");
            assertThat(TopicReader.header(last, "ce_source")).isEqualTo("/service-kit/sums");
            assertThat(TopicReader.header(last, "ce_specversion")).isEqualTo("1.0");
            assertThat(last.value()).isEqualTo("{\"added\": 5}");
            assertThat(reader.all().stream()
                            .filter(record -> record.key().equals(key))
                            .map(record -> TopicReader.header(record, "ce_sequence"))
                            .distinct())
                    .containsExactly("1", "2", "3", "4", "5");
        }
        try (var reader = reader("totals")) {
            assertThat(reader.await(record -> record.key().equals(key)
                                    && TopicReader.header(record, "ce_sequence").equals("5"))
                            .value())
                    .isEqualTo("{\"sum\": 15}");
        }
    }

    @Test
    void what_is_rolled_back_reaches_no_topic() {
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    addNumbers.add(connection, List.of(new Number(key, 1)));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        add(key, 7);
        try (var reader = reader("sums")) {
            var first = reader.await(record -> record.key().equals(key));
            assertThat(first.value()).isEqualTo("{\"added\": 7}");
            assertThat(TopicReader.header(first, "ce_sequence")).isEqualTo("1");
        }
    }

    @Test
    void a_gap_in_versions_is_refused() {
        var entry = new JournalEntry("sums", key, 2, key, "number.added.v1", "{}", Instant.now());
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    Journal.lock(connection, "sums", key);
                    Journal.append(connection, List.of(entry));
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("had another version");
    }

    @Test
    void the_service_itself_can_neither_change_nor_remove_what_is_recorded() {
        add(key, 1);
        for (var tampering : List.of(
                "UPDATE journal SET body = '{}'",
                "DELETE FROM journal",
                "TRUNCATE journal",
                "DELETE FROM journal_default",
                "INSERT INTO journal_default SELECT * FROM journal")) {
            assertThatThrownBy(() -> run(tampering))
                    .as(tampering)
                    .isInstanceOf(DatabaseFailed.class)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void the_auditor_sees_and_mends_what_a_topic_misses_and_sees_what_is_foreign() throws Exception {
        add(key, 3);
        assertThat(audit("sums"))
                .satisfies(report ->
                        assertThat(report.clean()).as(report.toString()).isTrue());

        // Recorded by somebody who does not publish: as if the relay had lost one.
        try (var connection = superuser();
                var statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO journal (topic, stream, version, key, type, body, recorded_at)
                    VALUES ('sums', '%1$s', 2, '%1$s', 'number.added.v1', '{"added": 4}', now())""".formatted(key));
        }
        try (var foreigner = new TopicWriter(Infrastructure.running().bootstrapServers(), "sums")) {
            foreigner.write("foreign-" + key, "number.added.v1", 1, "{\"added\": 0}");
        }
        var found = audit("sums");
        assertThat(found.missing()).isEqualTo(1);
        assertThat(found.foreign()).isEqualTo(1);
        assertThat(found.examples()).contains(key + "/2", "foreign-" + key + "/1");

        auditor.audit(true);
        var mended = audit("sums");
        assertThat(mended.missing()).isZero();
    }

    @Test
    void the_relay_goes_on_after_its_connection_is_cut() throws Exception {
        add(key, 1);
        try (var reader = reader("sums")) {
            reader.await(record -> record.key().equals(key));
            try (var connection = superuser();
                    var statement = connection.createStatement()) {
                statement.execute("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots");
            }
            add(key, 2);
            reader.await(record -> record.key().equals(key)
                    && TopicReader.header(record, "ce_sequence").equals("2"));
        }
    }

    @Test
    void a_quiet_relay_keeps_no_log_of_what_others_on_the_server_write() throws Exception {
        var infra = Infrastructure.running();
        try (var others = DriverManager.getConnection(infra.serverUrl(), infra.superuser(), infra.superuserPassword());
                var statement = others.createStatement()) {
            assertThat(others.getCatalog()).isNotEqualTo("service_test");
            statement.execute("CREATE TABLE of_others AS SELECT generate_series(1, 100_000)");
            statement.execute("DROP TABLE of_others");
            var rows = statement.executeQuery("SELECT pg_current_wal_lsn()::text");
            rows.next();
            var written = rows.getString(1);
            Eventually.holds(() -> {
                var slot = statement.executeQuery("""
                        SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots
                        WHERE slot_name = 'relay_service_test'""".formatted(written));
                assertThat(slot.next() && slot.getBoolean(1)).isTrue();
            });
        }
    }

    private AuditReport audit(String topic) {
        return auditor.audit(false).stream()
                .filter(report -> report.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private void add(String to, long number) {
        database.inTransaction(connection -> {
            addNumbers.add(connection, List.of(new Number(to, number)));
            return null;
        });
    }

    private void run(String sql) {
        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.execute(sql);
            }
        });
    }

    private static Connection superuser() throws Exception {
        var infra = Infrastructure.running();
        return DriverManager.getConnection(
                infra.serverUrl().replaceFirst("/[^/]*$", "/service_test"),
                infra.superuser(),
                infra.superuserPassword());
    }

    private static TopicReader reader(String topic) {
        return new TopicReader(Infrastructure.running().bootstrapServers(), topic);
    }
}
