package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerTest {
    @TempDir
    static Path dataDir;

    @Test
    void keeps_what_was_acknowledged_when_it_is_killed() throws Exception {
        var killed = KafkaBroker.start(dataDir, 0);
        try (var admin = Admin.create(Map.of("bootstrap.servers", killed.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("kept", Optional.of(1), Optional.empty())))
                    .all()
                    .get();
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", killed.bootstrapServers(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", "key", "value")).get();
        }
        killed.kill();

        try (var again = KafkaBroker.start(dataDir, 0);
                var consumer = new KafkaConsumer<>(
                        Map.of("bootstrap.servers", again.bootstrapServers(), "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("kept", 0)));
            assertThat(consumer.poll(Duration.ofSeconds(20)))
                    .extracting(ConsumerRecord::value)
                    .containsExactly("value");
        }
    }

    @Test
    void makes_no_topic_unasked_and_refuses_a_second_broker_on_the_same_data() throws Exception {
        try (var broker = KafkaBroker.start(dataDir, 0);
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("nobody-made-this"))
                            .allTopicNames()
                            .get())
                    .hasMessageContaining("UnknownTopicOrPartition");
            assertThatThrownBy(() -> KafkaBroker.start(dataDir, 0))
                    .isInstanceOf(CannotStart.class)
                    .hasMessage("Expected %s for a Kafka broker alone, but another one is using it", dataDir);
        }
    }

    @Test
    void says_which_port_is_taken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> KafkaBroker.start(dataDir, taken.getLocalPort()))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageStartingWith("Expected port " + taken.getLocalPort() + " to be free for Kafka");
        }
    }

    @Test
    void ends_an_orphan_of_its_own() throws IOException {
        var orphan = Abandoned.server("kafka", dataDir, true);
        try {
            assertThat(orphan.isAlive()).isTrue();
            try (var broker = KafkaBroker.start(dataDir, 0)) {
                assertThat(orphan.isAlive()).isFalse();
                assertThat(broker.answers()).isTrue();
            }
        } finally {
            orphan.destroyForcibly();
        }
    }
}
