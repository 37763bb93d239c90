package dev.perpetual.publisher;

import static dev.perpetual.publisher.Scene.KEEP_NOTHING_BACK;
import static dev.perpetual.publisher.Scene.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From what the ledger tells to what a listing is to show, and how that came about. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class AvailabilityFlowTest {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
        scene.channel();
        scene.item("mug", "active");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_level_becomes_a_quantity_that_the_shop_shows_and_each_number_says_how_it_came_about() {
        scene.policy("{\"buffer\":{\"units\":3},\"cap\":20}");
        scene.listing("mug");
        scene.level("mug", 18);

        scene.awaitShown("mug", 15);
        var row = scene.awaitQuantities(
                "mug", it -> it.path("accepted").path("quantity").asLong() == 15);
        assertThat(row.path("wanted").path("quantity").asLong()).isEqualTo(15);
        assertThat(row.path("sent").path("version"))
                .isEqualTo(row.path("wanted").path("version"));
        assertThat(row.path("seen").path("quantity").asLong()).isEqualTo(15);
        var sum = row.path("accepted").path("sum");
        assertThat(sum.path("locations").path(0).path("location").asText()).isEqualTo(scene.warehouse);
        assertThat(sum.path("locations").path(0).path("counted").asText()).isEqualTo("yes");
        assertThat(sum.path("total").asLong()).isEqualTo(18);
        assertThat(sum.path("buffer").asLong()).isEqualTo(3);
        assertThat(sum.path("decidedBy").asText()).isEqualTo("stock");
        assertThat(sum.path("policyVersion").asLong()).isEqualTo(1);

        scene.level("mug", 90);
        scene.awaitShown("mug", 20);
    }

    @Test
    void the_topic_tells_what_the_contract_says_and_the_auditor_agrees() {
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        scene.level("mug", 18);
        scene.awaitShown("mug", 18);
        scene.awaitQuantities("mug", it -> it.path("accepted").path("quantity").asLong() == 18);

        try (var reader = new TopicReader(Infrastructure.running().bootstrapServers(), "channel-quantities")) {
            var record = reader.await(it -> it.key().equals(scene.channel + "@mug")
                    && Contracts.tree(it.value())
                                    .path("accepted")
                                    .path("quantity")
                                    .asLong()
                            == 18);
            assertThat(Contracts.violations("channel-quantities", "channel.quantity.changed.v1", record.value()))
                    .isEmpty();
            assertThat(TopicReader.header(record, "ce_type")).isEqualTo("channel.quantity.changed.v1");
        }
        Eventually.holds(() -> admin().post("/v1/audit").then().statusCode(200).body("clean", equalTo(true)));
    }

    @Test
    void an_older_level_that_comes_late_changes_nothing() {
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        scene.level("mug", scene.warehouse, 7, 1_000);
        scene.awaitShown("mug", 7);
        scene.level("mug", scene.warehouse, 99, 999);
        scene.level("mug", scene.warehouse, 7, 1_000);
        scene.item("plate", "active");
        scene.listing("plate");
        scene.level("plate", 4);

        scene.awaitShown("plate", 4);
        assertThat(scene.quantities("mug").path("wanted").path("quantity").asLong())
                .isEqualTo(7);
    }

    @Test
    void a_pack_is_divided_and_rounded_down() {
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("crate", "{\"sku\":\"%s\",\"pack\":\"case-12\"}".formatted(scene.sku("mug")));
        scene.listing("mug");
        scene.level("mug", 35);

        scene.awaitShown("crate", 2);
        scene.awaitShown("mug", 35);
    }

    @Test
    void a_location_that_is_sellable_no_more_and_a_retired_item_are_taken_off() {
        scene.item("plate", "active");
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        scene.listing("plate");
        scene.level("mug", 35);
        scene.level("plate", 5);
        scene.awaitShown("mug", 35);
        scene.awaitShown("plate", 5);

        scene.item("plate", "retired");
        scene.awaitShown("plate", 0);
        scene.location(scene.warehouse, "WAREHOUSE", false);
        scene.awaitShown("mug", 0);
        assertThat(scene.quantities("plate")
                        .path("wanted")
                        .path("sum")
                        .path("decidedBy")
                        .asText())
                .isEqualTo("item-retired");
    }

    @Test
    void a_new_policy_is_a_new_version_and_the_same_one_again_is_not() {
        scene.policy("{\"locations\":[\"%s\"],\"cap\":5}".formatted(scene.warehouse));
        scene.listing("mug");
        scene.level("mug", 35);
        scene.awaitShown("mug", 5);

        scene.policy("{\"locations\":[\"%s\"],\"cap\":5}".formatted(scene.warehouse));
        scene.policy("{\"cap\":6}");
        scene.awaitShown("mug", 6);
        var path = "/v1/channels/" + scene.channel + "/policy";
        admin().get(path).then().body("version", equalTo(2)).body("cap", equalTo(6));
        admin().get(path + "?version=1").then().body("cap", equalTo(5)).body("locations", hasSize(1));
    }

    @Test
    void a_preview_shows_what_would_be_and_writes_nothing() {
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        scene.level("mug", 35);
        scene.awaitShown("mug", 35);

        admin().body("{\"channel\":\"%s\",\"policy\":{\"cap\":4}}".formatted(scene.channel))
                .post("/v1/policies/preview")
                .then()
                .statusCode(200)
                .body("items[0].now", equalTo(35))
                .body("items[0].then", equalTo(4))
                .body("items[0].sum.decidedBy", equalTo("cap"));
        assertThat(scene.quantities("mug").path("wanted").path("quantity").asLong())
                .isEqualTo(35);
    }

    @Test
    void exposure_is_what_is_shown_less_what_can_be_promised() {
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        scene.listing("mug-again", "{\"sku\":\"%s\"}".formatted(scene.sku("mug")));
        scene.level("mug", 35);
        scene.awaitQuantities("mug", it -> it.path("accepted").path("quantity").asLong() == 35);
        scene.awaitQuantities(
                "mug-again", it -> it.path("accepted").path("quantity").asLong() == 35);

        admin().get("/v1/exposure?sku=" + scene.sku("mug"))
                .then()
                .statusCode(200)
                .body("items[0].promisable", equalTo(35))
                .body("items[0].listed", equalTo(70))
                .body("items[0].exposure", equalTo(35));
    }

    /** A supplier who has none of a new SKU makes such a level. */
    @Test
    void the_level_of_a_sku_that_never_moved_is_taken_like_any_other() {
        scene.item("plate", "active");
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("plate");
        scene.level("plate", scene.warehouse, 0, 0);
        scene.level("plate", scene.warehouse, 5, 1);
        scene.awaitShown("plate", 5);
    }

    @Test
    void an_unreadable_level_parks_its_own_key_and_the_others_go_on() {
        scene.item("plate", "active");
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        scene.listing("plate");
        scene.level("mug", 35);
        scene.awaitShown("mug", 35);

        scene.rawLevel("mug", scene.warehouse, 1_000, "{\"sku\":\"%s\"}".formatted(scene.sku("mug")));
        scene.level("mug", 36);
        scene.level("plate", 5);

        scene.awaitShown("plate", 5);
        assertThat(scene.shown("mug")).isEqualTo(35);
        admin().get("/v1/parked")
                .then()
                .statusCode(200)
                .body(
                        "items.findAll { it.key == '%s@%s' }.size()".formatted(scene.sku("mug"), scene.warehouse),
                        greaterThan(0));
    }

    @Test
    void listings_come_in_bulk_and_every_line_is_answered() {
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        var lines = """
                {"listing":"mug","sku":"%1$s"}
                {"listing":"a","sku":"%1$s"}

                {"listing":"b","sku":"%1$s","pack":"case-12"}
                {"listing":"c","sku":"nobody-has-it"}
                {"listing":"d","sku":"%1$s","pack":"pallet"}
                {"listing":
                {"listing":"e"}
                """.formatted(scene.sku("mug"));
        admin().urlEncodingEnabled(false)
                .contentType("application/x-ndjson")
                .body(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .post("/v1/channels/" + scene.channel + "/listings:import")
                .then()
                .statusCode(200)
                .body("read", equalTo(7))
                .body("listed", equalTo(2))
                .body("unchanged", equalTo(1))
                .body("refused", equalTo(4))
                .body("rows[3].line", equalTo(5))
                .body("rows[3].problem", equalTo("Expected a SKU that the catalog has, but got nobody-has-it"));

        var first = admin().get("/v1/channels/" + scene.channel + "/listings?limit=2")
                .then()
                .body("items.listing", equalTo(java.util.List.of("a", "b")))
                .extract();
        admin().get("/v1/channels/" + scene.channel + "/listings?limit=2&cursor=" + first.path("next"))
                .then()
                .body("items.listing", equalTo(java.util.List.of("mug")))
                .body("next", equalTo(null));
    }

    /** Levels of one SKU lie on several partitions, listings and policies change meanwhile: the end is the sum of all. */
    @Test
    void whatever_changes_at_the_same_time_the_end_is_right() throws Exception {
        var other = "ST-" + scene.sku("x");
        scene.location(other, "STORE", true);
        scene.policy(KEEP_NOTHING_BACK);
        scene.listing("mug");
        try (var threads = Executors.newFixedThreadPool(4)) {
            threads.submit(() -> {
                for (var n = 1; n <= 60; n++) {
                    scene.level("mug", scene.warehouse, n, 100 + n);
                }
            });
            threads.submit(() -> {
                for (var n = 1; n <= 60; n++) {
                    scene.level("mug", other, n, 100 + n);
                }
            });
            threads.submit(() -> {
                for (var n = 1; n <= 20; n++) {
                    scene.policy("{\"cap\":%d}".formatted(1_000 + n));
                }
            });
            threads.submit(() -> {
                for (var n = 1; n <= 20; n++) {
                    scene.listing("mug-" + n, "{\"sku\":\"%s\"}".formatted(scene.sku("mug")));
                }
            });
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
        scene.awaitShown("mug", 120);
        for (var n = 1; n <= 20; n++) {
            scene.awaitShown("mug-" + n, 120);
        }
    }
}
