package dev.perpetual.benchmarks.limits;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer on one thread: decodes each movement of the topic and folds it into a map of figures. */
final class ReaderLimit {

    private static final String TOPIC = "stock-movements";
    private static final ObjectReader READER = new ObjectMapper().readerFor(Movement.class);

    private ReaderLimit() {}

    @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
    record Movement(String sku, long quantity, Side from, Side to) {}

    @com.fasterxml.jackson.annotation.JsonIgnoreProperties(ignoreUnknown = true)
    record Side(
            @org.jspecify.annotations.Nullable String location,
            @org.jspecify.annotations.Nullable String bucket,
            @org.jspecify.annotations.Nullable String outside) {}

    private record Account(
            String sku,
            @org.jspecify.annotations.Nullable String location,
            @org.jspecify.annotations.Nullable String bucket) {}

    /** Movements per second from the beginning of the topic, for at most this long. */
    static double perSecond(String bootstrapServers, Duration length) throws IOException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 5_000, "fetch.min.bytes", 100_000);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var figures = new HashMap<Account, Long>();
            var folded = 0L;
            var begin = System.nanoTime();
            while (System.nanoTime() - begin < length.toNanos()
                    && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    fold(READER.readValue(record.value()), figures);
                    folded++;
                }
            }
            return folded / ((System.nanoTime() - begin) / 1e9);
        }
    }

    private static void fold(Movement movement, Map<Account, Long> figures) {
        put(movement.sku(), movement.from(), -movement.quantity(), figures);
        put(movement.sku(), movement.to(), movement.quantity(), figures);
    }

    private static void put(String sku, Side side, long units, Map<Account, Long> figures) {
        var bucket = side.bucket() == null ? side.outside() : side.bucket();
        figures.merge(new Account(sku, side.location(), bucket), units, Long::sum);
    }
}
