package dev.perpetual.ledger.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.audit.AuditReport;
import dev.perpetual.kit.audit.Auditor;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.ledger.LedgerTest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Topics that get more partitions while they are in use: keys go elsewhere, and what was told of them does not. */
@QuarkusTest
class RaisedPartitionsTest extends LedgerTest {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final int SKUS = 16;

    @Inject
    Auditor auditor;

    /** Folds movements by their versions alone: drops what it has, and holds what is ahead until the gap is closed. */
    private static final class ByVersion {
        private final Map<String, Long> applied = new HashMap<>();
        private final Map<String, TreeMap<Long, JsonNode>> ahead = new HashMap<>();
        private final Map<String, Long> available = new HashMap<>();
        private final Set<String> held = new HashSet<>();

        void read(ConsumerRecord<String, String> record) {
            var movement = Contracts.tree(record.value());
            var sku = record.key();
            var waiting = ahead.computeIfAbsent(sku, _ -> new TreeMap<>());
            if (movement.path("version").asLong() > applied.getOrDefault(sku, 0L)) {
                waiting.put(movement.path("version").asLong(), movement);
            }
            while (!waiting.isEmpty() && waiting.firstKey() == applied.getOrDefault(sku, 0L) + 1) {
                apply(sku, waiting.pollFirstEntry().getValue());
            }
            if (!waiting.isEmpty()) {
                held.add(sku);
            }
        }

        private void apply(String sku, JsonNode movement) {
            applied.put(sku, movement.path("version").asLong());
            var sign = movement.path("to").path("bucket").asText().equals("available") ? 1 : -1;
            available.merge(sku, sign * movement.path("quantity").asLong(), Long::sum);
        }
    }

    @Test
    void scenario_10_movements_of_a_sku_keep_their_order_when_the_topic_gets_more_partitions() {
        var skus =
                IntStream.range(0, SKUS).mapToObj(_ -> newItemWith(100, BERLIN)).toList();
        skus.forEach(sku -> sell(sku, 3));
        var before = partitions("stock-movements");
        var old = awaited(skus, before, 4);

        raise("stock-movements", before.size() + 3);
        var all = partitions("stock-movements");
        var added = new ArrayList<>(all);
        added.removeAll(before);
        Eventually.holds(() -> {
            skus.forEach(sku -> sell(sku, 1));
            assertThat(read(added).stream().map(ConsumerRecord::key)).containsAnyElementsOf(skus);
        });
        var versions = new HashMap<String, Long>();
        skus.forEach(sku -> versions.put(sku, version(sku)));
        Eventually.holds(() -> assertThat(newest(read(all), skus)).isEqualTo(versions));

        // The worst order there is: everything in the new partitions before anything in the old ones.
        var reader = new ByVersion();
        read(added).forEach(reader::read);
        read(before).forEach(reader::read);

        assertThat(reader.held).as("keys that went to another partition").containsAnyElementsOf(skus);
        for (var sku : skus) {
            assertThat(reader.applied.get(sku))
                    .as("the last version of %s", sku)
                    .isEqualTo(version(sku));
            assertThat(reader.available.get(sku)).as("available of %s", sku).isEqualTo(units(sku, "available"));
            assertThat(reader.ahead.get(sku)).as("what %s waits for", sku).isEmpty();
        }
        assertThat(disordered(read(all), skus))
                .as("keys whose later records have lower offsets, in another partition")
                .isNotEmpty();
        assertThat(old).as("what was there before is untouched").isSubsetOf(places(read(before), skus));
        assertThat(audit("stock-movements"))
                .satisfies(report ->
                        assertThat(report.clean()).as(report.toString()).isTrue());
    }

    @Test
    void a_level_that_went_to_another_partition_is_the_newest_one_for_the_auditor_too() {
        var skus =
                IntStream.range(0, SKUS).mapToObj(_ -> newItemWith(100, BERLIN)).toList();
        var before = partitions("stock-levels");
        raise("stock-levels", before.size() + 3);
        var added = new ArrayList<>(partitions("stock-levels"));
        added.removeAll(before);
        Eventually.holds(() -> {
            skus.forEach(sku -> sell(sku, 1));
            assertThat(read(added).stream().map(record -> record.key().split("@")[0]))
                    .containsAnyElementsOf(skus);
        });
        assertThat(audit("stock-levels"))
                .satisfies(report ->
                        assertThat(report.clean()).as(report.toString()).isTrue());
    }

    private static void sell(String sku, int times) {
        for (var i = 0; i < times; i++) {
            movement(fresh("sale"), "sell", sku, 1, BERLIN).then().statusCode(200);
        }
    }

    private static long version(String sku) {
        return asAdmin().get("/v1/levels/" + sku).jsonPath().getLong("version");
    }

    private AuditReport audit(String topic) {
        return auditor.audit(false).stream()
                .filter(report -> report.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> awaited(List<String> skus, List<TopicPartition> partitions, long version) {
        var wanted = new HashMap<String, Long>();
        skus.forEach(sku -> wanted.put(sku, version));
        return Eventually.value(
                () -> newest(read(partitions), skus).equals(wanted) ? places(read(partitions), skus) : Set.<String>of(),
                found -> !found.isEmpty());
    }

    private static Map<String, Long> newest(List<ConsumerRecord<String, String>> records, Collection<String> skus) {
        var newest = new HashMap<String, Long>();
        for (var record : records) {
            if (skus.contains(record.key())) {
                newest.merge(
                        record.key(),
                        Contracts.tree(record.value()).path("version").asLong(),
                        Math::max);
            }
        }
        return newest;
    }

    private static Set<String> places(List<ConsumerRecord<String, String>> records, Collection<String> skus) {
        var places = new HashSet<String>();
        for (var record : records) {
            if (skus.contains(record.key())) {
                places.add(record.partition() + "@" + record.offset() + ":" + record.value());
            }
        }
        return places;
    }

    private static Set<String> disordered(List<ConsumerRecord<String, String>> records, Collection<String> skus) {
        var highest = new HashMap<String, Long>();
        var found = new HashSet<String>();
        records.stream()
                .filter(record -> skus.contains(record.key()))
                .sorted((left, right) -> Long.compare(sequence(left), sequence(right)))
                .forEach(record -> {
                    if (record.offset() < highest.getOrDefault(record.key(), -1L)) {
                        found.add(record.key());
                    }
                    highest.merge(record.key(), record.offset(), Math::max);
                });
        return found;
    }

    private static long sequence(ConsumerRecord<String, String> record) {
        return Contracts.tree(record.value()).path("version").asLong();
    }

    private static void raise(String topic, int partitions) {
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                Infrastructure.running().bootstrapServers()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        Eventually.holds(() -> assertThat(partitions(topic)).hasSize(partitions));
    }

    private static List<TopicPartition> partitions(String topic) {
        try (var consumer = consumer()) {
            return Eventually.value(() -> consumer.partitionsFor(topic), found -> !found.isEmpty()).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        }
    }

    /** Everything that is there now, partition after partition. */
    private static List<ConsumerRecord<String, String>> read(List<TopicPartition> partitions) {
        try (var consumer = consumer()) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, String>>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            return records;
        }
    }

    private static KafkaConsumer<String, String> consumer() {
        return new KafkaConsumer<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                Infrastructure.running().bootstrapServers(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
    }
}
