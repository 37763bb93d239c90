package dev.perpetual.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic as a stranger's client reads and, where it should not, writes it. */
final class Topic {
    private static final Duration POLL = Duration.ofMillis(200);

    /** A fetch behind the end is answered no sooner, and closing waits for it. */
    private static final int FETCH_WAIT_MILLIS = 20;

    private final String bootstrapServers;
    private final String name;

    Topic(House house, String name) {
        this.bootstrapServers = house.running().bootstrapServers();
        this.name = name;
    }

    /**
     * The events of a key that the topic has now, in their order. One that came twice, as may happen when its sender was
     * killed, counts once, as it does for every reader; it must be the same to the byte.
     */
    List<ConsumerRecord<String, String>> of(String key) {
        var found = new ArrayList<ConsumerRecord<String, String>>();
        var seen = new HashMap<String, String>();
        try (var consumer = new KafkaConsumer<String, String>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                FETCH_WAIT_MILLIS))) {
            var partitions = consumer.partitionsFor(name).stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(POLL)) {
                    if (key.equals(record.key()) && isNew(record, seen)) {
                        found.add(record);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isNew(ConsumerRecord<String, String> record, Map<String, String> seen) {
        var id = header(record, "ce_id");
        var first = id.isEmpty() ? null : seen.putIfAbsent(id, record.value());
        assertThat(record.value()).as("%s, whenever it comes", id).isEqualTo(first == null ? record.value() : first);
        return first == null;
    }

    /**
     * Sends something that the topic's owner never would, under the attributes of an event of the key, so that the
     * owner's next event of it takes its place; returns when the broker has it.
     */
    void intrude(String key, String value) throws Exception {
        try (var producer = new KafkaProducer<String, String>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, StringSerializer.class))) {
            var record = new ProducerRecord<>(name, key, value);
            record.headers()
                    .add("ce_id", ("intruder-" + key).getBytes(UTF_8))
                    .add("ce_type", "stock.level.changed.v1".getBytes(UTF_8))
                    .add("ce_subject", key.getBytes(UTF_8))
                    .add("ce_sequence", "1".getBytes(UTF_8));
            producer.send(record).get();
        }
    }

    /** A CloudEvents header such as {@code ce_id}. */
    static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
