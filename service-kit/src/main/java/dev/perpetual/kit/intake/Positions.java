package dev.perpetual.kit.intake;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Where each partition is read up to. Kafka's committed offsets only tell the lag; these decide where reading begins. */
@Identifier("positions")
@ApplicationScoped
public class Positions implements KafkaConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Positions.class);

    private final Database database;

    Positions(Database database) {
        this.database = database;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        find(partitions).forEach(consumer::seek);
    }

    /** Waits for the database: to read from a wrong place would cost more than to read later. */
    private Map<TopicPartition, Long> find(Collection<TopicPartition> partitions) {
        while (true) {
            try {
                return database.inTransaction(connection -> find(connection, partitions));
            } catch (DatabaseFailed away) {
                LOG.warnf("Expected to read the intake's positions, but %s; trying again", away.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
                if (Thread.currentThread().isInterrupted()) {
                    throw away;
                }
            }
        }
    }

    private static Map<TopicPartition, Long> find(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        var found = new HashMap<TopicPartition, Long>();
        try (var select = connection.prepareStatement("SELECT topic, partition, next_offset FROM intake_position")) {
            var rows = select.executeQuery();
            while (rows.next()) {
                found.put(new TopicPartition(rows.getString(1), rows.getInt(2)), rows.getLong(3));
            }
        }
        found.keySet().retainAll(partitions);
        return found;
    }

    /** The progress that reading these records makes. */
    static Progress after(List<ConsumerRecord<String, byte[]>> records) {
        var next = new HashMap<TopicPartition, Long>();
        records.forEach(record ->
                next.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max));
        return connection -> store(connection, next);
    }

    /** Never goes back: a replica that lost a partition may still finish what it had begun. */
    private static void store(Connection connection, Map<TopicPartition, Long> next) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO intake_position AS known (topic, partition, next_offset)
                SELECT * FROM unnest(?, ?, ?) AS next (topic, partition, next_offset) ORDER BY 1, 2
                ON CONFLICT (topic, partition) DO UPDATE
                SET next_offset = greatest(known.next_offset, excluded.next_offset)""")) {
            var entries = List.copyOf(next.entrySet());
            upsert.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            entries.stream()
                                    .map(entry -> entry.getKey().topic())
                                    .toArray()));
            upsert.setArray(
                    2,
                    connection.createArrayOf(
                            "int",
                            entries.stream()
                                    .map(entry -> entry.getKey().partition())
                                    .toArray()));
            upsert.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", entries.stream().map(Map.Entry::getValue).toArray()));
            upsert.executeUpdate();
        }
    }
}
