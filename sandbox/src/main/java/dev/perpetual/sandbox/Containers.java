package dev.perpetual.sandbox;

import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The official images, set up as our own processes are. Loaded only where Testcontainers is on the class path. */
final class Containers {
    private Containers() {}

    @SuppressWarnings("resource") // Whoever asked for it closes it.
    static PostgreSQLContainer postgres() {
        var postgres = new PostgreSQLContainer("postgres:18")
                .withUsername("postgres")
                .withCommand(
                        "postgres",
                        "-c",
                        "wal_level=logical",
                        "-c",
                        "max_replication_slots=16",
                        "-c",
                        "max_wal_senders=16");
        postgres.start();
        return postgres;
    }

    @SuppressWarnings("resource") // Whoever asked for it closes it.
    static KafkaContainer kafka() {
        var kafka = new KafkaContainer("apache/kafka:4.2.1")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .withEnv("KAFKA_NUM_PARTITIONS", "4")
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", "4194304");
        kafka.start();
        return kafka;
    }
}
