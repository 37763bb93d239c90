package dev.perpetual.kit.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The auditor's hands on Kafka: reads a whole topic into a table, and sends records again. */
@ApplicationScoped
class AuditTopics {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int ROWS_PER_INSERT = 2_000;

    /** A fetch behind the end is answered no sooner, and closing waits for it. */
    private static final int FETCH_WAIT_MILLIS = 20;

    private final String bootstrapServers;

    AuditTopics(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Gives the next record, or null behind the last. */
    interface Records {
        @Nullable
        ProducerRecord<String, byte[]> next() throws SQLException;
    }

    /**
     * Reads the topic as it is now into the temporary tables {@code audit_topic(stream, version, hash, part, place)} and
     * {@code audit_newest(stream, version, hash)}, which live until the transaction ends. Places can be compared within
     * a part only: a key whose partition changed, as their number was raised, is in both.
     */
    void copy(Connection connection, String topic) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE audit_topic "
                    + "(stream text, version bigint, hash text, part int, place bigint) ON COMMIT DROP");
        }
        try (var consumer = new KafkaConsumer<String, byte[]>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                ROWS_PER_INSERT,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS))) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            copy(connection, consumer, consumer.endOffsets(partitions));
        }
        try (var statement = connection.createStatement()) {
            statement.execute("ANALYZE audit_topic");
            statement.execute("""
                    CREATE TEMP TABLE audit_newest ON COMMIT DROP AS
                    SELECT DISTINCT ON (stream) stream, version, hash FROM (
                      SELECT DISTINCT ON (stream, part) stream, version, hash FROM audit_topic
                      ORDER BY stream, part, place DESC) AS newest_of_part
                    ORDER BY stream, version DESC""");
        }
    }

    private static void copy(
            Connection connection, KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends)
            throws SQLException {
        var rows = new ArrayList<ConsumerRecord<String, byte[]>>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(rows::add);
            if (rows.size() >= ROWS_PER_INSERT) {
                insert(connection, rows);
                rows.clear();
            }
        }
        insert(connection, rows);
    }

    private static void insert(Connection connection, List<ConsumerRecord<String, byte[]>> rows) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO audit_topic SELECT * FROM unnest(?, ?, ?, ?, ?)")) {
            var streams = rows.stream().map(record -> header(record, "ce_subject"));
            var versions = rows.stream().map(record -> version(header(record, "ce_sequence")));
            insert.setArray(1, connection.createArrayOf("text", streams.toArray()));
            insert.setArray(2, connection.createArrayOf("bigint", versions.toArray()));
            insert.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            rows.stream().map(record -> md5(record.value())).toArray()));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "int", rows.stream().map(ConsumerRecord::partition).toArray()));
            insert.setArray(
                    5,
                    connection.createArrayOf(
                            "bigint", rows.stream().map(ConsumerRecord::offset).toArray()));
            insert.executeUpdate();
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    /** A record of a foreign writer may have none. */
    private static long version(String sequence) {
        try {
            return Long.parseLong(sequence);
        } catch (NumberFormatException foreign) {
            return -1;
        }
    }

    /** As PostgreSQL's md5(): to compare, not to protect. */
    static String md5(byte @Nullable [] value) {
        try {
            var digest = MessageDigest.getInstance("MD5").digest(value == null ? new byte[0] : value);
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Sends all and waits for the broker; returns how many it took. */
    long publish(Records records) throws SQLException {
        var sent = 0L;
        try (var producer = new KafkaProducer<String, byte[]>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.ACKS_CONFIG,
                "all"))) {
            var acks = new ArrayList<Future<RecordMetadata>>();
            for (var record = records.next(); record != null; record = records.next()) {
                acks.add(producer.send(record));
                if (acks.size() == ROWS_PER_INSERT) {
                    sent += awaited(acks);
                }
            }
            return sent + awaited(acks);
        }
    }

    private static int awaited(List<Future<RecordMetadata>> acks) {
        try {
            for (var ack : acks) {
                ack.get();
            }
        } catch (ExecutionException failure) {
            throw new IllegalStateException(
                    "Expected the broker to take the record, but "
                            + Objects.requireNonNull(failure.getCause()).getMessage(),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while publishing again", interrupted);
        }
        var count = acks.size();
        acks.clear();
        return count;
    }
}
