package dev.perpetual.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random levels, policies and moods of the shop: in the end it shows the truth, and on the way every rule was kept. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class SeededPushTest {

    private static final int ITEMS = 5;
    private static final int STEPS = 150;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void the_shop_ends_up_with_the_truth_and_was_never_told_anything_twice_at_once_or_backwards(long seed) {
        var random = new SplittableRandom(seed);
        try (var scene = new Scene()) {
            // One request at a time: with two, the second may be on its way when the first is told to wait.
            scene.channel("shop", "{\"requestsPerSecond\":200,\"burst\":200,\"concurrent\":1}");
            scene.policy("{}");
            for (var n = 0; n < ITEMS; n++) {
                scene.item("item-" + n, "active");
                scene.listing("item-" + n);
            }
            var available = new HashMap<String, Long>();
            for (var step = 0; step < STEPS; step++) {
                step(random, scene, available);
            }
            scene.policy("{\"buffer\":{\"units\":1}}");
            scene.behave("");
            scene.post("resume");
            available.forEach((name, units) -> scene.awaitShown(name, Math.max(0, units - 1)));

            var told = scene.shopGet("/told").path("manners");
            assertThat(told.path("overlapping").asInt())
                    .as("two requests at once")
                    .isZero();
            assertThat(told.path("tooEarly").asInt()).as("inside a Retry-After").isZero();
            versionsOnlyRise(scene.shopGet("/requests").path("requests"));
        }
    }

    private static void step(SplittableRandom random, Scene scene, Map<String, Long> available) {
        switch (random.nextInt(12)) {
            case 0 -> scene.behave("\"answer\":%d".formatted(random.nextBoolean() ? 500 : 502));
            case 1 -> scene.behave("\"answer\":429,\"retryAfterSeconds\":1");
            case 2 -> scene.behave("\"answer\":401");
            case 3 -> scene.behave("\"decline\":[\"item-%d\"]".formatted(random.nextInt(ITEMS)));
            case 4 -> scene.behave("\"reject\":[\"item-%d\"]".formatted(random.nextInt(ITEMS)));
            case 5 -> scene.behave("");
            case 6 -> scene.policy("{\"cap\":%d}".formatted(random.nextInt(30)));
            default -> {
                var name = "item-" + random.nextInt(ITEMS);
                var units = random.nextLong(-3, 40);
                available.put(name, units);
                scene.level(name, units);
            }
        }
    }

    private static void versionsOnlyRise(JsonNode requests) {
        var newest = new HashMap<String, Long>();
        for (var request : requests) {
            for (var line : request.path("quantities")) {
                var before = newest.put(
                        line.path("listing").asText(), line.path("version").asLong());
                assertThat(line.path("version").asLong())
                        .as("%s", line.path("listing"))
                        .isGreaterThanOrEqualTo(before == null ? 0 : before);
            }
        }
    }
}
