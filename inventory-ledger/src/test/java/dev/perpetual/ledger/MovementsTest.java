package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MovementsTest extends LedgerTest {

    @Test
    void scenario_1_the_same_movement_twice_has_one_effect_and_one_answer() {
        var sku = newItem();
        var id = fresh("m");

        var first = movement(id, "receive", sku, 5, BERLIN)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var second = movement(id, "receive", sku, 5, BERLIN)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(first.getString("results[0].outcome")).isEqualTo("recorded");
        assertThat(second.getString("results[0].outcome")).isEqualTo("repeated");
        assertThat(second.getLong("results[0].version")).isEqualTo(first.getLong("results[0].version"));
        assertThat(second.getString("results[0].recordedAt")).isEqualTo(first.getString("results[0].recordedAt"));
        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void scenario_2_the_same_id_with_other_content_is_refused_with_the_stored_hash_named() {
        var sku = newItem();
        var id = fresh("m");
        movement(id, "receive", sku, 5, BERLIN);

        movement(id, "receive", sku, 6, BERLIN)
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.status", equalTo(422))
                .body("results[0].problem.type", containsString("idempotency-key-reused"))
                .body("results[0].problem.storedHash", notNullValue());

        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void scenario_4_a_sale_before_its_receipt_opens_a_case_that_closes_itself() {
        var sku = newItem();

        var discrepancy = movement(fresh("m"), "sell", sku, 3, BERLIN)
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("recorded"))
                .extract()
                .jsonPath()
                .getString("results[0].discrepancy");
        assertThat(units(sku, "available")).isEqualTo(-3);
        asAdmin()
                .get("/v1/discrepancies?state=open")
                .then()
                .body("items.find { it.id == '%s' }.shortBy".formatted(discrepancy), equalTo(3))
                .body("items.find { it.id == '%s' }.owner".formatted(discrepancy), equalTo("location:" + BERLIN));

        movement(fresh("m"), "receive", sku, 10, BERLIN).then().body("results[0].discrepancy", equalTo(discrepancy));

        assertThat(units(sku, "available")).isEqualTo(7);
        asAdmin()
                .get("/v1/discrepancies?state=closed")
                .then()
                .body("items.find { it.id == '%s' }.closedBy".formatted(discrepancy), equalTo(sku + "/2"));
    }

    @Test
    void scenario_5_movements_of_one_instant_are_in_the_order_of_their_versions() {
        var sku = newItem();
        movements(
                        movementBody(fresh("m"), "receive", sku, 5, BERLIN),
                        movementBody(fresh("m"), "sell", sku, 2, BERLIN),
                        movementBody(fresh("m"), "receive", sku, 1, BERLIN))
                .then()
                .body("results.version", equalTo(java.util.List.of(1, 2, 3)));

        asAdmin()
                .get("/v1/items/" + sku + "/timeline")
                .then()
                .body("items.version", equalTo(java.util.List.of(1, 2, 3)))
                .body("items.available", equalTo(java.util.List.of(5, 3, 4)))
                .body("items.cause.id", equalTo(java.util.List.of("T-1", "T-1", "T-1")));
        assertThat(units(sku, "available")).isEqualTo(4);
    }

    @Test
    void a_request_is_refused_where_stock_may_not_go_below_zero() {
        var sku = newItemWith(2, BERLIN);

        movement(fresh("m"), "write-off", sku, 3, BERLIN)
                .then()
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.status", equalTo(409))
                .body("results[0].problem.lines[0].available", equalTo(2));
        assertThat(units(sku, "available")).isEqualTo(2);
    }

    @Test
    void a_request_is_flagged_where_stock_may_go_below_zero() {
        var sku = newItemWith(2, STORE);

        movement(fresh("m"), "write-off", sku, 3, STORE)
                .then()
                .body("results[0].outcome", equalTo("recorded"))
                .body("results[0].discrepancy", notNullValue());
        assertThat(units(sku, "available")).isEqualTo(-1);
    }

    @Test
    void a_transfer_moves_in_one_step() {
        var sku = newItemWith(5, BERLIN);
        movements("""
                {"id":"%s","kind":"transfer","sku":"%s","quantity":2,"location":"%s","toLocation":"%s",
                 "occurredAt":"2026-03-02T08:00:00Z","cause":{"type":"transfer","id":"TR-1"}}""".formatted(fresh("m"), sku, BERLIN, MUNICH))
                .then()
                .body("results[0].outcome", equalTo("recorded"))
                .body("results[0].version", equalTo(3));

        asAdmin()
                .get("/v1/levels/" + sku)
                .then()
                .body("levels.find { it.location == '%s' }.buckets.available".formatted(BERLIN), equalTo(3))
                .body("levels.find { it.location == '%s' }.buckets.available".formatted(MUNICH), equalTo(2))
                .body("onHand", equalTo(5));
    }

    @Test
    void an_atomic_group_takes_effect_all_or_not_at_all() {
        var sku = newItemWith(5, BERLIN);
        var good = movementBody(fresh("m"), "block", sku, 5, BERLIN);
        var bad = movementBody(fresh("m"), "write-off", sku, 1, BERLIN);

        asAdmin()
                .body("{\"atomic\":true,\"movements\":[" + good + "," + bad + "]}")
                .post("/v1/movements")
                .then()
                .statusCode(200)
                .body("results.outcome", equalTo(java.util.List.of("refused", "refused")));

        assertThat(units(sku, "available")).isEqualTo(5);
        assertThat(units(sku, "blocked")).isZero();
    }

    /** Whoever was told no must not find it done by the copy of the request that was still on its way. */
    @Test
    void a_group_that_was_refused_stays_refused_when_it_is_sent_again() {
        var sku = newItemWith(5, BERLIN);
        var group = "{\"atomic\":true,\"movements\":[" + movementBody(fresh("m"), "block", sku, 5, BERLIN) + ","
                + movementBody(fresh("m"), "write-off", sku, 1, BERLIN) + "]}";
        var first = asAdmin().body(group).post("/v1/movements").then().statusCode(200);
        movement(fresh("m"), "receive", sku, 5, BERLIN).then().statusCode(200);

        var second = asAdmin().body(group).post("/v1/movements").then().statusCode(200);

        assertThat(second.extract().asString()).isEqualTo(first.extract().asString());
        assertThat(units(sku, "available")).isEqualTo(10);
    }

    @Test
    void a_count_may_find_more_or_less() {
        var sku = newItemWith(5, BERLIN);
        movement(fresh("m"), "count-adjust", sku, -2, BERLIN).then().body("results[0].outcome", equalTo("recorded"));
        movement(fresh("m"), "count-adjust", sku, 4, BERLIN).then().body("results[0].outcome", equalTo("recorded"));
        assertThat(units(sku, "available")).isEqualTo(7);
    }

    @Test
    void a_case_is_resolved_by_a_count() {
        var sku = newItem();
        var discrepancy =
                movement(fresh("m"), "sell", sku, 3, BERLIN).jsonPath().getString("results[0].discrepancy");

        asAdmin()
                .body("{\"id\":\"%s\",\"counted\":4,\"note\":\"found on the shelf\"}".formatted(fresh("r")))
                .post("/v1/discrepancies/" + discrepancy + "/resolve")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("shortBy", equalTo(0));
        assertThat(units(sku, "available")).isEqualTo(4);
    }

    @Test
    void figures_can_be_asked_as_they_were() {
        var sku = newItemWith(5, BERLIN);
        asAdmin()
                .get("/v1/levels?sku=" + sku + "&asOf=2026-03-01T00:00:00Z")
                .then()
                .body("items", hasSize(0));
        asAdmin()
                .get("/v1/levels?sku=" + sku + "&asOf=2026-03-03T00:00:00Z")
                .then()
                .body("items[0].buckets.available", equalTo(5));
    }

    @Test
    void movements_are_found_by_sku_location_and_cause() {
        var sku = newItemWith(5, BERLIN);
        asAdmin()
                .get("/v1/movements?sku=" + sku)
                .then()
                .body("items", hasSize(1))
                .body("items[0].kind", equalTo("receive"))
                .body("next", nullValue());
        asAdmin().get("/v1/movements?location=" + BERLIN + "&sku=" + sku).then().body("items", hasSize(1));
        asAdmin().get("/v1/movements?cause=T-1&sku=" + sku).then().body("items", hasSize(1));
        asAdmin().get("/v1/movements?cause=T-2&sku=" + sku).then().body("items", hasSize(0));
    }

    @Test
    void a_snapshot_holds_every_level() {
        var sku = newItemWith(5, BERLIN);
        var lines = asAdmin()
                .get("/v1/snapshot")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .split("\n");
        assertThat(lines[0]).contains("\"position\":");
        assertThat(lines).anyMatch(line -> line.contains("\"sku\":\"" + sku + "\"") && line.contains("\"onHand\":5"));
    }

    @Test
    void packs_become_base_units() {
        var sku = fresh("SKU");
        asAdmin()
                .body("{\"name\":\"Mug\",\"packs\":[{\"code\":\"case-12\",\"units\":12}]}")
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":2,"pack":"case-12","location":"%s",
                 "occurredAt":"2026-03-02T08:00:00Z","cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, BERLIN)).then().statusCode(200);
        assertThat(units(sku, "available")).isEqualTo(24);
    }
}
