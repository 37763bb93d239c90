package dev.perpetual.publisher;

import static dev.perpetual.publisher.Scene.KEEP_NOTHING_BACK;
import static dev.perpetual.publisher.Scene.admin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a channel shows of kits that the ledger makes of their parts. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class KitFlowTest {

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene();
        scene.channel();
        scene.policy(KEEP_NOTHING_BACK);
        scene.item("mug", "active");
        scene.item("tea", "active");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void a_kit_shows_what_its_scarcest_part_makes_and_sells_out_when_a_part_does() {
        scene.kit("set", "virtual", scene.part("mug", 2), scene.part("tea", 1));
        scene.listing("set");
        scene.level("mug", 9);
        scene.level("tea", 30);
        scene.awaitShown("set", 4);
        var sum = scene.awaitQuantities(
                        "set", it -> it.path("accepted").path("quantity").asLong() == 4)
                .path("accepted")
                .path("sum");
        var parts = sum.path("locations").path(0).path("parts");
        assertThat(parts.findValuesAsText("sku")).containsExactly(scene.sku("mug"), scene.sku("tea"));
        assertThat(parts.findValuesAsText("units")).containsExactly("2", "1");
        assertThat(parts.findValuesAsText("available")).containsExactly("9", "30");

        scene.level("tea", 0);
        scene.awaitShown("set", 0);
        scene.level("tea", 3);
        scene.awaitShown("set", 3);
        scene.level("mug", 1);
        scene.awaitShown("set", 0);
    }

    @Test
    void two_kits_that_share_a_part_fall_to_zero_together() {
        scene.item("jam", "active");
        scene.kit("breakfast", "virtual", scene.part("mug", 1), scene.part("tea", 1));
        scene.kit("brunch", "virtual", scene.part("mug", 1), scene.part("jam", 1));
        scene.listing("breakfast");
        scene.listing("brunch");
        scene.level("tea", 5);
        scene.level("jam", 5);
        scene.level("mug", 1);
        scene.awaitShown("breakfast", 1);
        scene.awaitShown("brunch", 1);

        scene.level("mug", 0);
        scene.awaitShown("breakfast", 0);
        scene.awaitShown("brunch", 0);
    }

    @Test
    void parts_that_lie_in_different_places_make_no_kit() {
        var other = scene.warehouse + "-2";
        scene.location(other, "WAREHOUSE", true);
        scene.kit("set", "virtual", scene.part("mug", 1), scene.part("tea", 1));
        scene.listing("set");
        scene.level("mug", 5);
        scene.level("tea", other, 7, 1_000);
        scene.level("mug", other, 2, 1_001);
        scene.awaitShown("set", 2);
    }

    @Test
    void assembled_kits_are_shown_too_and_alone_where_only_they_are_sold() {
        scene.kit("set", "virtual", scene.part("mug", 1));
        scene.kit("box", "assembled", scene.part("mug", 1));
        scene.listing("set");
        scene.listing("box");
        scene.level("mug", 4);
        scene.level("set", 3);
        scene.level("box", 2);
        scene.awaitShown("set", 7);
        scene.awaitShown("box", 2);
    }

    @Test
    void a_kit_follows_its_changed_parts_and_is_not_made_of_what_is_sold_no_more() {
        scene.kit("set", "virtual", scene.part("mug", 1));
        scene.listing("set");
        scene.level("mug", 6);
        scene.level("tea", 9);
        scene.awaitShown("set", 6);
        scene.kit("set", "virtual", scene.part("mug", 2), scene.part("tea", 1));
        scene.awaitShown("set", 3);
        scene.item("tea", "retired");
        scene.awaitShown("set", 0);
        scene.kit("set", "virtual", scene.part("mug", 3));
        scene.awaitShown("set", 2);
    }

    @Test
    void exposure_counts_what_the_parts_make() {
        scene.kit("set", "virtual", scene.part("mug", 2));
        scene.listing("set");
        scene.level("mug", 8);
        scene.awaitShown("set", 4);
        Eventually.holds(() -> admin().get("/v1/exposure?sku=" + scene.sku("set"))
                .then()
                .statusCode(200)
                .body("items[0].promisable", org.hamcrest.Matchers.equalTo(4))
                .body("items[0].exposure", org.hamcrest.Matchers.equalTo(0)));
    }
}
