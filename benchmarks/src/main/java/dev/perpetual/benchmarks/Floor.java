package dev.perpetual.benchmarks;

import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The least that routing an order can take on this machine: what must be durable before the next step (the order, the hold,
 * the routing) as three commits of one row each, and the two journeys through the broker between them, with no
 * service, rules or change data capture in the way. Same PostgreSQL, same broker, same rate.
 */
final class Floor implements AutoCloseable {

    private static final String TOPIC = "benchmark-floor";
    private static final int COMMITS = 3;
    private static final int HOPS = 2;

    private final Connection connection;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final Map<String, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();
    private final ReentrantLock oneConnection = new ReentrantLock();
    private final Thread reader;

    Floor(Running running) throws Exception {
        var database = running.database(Part.LEDGER);
        connection = DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS benchmark_floor (id bigserial PRIMARY KEY, body text)");
        }
        Map<String, Object> servers = Map.of("bootstrap.servers", running.bootstrapServers());
        admin = Admin.create(servers);
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        producer = new KafkaProducer<>(servers, new StringSerializer(), new StringSerializer());
        reader = Thread.ofPlatform().daemon().start(() -> read(servers));
    }

    Histogram measure(int perSecond, Duration length) throws Exception {
        return OpenLoop.run(perSecond, length, number -> {
            for (var step = 0; step < COMMITS; step++) {
                commit();
                if (step < HOPS) {
                    hop(System.nanoTime() + "-" + number + "-" + step);
                }
            }
        });
    }

    private void commit() throws SQLException {
        oneConnection.lock();
        try (var insert = connection.prepareStatement("INSERT INTO benchmark_floor (body) VALUES (?)")) {
            insert.setString(1, "x".repeat(500));
            insert.executeUpdate();
        } finally {
            oneConnection.unlock();
        }
    }

    private void hop(String id) throws ExecutionException, InterruptedException {
        var arrived = new CompletableFuture<Void>();
        awaited.put(id, arrived);
        producer.send(new ProducerRecord<>(TOPIC, id, "x".repeat(500))).get();
        arrived.get();
    }

    private void read(Map<String, Object> servers) {
        try (var consumer = new KafkaConsumer<>(servers, new StringDeserializer(), new StringDeserializer())) {
            var partition = List.of(new TopicPartition(TOPIC, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    var arrived = awaited.remove(record.key());
                    if (arrived != null) {
                        arrived.complete(null);
                    }
                });
            }
        } catch (org.apache.kafka.common.errors.InterruptException closed) {
            // close() asks for it.
        }
    }

    @Override
    public void close() throws SQLException {
        reader.interrupt();
        producer.close();
        admin.deleteTopics(List.of(TOPIC));
        admin.close();
        try (connection;
                var statement = connection.createStatement()) {
            statement.execute("DROP TABLE benchmark_floor");
        }
    }
}
