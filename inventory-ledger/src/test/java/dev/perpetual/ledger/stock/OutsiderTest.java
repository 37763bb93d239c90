package dev.perpetual.ledger.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.ledger.LedgerTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** Readers who have nothing but the public API and the topics. */
@QuarkusTest
class OutsiderTest extends LedgerTest {

    private static final Duration POLL = Duration.ofMillis(50);

    /** Version and units per bucket of one level. */
    private record Level(long version, Map<String, Long> buckets) {

        static Level of(JsonNode json) {
            var buckets = new TreeMap<String, Long>();
            json.path("buckets")
                    .properties()
                    .forEach(each -> buckets.put(each.getKey(), each.getValue().asLong()));
            return new Level(json.path("version").asLong(), buckets);
        }
    }

    private static final Level NONE = new Level(
            0,
            new TreeMap<>(Map.of(
                    "expected",
                    0L,
                    "inspection",
                    0L,
                    "available",
                    0L,
                    "held",
                    0L,
                    "picked",
                    0L,
                    "blocked",
                    0L,
                    "outbound",
                    0L)));

    @Test
    void a_reader_of_levels_starts_from_a_snapshot_while_traffic_runs_and_ends_with_our_balances() throws Exception {
        try (var topic = atItsEnd("stock-levels")) {
            var shop = new Shop();
            var levels = snapshot();
            shop.shut();
            Eventually.holds(() -> {
                for (var record : topic.poll(POLL)) {
                    var told = Level.of(Contracts.tree(record.value()));
                    levels.merge(record.key(), told, (have, next) -> next.version() < have.version() ? have : next);
                }
                assertThat(levels).isEqualTo(snapshot());
            });
        }
    }

    @Test
    void scenario_8_a_reader_whose_records_are_gone_starts_from_a_snapshot_follows_the_movements_and_ends_equal()
            throws Exception {
        // At its end: of what was told until now, this reader never sees a record.
        try (var topic = atItsEnd("stock-movements")) {
            var shop = new Shop();
            var levels = snapshot();
            shop.shut();
            var missed = new TreeMap<String, Long>();
            Eventually.holds(() -> {
                for (var record : topic.poll(POLL)) {
                    var movement = Contracts.tree(record.value());
                    var before =
                            missed.put(record.key(), movement.path("version").asLong());
                    assertThat(before == null
                                    || before + 1 == movement.path("version").asLong())
                            .as("dense versions of %s", record.key())
                            .isTrue();
                    fold(levels, movement);
                }
                assertThat(levels).isEqualTo(snapshot());
            });
            assertThat(missed).isNotEmpty();
        }
    }

    /** Both sides of a movement may be in one level; a level that has it already keeps what it has. */
    private static void fold(Map<String, Level> levels, JsonNode movement) {
        var version = movement.path("version").asLong();
        var from = key(movement, "from");
        var to = key(movement, "to");
        for (var key : new TreeSet<>(List.of(from, to))) {
            var have = levels.getOrDefault(key, NONE);
            if (key.endsWith("@") || version <= have.version()) {
                continue;
            }
            var buckets = new TreeMap<>(have.buckets());
            if (key.equals(from)) {
                add(buckets, movement, "from", -1);
            }
            if (key.equals(to)) {
                add(buckets, movement, "to", 1);
            }
            levels.put(key, new Level(version, buckets));
        }
    }

    /** Ends with the at sign when the side is outside. */
    private static String key(JsonNode movement, String side) {
        return movement.path("sku").asText() + "@"
                + movement.path(side).path("location").asText("");
    }

    private static void add(Map<String, Long> buckets, JsonNode movement, String side, int sign) {
        buckets.merge(
                movement.path(side).path("bucket").asText(),
                sign * movement.path("quantity").asLong(),
                Long::sum);
    }

    private static KafkaConsumer<String, String> atItsEnd(String name) {
        var consumer = new KafkaConsumer<String, String>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                Infrastructure.running().bootstrapServers(),
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                StringDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        var partitions = Eventually.value(() -> consumer.partitionsFor(name), found -> !found.isEmpty()).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // Seeking is lazy.
        return consumer;
    }

    private static Map<String, Level> snapshot() {
        var levels = new TreeMap<String, Level>();
        asAdmin()
                .get("/v1/snapshot")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .skip(1)
                .map(Contracts::tree)
                .forEach(line -> levels.put(
                        line.path("sku").asText() + "@" + line.path("location").asText(), Level.of(line)));
        return levels;
    }

    /** Traffic of several SKUs until it is shut. */
    private static final class Shop {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final List<Future<Integer>> running = new ArrayList<>();

        Shop() {
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            for (var writer = 0; writer < 4; writer++) {
                var sku = newItemWith(1_000, BERLIN);
                running.add(threads.submit(() -> {
                    var done = 0;
                    for (; !stop.get(); done++) {
                        var hold = fresh("hold");
                        hold(hold, sku, 2, BERLIN);
                        step(hold, done % 2 == 0 ? "release" : "ship", "");
                        movement(fresh("sale"), "sell", sku, 1, STORE);
                    }
                    return done;
                }));
            }
            threads.shutdown();
            hold(fresh("hold"), newItemWith(5, MUNICH), 1, MUNICH);
        }

        void shut() throws Exception {
            stop.set(true);
            for (var each : running) {
                assertThat(each.get()).isPositive();
            }
        }
    }
}
