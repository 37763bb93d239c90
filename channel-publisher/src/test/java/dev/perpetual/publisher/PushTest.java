package dev.perpetual.publisher;

import static dev.perpetual.publisher.Scene.KEEP_NOTHING_BACK;
import static dev.perpetual.publisher.Scene.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Telling a real shop that throttles, fails, refuses, and goes away. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class PushTest {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** Lists these items, each with ten in stock, and waits until the shop shows them. */
    private void selling(String... names) {
        scene.channel();
        scene.policy(KEEP_NOTHING_BACK);
        for (var name : names) {
            scene.item(name, "active");
            scene.level(name, 10);
            scene.listing(name);
        }
        for (var name : names) {
            scene.awaitShown(name, 10);
        }
    }

    @Test
    void scenario_63_a_throttling_channel_is_obeyed_zero_goes_first_and_the_newest_value_wins() {
        var names = IntStream.range(0, 6).mapToObj(n -> "item-" + n).toArray(String[]::new);
        selling(names);
        scene.behave("\"answer\":429,\"retryAfterSeconds\":6");
        scene.level("item-0", 9);
        awaitRequest(429);

        // While it is left alone: everything changes again and again, and one item is sold out.
        for (var round = 1; round <= 5; round++) {
            for (var name : names) {
                scene.level(name, 100 + round);
            }
        }
        scene.level("item-5", 0);
        scene.awaitQuantities(
                "item-5",
                row -> row.path("wanted").path("quantity").asLong() == 0
                        && row.path("wanted").has("at"));
        admin().get("/v1/exposure?sku=" + scene.sku("item-5")).then().body("items[0].exposure", equalTo(10));
        admin().get("/v1/channels/" + scene.channel).then().body("trouble", equalTo("HTTP 429"));
        scene.behave("");

        scene.awaitShown("item-5", 0);
        for (var n = 0; n < 5; n++) {
            scene.awaitShown("item-" + n, 105);
        }
        var after = requests().stream()
                .filter(it -> it.path("status").asInt() == 200)
                .toList();
        var first = after.stream()
                .filter(it -> lines(it).stream()
                        .anyMatch(line -> line.path("quantity").asLong() != 10))
                .findFirst()
                .orElseThrow();
        assertThat(lines(first).getFirst().path("listing").asText())
                .as("zero first")
                .isEqualTo("item-5");
        assertThat(after.stream()
                        .flatMap(it -> lines(it).stream())
                        .map(it -> it.path("quantity").asLong()))
                .as("values that were overtaken are not sent")
                .doesNotContain(101L, 102L, 103L, 104L);
        assertThat(scene.shopGet("/told").path("manners").path("tooEarly").asInt())
                .as("no request before Retry-After")
                .isZero();
        scene.awaitQuantities(
                "item-5", row -> row.path("accepted").path("quantity").asLong(-1) == 0);
        admin().get("/v1/exposure?sku=" + scene.sku("item-5")).then().body("items[0].exposure", equalTo(0));
    }

    @Test
    void a_channel_is_never_sent_more_than_its_budget() {
        scene.channel("shop", "{\"requestsPerSecond\":5,\"burst\":1,\"concurrent\":1}");
        scene.behave("\"requestsPerSecond\":6,\"retryAfterSeconds\":1");
        scene.policy(KEEP_NOTHING_BACK);
        scene.item("mug", "active");
        scene.listing("mug");
        for (var n = 1; n <= 200; n++) {
            scene.level("mug", n);
        }
        scene.awaitShown("mug", 200);
        assertThat(scene.shopGet("/told").path("manners").path("requests").has("429"))
                .isFalse();
    }

    @Test
    void requests_are_signed_and_a_wrong_secret_is_shown_and_heals_when_it_is_changed() {
        scene.channel("foreign", "{}");
        scene.policy(KEEP_NOTHING_BACK);
        scene.item("mug", "active");
        scene.level("mug", 10);
        scene.listing("mug");

        var row = scene.awaitQuantities("mug", it -> it.has("rejected"));
        assertThat(row.path("rejected").path("reason").asText()).isEqualTo("HTTP 401");
        assertThat(row.has("accepted")).isFalse();
        assertThat(scene.shown("mug")).isEqualTo(-1);

        scene.channel();
        scene.awaitShown("mug", 10);
        assertThat(scene.awaitQuantities("mug", it -> it.has("accepted")).has("rejected"))
                .isFalse();
    }

    @Test
    void while_a_secret_is_being_changed_both_are_used() {
        scene.channel("both", "{}");
        scene.policy(KEEP_NOTHING_BACK);
        scene.item("mug", "active");
        scene.level("mug", 10);
        scene.listing("mug");
        scene.awaitShown("mug", 10);
    }

    @Test
    void what_failed_is_repeated_with_the_same_id_and_what_changed_meanwhile_with_a_new_one() {
        selling("mug");
        scene.behave("\"answer\":503");
        scene.level("mug", 11);
        Eventually.value(() -> requests(503), found -> found.size() >= 3);
        var ids = new HashSet<>(
                requests(503).stream().map(it -> it.path("id").asText()).toList());
        assertThat(ids).as("one series of attempts").hasSize(1);

        scene.level("mug", 12);
        Eventually.value(
                () -> requests(503).stream()
                        .map(it -> it.path("id").asText())
                        .distinct()
                        .count(),
                count -> count == 2);
        scene.behave("");
        scene.awaitShown("mug", 12);
        assertThat(scene.shopGet("/told").path("manners").path("overlapping").asInt())
                .as("one request at a time per listing")
                .isZero();
    }

    @Test
    void one_listing_that_is_declined_is_found_and_does_not_stop_the_others() {
        selling("a", "b", "c", "d", "e");
        scene.behave("\"decline\":[\"c\"]");
        for (var name : List.of("a", "b", "c", "d", "e")) {
            scene.level(name, 20);
        }
        for (var name : List.of("a", "b", "d", "e")) {
            scene.awaitShown(name, 20);
        }
        var row = scene.awaitQuantities("c", it -> it.has("rejected"));
        assertThat(row.path("rejected").path("reason").asText()).isEqualTo("HTTP 422");
        assertThat(row.path("accepted").path("quantity").asLong())
                .as("still shows")
                .isEqualTo(10);

        scene.behave("");
        scene.post("resume");
        scene.awaitShown("c", 20);
    }

    @Test
    void a_line_that_is_rejected_in_a_good_answer_keeps_its_older_value() {
        selling("a", "b");
        scene.behave("\"reject\":[\"b\"]");
        scene.level("a", 20);
        scene.level("b", 20);
        scene.awaitShown("a", 20);
        var row = scene.awaitQuantities("b", it -> it.has("rejected"));
        assertThat(row.path("rejected").path("reason").asText()).isEqualTo("listing is not for sale here");
        assertThat(row.path("accepted").path("quantity").asLong()).isEqualTo(10);
    }

    @Test
    void pause_zero_and_resume_do_what_they_say() {
        selling("mug");
        scene.post("pause").body("state", equalTo("paused"));
        scene.level("mug", 4);
        scene.awaitQuantities("mug", it -> it.path("wanted").path("quantity").asLong() == 4);
        var before = requests().size();

        scene.post("zero").body("state", equalTo("zeroed"));
        scene.awaitShown("mug", 0);
        assertThat(lines(requests().get(before)).getFirst().path("quantity").asLong())
                .as("nothing was told while it was paused")
                .isZero();
        scene.level("mug", 6);
        scene.post("resume").body("state", equalTo("active"));
        scene.awaitShown("mug", 6);
    }

    @Test
    void a_slow_or_dead_channel_slows_only_itself() {
        try (var slow = new Scene();
                var dead = new Scene()) {
            for (var it : List.of(slow, dead)) {
                it.channel();
                it.policy(KEEP_NOTHING_BACK);
                it.item("mug", "active");
                it.listing("mug");
            }
            slow.behave("\"delayMillis\":1500");
            dead.closeShop();
            slow.level("mug", 3);
            dead.level("mug", 3);
            selling("mug");
            for (var n = 20; n < 40; n++) {
                scene.level("mug", n);
                scene.awaitShown("mug", n);
            }
            slow.awaitShown("mug", 3);
            dead.reopenShop();
            dead.awaitShown("mug", 3);
        }
    }

    @Test
    void a_shop_that_is_restarted_in_the_middle_ends_up_with_the_newest_values() {
        var names = IntStream.range(0, 10).mapToObj(n -> "item-" + n).toArray(String[]::new);
        selling(names);
        for (var round = 11; round <= 20; round++) {
            for (var name : names) {
                scene.level(name, round);
            }
            if (round == 14) {
                scene.closeShop();
            }
            if (round == 18) {
                scene.reopenShop();
            }
        }
        for (var name : names) {
            scene.awaitShown(name, 20);
        }
    }

    @Test
    void a_key_for_one_channel_acts_for_no_other() {
        scene.channel();
        var key = admin().body("""
                        {"name":"shop","roles":["channels:read","channels:write"],
                         "scope":{"kind":"channel","id":"%s"}}""".formatted(scene.channel))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("key");
        io.restassured.RestAssured.given()
                .header("Authorization", "Bearer " + key)
                .get("/v1/channels/" + scene.channel)
                .then()
                .statusCode(200);
        for (var path : List.of("/v1/channels/foreign/quantities", "/v1/channels", "/v1/exposure")) {
            io.restassured.RestAssured.given()
                    .header("Authorization", "Bearer " + key)
                    .get(path)
                    .then()
                    .statusCode(403)
                    .body("type", equalTo("https://perpetual.dev/problems/foreign-scope"));
        }
    }

    private void awaitRequest(int status) {
        Eventually.value(() -> requests(status), found -> !found.isEmpty());
    }

    private List<JsonNode> requests(int status) {
        return requests().stream()
                .filter(it -> it.path("status").asInt() == status)
                .toList();
    }

    private List<JsonNode> requests() {
        return elements(scene.shopGet("/requests").path("requests"));
    }

    private static List<JsonNode> lines(JsonNode request) {
        return elements(request.path("quantities"));
    }

    private static List<JsonNode> elements(JsonNode array) {
        return new ArrayList<>(StreamSupport.stream(array.spliterator(), false).toList());
    }
}
