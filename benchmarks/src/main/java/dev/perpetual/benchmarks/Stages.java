package dev.perpetual.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.sandbox.client.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of an order goes, read afterwards from the topics: each event says when its service recorded it, and
 * its Kafka record when the relay sent it. All clocks are one machine's.
 */
final class Stages {

    private static final List<String> TOPICS = List.of("orders", "fulfilment-requests", "hold-outcomes");

    private final Map<String, Map<String, Long>> momentsByOrder = new HashMap<>();

    private Stages() {}

    /** Reads the topics to their ends. */
    static Stages read(String bootstrapServers) {
        var stages = new Stages();
        Map<String, Object> servers = Map.of("bootstrap.servers", bootstrapServers);
        try (var consumer = new KafkaConsumer<>(servers, new StringDeserializer(), new StringDeserializer())) {
            var partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(stages::note);
            }
        }
        return stages;
    }

    private void note(ConsumerRecord<String, String> record) {
        var type = new String(record.headers().lastHeader("ce_type").value(), java.nio.charset.StandardCharsets.UTF_8);
        var moments = momentsByOrder.computeIfAbsent(record.key(), order -> new HashMap<>());
        moments.putIfAbsent(type + " sent", TimeUnit.MILLISECONDS.toMicros(record.timestamp()));
        moments.putIfAbsent(type + " recorded", micros(recorded(body(record))));
    }

    private static Instant recorded(JsonNode body) {
        var time = body.hasNonNull("recordedAt") ? body.get("recordedAt") : body.get("requestedAt");
        return time == null ? Instant.EPOCH : Instant.parse(time.asText());
    }

    private static JsonNode body(ConsumerRecord<String, String> record) {
        try {
            return Api.JSON.readTree(record.value());
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException(malformed);
        }
    }

    static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + time.getNano() / 1_000;
    }

    /**
     * A histogram per stage in the order of the path; orders that miss a moment are left out.
     *
     * @param due when each order was due to be posted, and when it was answered, in microseconds since the epoch
     */
    Map<String, Histogram> of(Map<String, long[]> due) {
        var stages = new LinkedHashMap<String, Histogram>();
        due.forEach((order, posted) -> {
            var moments = momentsByOrder.getOrDefault(order, Map.of());
            var path = path(posted, moments);
            if (path.stream().anyMatch(moment -> moment.at() == null)) {
                return;
            }
            for (var i = 1; i < path.size(); i++) {
                stages.computeIfAbsent(path.get(i).stage(), stage -> new Histogram(TimeUnit.MINUTES.toMicros(2), 3))
                        .recordValue(Math.max(
                                0,
                                Objects.requireNonNull(path.get(i).at())
                                        - Objects.requireNonNull(path.get(i - 1).at())));
            }
        });
        return stages;
    }

    private record Moment(String stage, @Nullable Long at) {}

    private static List<Moment> path(long[] posted, Map<String, Long> moments) {
        var path = new ArrayList<Moment>();
        path.add(new Moment("", posted[0]));
        path.add(new Moment("post to router's transaction", moments.get("order.received.v1 recorded")));
        path.add(new Moment("router decides, commits, relays", moments.get("fulfilment.hold.requested.v1 sent")));
        path.add(new Moment("broker to ledger's batch", moments.get("hold.granted.v1 recorded")));
        path.add(new Moment("ledger judges, commits, relays", moments.get("hold.granted.v1 sent")));
        path.add(new Moment("broker to router's transaction", moments.get("order.routed.v1 recorded")));
        path.add(new Moment("router commits, answers", posted[1]));
        return path;
    }
}
