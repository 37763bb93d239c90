package dev.perpetual.ledger.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CountsTest extends CountSentences {

    @Test
    void a_count_puts_the_ledger_right_and_says_why() {
        var bin = newPlace(null);
        var mug = newItemAt(bin, 10);
        var tea = newItemAt(bin, 5);
        var count = open(bin, "");

        enter("Ann", count, "", line(mug, bin, 8, ""), line(tea, bin, 6, ""))
                .then()
                .statusCode(200)
                .body("entered", equalTo(2));
        decide("Ann", count, "complete")
                .then()
                .statusCode(200)
                .body("lines.missing", equalTo(2))
                .body("lines.surplus", equalTo(1))
                .body("approvalsNeeded", equalTo(1));
        assertThat(at(mug, bin, "available"))
                .as("nothing moves before it is applied")
                .isEqualTo(10);
        decide("Bob", count, "approve").then().body("state", equalTo("approved"));
        decide("Bob", count, "apply").then().statusCode(200).body("state", equalTo("applied"));

        assertThat(at(mug, bin, "available")).isEqualTo(8);
        assertThat(at(tea, bin, "available")).isEqualTo(6);
        assertThat(kinds(count)).containsOnly("count-adjust").hasSize(2);
    }

    @Test
    void scenario_30_a_blank_line_is_not_counted_and_never_zero_unless_the_sheet_says_so() {
        var bin = newPlace(null);
        var mug = newItemAt(bin, 10);
        var tea = newItemAt(bin, 5);
        var blank = "{\"sku\":\"%s\",\"location\":\"%s\"}".formatted(tea, bin);

        var count = open(bin, "");
        enter("Ann", count, "", line(mug, bin, 10, ""), blank)
                .then()
                .statusCode(200)
                .body("entered", equalTo(1))
                .body("blank", equalTo(1));
        asAdmin()
                .get("/v1/counts/" + count + "/lines")
                .then()
                .body("items.find { it.sku == '%s' }.state".formatted(tea), equalTo("not-counted"))
                .body("items.find { it.sku == '%s' }.counted".formatted(tea), nullValue());
        finish(count);
        assertThat(at(tea, bin, "available")).isEqualTo(5);

        var strict = open(bin, ",\"blank\":\"zero\"");
        enter("Ann", strict, "", line(mug, bin, 10, ""), blank).then().statusCode(200);
        finish(strict);
        assertThat(at(tea, bin, "available")).isZero();
        assertThat(at(mug, bin, "available")).isEqualTo(10);
    }

    @Test
    void scenario_31_units_that_are_promised_or_staged_stand_in_the_bin_and_are_counted() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 10);
        var hold = fresh("h");
        hold(hold, sku, 6, bin).then().statusCode(201);
        step(hold, "pick", "{\"line\":1,\"quantity\":2}").then().statusCode(200);

        var agreeing = open(bin, "");
        enter("Ann", agreeing, "", line(sku, bin, 10, "")).then().statusCode(200);
        decide("Ann", agreeing, "complete")
                .then()
                .body("lines.missing", equalTo(0))
                .body("lines.surplus", equalTo(0));
        decide("Ann", agreeing, "cancel").then().body("state", equalTo("cancelled"));

        var short_ = open(bin, "");
        enter("Ann", short_, "", line(sku, bin, 7, "")).then().statusCode(200);
        finish(short_);
        assertThat(at(sku, bin, "available"))
                .as("what nobody was promised is missing first")
                .isEqualTo(1);
        assertThat(at(sku, bin, "held")).isEqualTo(4);

        var broken = open(bin, "");
        enter("Ann", broken, "", line(sku, bin, 5, "")).then().statusCode(200);
        finish(broken);
        assertThat(at(sku, bin, "available")).as("a promised unit is not there").isEqualTo(-1);
        var cases = asAdmin().get("/v1/discrepancies?state=open").jsonPath();
        assertThat(cases.<String>getList("items.findAll { it.sku == '%s' }.cause.id".formatted(sku)))
                .containsExactly(broken);
        hold(fresh("h"), sku, 1, bin).then().statusCode(409);
    }

    @Test
    void scenario_32_a_forgotten_bin_stops_completion_until_somebody_looked_there() {
        var site = newPlace(null);
        var near = newPlace(site);
        var far = newPlace(site);
        var bare = newPlace(site);
        var mug = newItemAt(near, 3);
        var tea = newItemAt(far, 4);
        var count = open(site, "");

        enter("Ann", count, "", line(mug, near, 3, "")).then().statusCode(200);
        decide("Ann", count, "complete")
                .then()
                .statusCode(409)
                .body("type", containsString("not-covered"))
                .body("locations", hasItems(far, bare))
                .body("locations", not(hasItem(near)));
        asAdmin()
                .get("/v1/counts/" + count + "/coverage")
                .then()
                .body("items.find { it.location == '%s' }.state".formatted(near), equalTo("covered"))
                .body("items.find { it.location == '%s' }.state".formatted(far), equalTo("forgotten"))
                .body("items.find { it.location == '%s' }.blank".formatted(far), equalTo(1))
                .body("items.find { it.location == '%s' }.state".formatted(site), equalTo("not-needed"));

        as("Bob")
                .body("{\"id\":\"%s\",\"emptyLocations\":[\"%s\",\"%s\"]}".formatted(fresh("e"), far, bare))
                .post("/v1/counts/" + count + "/lines")
                .then()
                .statusCode(200)
                .body("emptyLocations", equalTo(2));
        finish(count);
        assertThat(at(tea, far, "available")).as("seen to be empty").isZero();
        assertThat(at(mug, near, "available")).isEqualTo(3);
    }

    @Test
    void scenario_33_units_of_an_unknown_lot_are_found_stock_in_suspense_until_their_origin_is_settled() {
        var bin = newPlace(null);
        var sku = newItem();
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":5,"location":"%s","lot":"KNOWN",
                 "unitCost":{"amount":"2.50","currency":"EUR"},"occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, bin)).then().statusCode(200);
        var count = open(bin, "");
        enter("Ann", count, "", line(sku, bin, 5, ",\"lot\":\"KNOWN\""), line(sku, bin, 8, ",\"lot\":\"WHENCE\""))
                .then()
                .statusCode(200);
        finish(count);

        var found = asAdmin().get("/v1/levels?sku=" + sku + "&location=" + bin).jsonPath();
        assertThat(found.getString("items.find { it.lot == 'WHENCE' }.owner")).isEqualTo("suspense");
        assertThat(found.getLong("items.find { it.lot == 'WHENCE' }.buckets.blocked"))
                .isEqualTo(8);
        assertThat(found.getLong("items.find { it.lot == 'WHENCE' }.buckets.available"))
                .isZero();
        var moved = asAdmin().get("/v1/movements?cause=" + count).jsonPath();
        assertThat(moved.getString("items[0].unitCost.amount"))
                .as("provisional")
                .isEqualTo("2.50");
        hold(fresh("h"), sku, 6, bin).then().statusCode(409);

        var again = open(bin, "");
        enter("Bob", again, "", line(sku, bin, 5, ",\"lot\":\"KNOWN\""), line(sku, bin, 8, ",\"lot\":\"WHENCE\""));
        decide("Bob", again, "complete").then().body("lines.surplus", equalTo(0));
        decide("Bob", again, "cancel").then().statusCode(200);

        var line = asAdmin().get("/v1/counts/" + count + "/lines").jsonPath().getInt("items.find { it.found }.line");
        var settle = "{\"id\":\"%s\",\"reason\":\"supplier's mistake\"}".formatted(fresh("settle"));
        var url = "/v1/counts/" + count + "/lines/" + line + "/settle";
        var first = as("Ann").body(settle).post(url).then().statusCode(200).body("state", equalTo("settled"));
        assertThat(as("Ann").body(settle).post(url).asString())
                .isEqualTo(first.extract().asString());
        as("Bob")
                .body("{\"id\":\"%s\"}".formatted(fresh("settle")))
                .post(url)
                .then()
                .statusCode(409)
                .body("type", containsString("settled-already"));
        assertThat(at(sku, bin, "available")).isEqualTo(13);
        assertThat(at(sku, bin, "blocked")).isZero();
    }

    @Test
    void scenario_34_a_fortune_is_recounted_by_another_person_and_approved_by_two() {
        var bin = newPlace(null);
        var sku = newItem();
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":60,"location":"%s",
                 "unitCost":{"amount":"1000.00","currency":"EUR"},"occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, bin)).then().statusCode(200);
        var count = open(bin, "");
        enter("Ann", count, "", line(sku, bin, 10, "")).then().statusCode(200);
        decide("Ann", count, "complete")
                .then()
                .statusCode(200)
                .body("lines.recount", equalTo(1))
                .body("approvalsNeeded", equalTo(2));
        decide("Bob", count, "approve").then().statusCode(409).body("type", containsString("recount-needed"));
        enter("Ann", count, "recount", line(sku, bin, 10, ""))
                .then()
                .statusCode(409)
                .body("type", containsString("recount-by-another"));
        enter("Bob", count, "recount", line(sku, bin, 10, "")).then().statusCode(200);

        decide("Ann", count, "apply").then().statusCode(409);
        decide("Ann", count, "approve").then().statusCode(200).body("state", equalTo("completed"));
        decide("Ann", count, "approve").then().statusCode(409).body("type", containsString("approved-already"));
        assertThat(at(sku, bin, "available")).isEqualTo(60);
        decide("Bob", count, "approve").then().statusCode(200).body("state", equalTo("approved"));
        decide("Bob", count, "apply").then().statusCode(200);
        assertThat(at(sku, bin, "available")).isEqualTo(10);
    }

    @Test
    void a_recount_that_agrees_with_the_ledger_needs_one_approval_and_moves_nothing() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 500);
        var count = open(bin, "");
        enter("Ann", count, "", line(sku, bin, 50, "")).then().statusCode(200);
        decide("Ann", count, "complete").then().body("approvalsNeeded", equalTo(2));
        enter("Bob", count, "recount", line(sku, bin, 500, "")).then().statusCode(200);
        decide("Ann", count, "approve").then().body("state", equalTo("approved"));
        decide("Ann", count, "apply").then().statusCode(200);
        assertThat(kinds(count)).isEmpty();
    }

    @Test
    void what_moves_while_people_count_is_no_difference() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 10);
        var byVersion = open(bin, "");
        sell(sku, 2, bin);
        enter("Ann", byVersion, "", line(sku, bin, 10, ",\"version\":1")).then().statusCode(200);
        finish(byVersion);
        assertThat(kinds(byVersion)).isEmpty();
        assertThat(at(sku, bin, "available")).isEqualTo(8);

        var byMoment = open(bin, "");
        var looked = Instant.now();
        sell(sku, 3, bin);
        enter("Ann", byMoment, "", line(sku, bin, 9, ",\"countedAt\":\"" + looked + "\""))
                .then()
                .statusCode(200);
        finish(byMoment);
        assertThat(at(sku, bin, "available"))
                .as("one more than expected when looked at")
                .isEqualTo(6);

        var byEntry = open(bin, "");
        sell(sku, 1, bin);
        enter("Ann", byEntry, "", line(sku, bin, 5, "")).then().statusCode(200);
        sell(sku, 1, bin);
        finish(byEntry);
        assertThat(kinds(byEntry)).isEmpty();
        assertThat(at(sku, bin, "available")).isEqualTo(4);
    }

    @Test
    void several_people_count_one_shelf_in_parts_and_a_sale_between_their_looks_asks_for_a_recount() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 12);
        var still = open(bin, "");
        enter("Ann", still, "", line(sku, bin, 7, "")).then().statusCode(200);
        enter("Bob", still, "", line(sku, bin, 5, ""))
                .then()
                .statusCode(409)
                .body("type", containsString("already-counted"));
        enter("Bob", still, "add", line(sku, bin, 5, "")).then().statusCode(200);
        finish(still);
        assertThat(kinds(still)).isEmpty();

        var moving = open(bin, "");
        enter("Ann", moving, "", line(sku, bin, 7, "")).then().statusCode(200);
        sell(sku, 2, bin);
        enter("Bob", moving, "add", line(sku, bin, 5, "")).then().statusCode(200);
        decide("Ann", moving, "complete").then().body("lines.recount", equalTo(1));
        asAdmin()
                .get("/v1/counts/" + moving + "/lines?only=different")
                .then()
                .body("items[0].recount", equalTo("moved"));
        enter("Ann", moving, "recount", line(sku, bin, 10, "")).then().statusCode(200);
        decide("Ann", moving, "approve").then().body("state", equalTo("approved"));
        decide("Ann", moving, "apply").then().statusCode(200);
        assertThat(at(sku, bin, "available")).isEqualTo(10);
    }

    @Test
    void whoever_counts_blindly_is_not_told_what_is_expected() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 10);
        var count = open(bin, ",\"blind\":true");
        var url = "/v1/counts/" + count + "/lines";
        as("Ann").get(url).then().body("items[0].sku", equalTo(sku)).body("items[0].expected", nullValue());
        enter("Ann", count, "", line(sku, bin, 9, "")).then().statusCode(200);
        as("Ann").get(url).then().body("items[0].variance", nullValue());
        decide("Ann", count, "complete").then().statusCode(200);
        as("Ann").get(url).then().body("items[0].expected", equalTo(10)).body("items[0].variance", equalTo(-1));
    }

    @Test
    void a_case_below_zero_asks_for_a_count_and_the_count_closes_it() {
        var bin = newPlace(null);
        var sku = newItem();
        sell(sku, 3, bin);
        var suggested = asAdmin()
                .get("/v1/counts?state=suggested&location=" + bin)
                .then()
                .body("items.size()", equalTo(1))
                .body("items[0].skus", equalTo(List.of(sku)))
                .extract()
                .jsonPath();
        var id = fresh("C");
        as("Ann")
                .body("{\"id\":\"%s\",\"discrepancy\":\"%s\"}"
                        .formatted(id, suggested.getString("items[0].discrepancy")))
                .post("/v1/counts")
                .then()
                .statusCode(201)
                .body("locations", equalTo(List.of(bin)));
        asAdmin().get("/v1/counts?state=suggested&location=" + bin).then().body("items.size()", equalTo(0));
        enter("Ann", id, "", line(sku, bin, 0, "")).then().statusCode(200);
        finish(id);

        assertThat(at(sku, bin, "available")).isZero();
        asAdmin()
                .get("/v1/discrepancies?state=open")
                .then()
                .body("items.findAll { it.sku == '%s' }.size()".formatted(sku), equalTo(0));
        asAdmin().get("/v1/counts?state=applied&location=" + bin).then().body("items.id", equalTo(List.of(id)));
    }

    @Test
    void a_step_that_is_sent_again_gets_its_first_answer_and_takes_effect_once() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 10);
        var count = open(bin, "");
        var body = "{\"id\":\"%s\",\"mode\":\"add\",\"lines\":[%s]}".formatted(fresh("e"), line(sku, bin, 4, ""));
        var url = "/v1/counts/" + count + "/lines";
        var first =
                as("Ann").body(body).post(url).then().statusCode(200).extract().asString();
        assertThat(as("Ann").body(body).post(url).asString()).isEqualTo(first);
        as("Ann").get(url).then().body("items[0].counted", equalTo(4));
        as("Ann")
                .body(body.replace("\"quantity\":4", "\"quantity\":5"))
                .post(url)
                .then()
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"));
        decide("Ann", count, "complete").then().statusCode(200);
        decide("Ann", count, "approve").then().statusCode(200);
        var apply = "{\"id\":\"" + fresh("apply") + "\"}";
        var applied =
                as("Ann").body(apply).post("/v1/counts/" + count + "/apply").asString();
        assertThat(as("Ann").body(apply).post("/v1/counts/" + count + "/apply").asString())
                .isEqualTo(applied);
        assertThat(at(sku, bin, "available")).isEqualTo(4);
        assertThat(kinds(count)).hasSize(1);
    }
}
