package dev.perpetual.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransfersTest extends DocumentsTest {

    @Test
    void stock_leaves_is_under_way_and_arrives() {
        var sku = newItemWith(10, BERLIN);
        var transfer = transfer(sku, 6, false);
        assertThat(at(sku, BERLIN, "available")).isEqualTo(10);

        step("transfers/" + transfer + "/ship", "\"reason\":\"van 2\"")
                .then()
                .statusCode(200)
                .body("lines[0].transit", equalTo(6));
        assertThat(at(sku, BERLIN, "available")).isEqualTo(4);
        assertThat(at(sku, ROAD, "outbound")).isEqualTo(6);
        hold(fresh("hold"), sku, 1, ROAD).then().statusCode(422);

        line("transfers/" + transfer + "/receive", "\"good\":6")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].good", equalTo(6));
        assertThat(at(sku, MUNICH, "available")).isEqualTo(6);
        kinds(transfer, "transfer-out", "transfer-in");
    }

    @Test
    void a_transfer_may_hold_its_stock() {
        var sku = newItemWith(10, BERLIN);
        var transfer = transfer(sku, 6, true);
        assertThat(at(sku, BERLIN, "held")).isEqualTo(6);
        asAdmin().get("/v1/holds/transfer/" + transfer).then().body("owner.type", equalTo("transfer"));
        post("transfers", """
                {"id":"%s","from":"%s","to":"%s","hold":true,"lines":[{"line":1,"sku":"%s","quantity":5}]}""".formatted(fresh("TR"), BERLIN, MUNICH, sku))
                .then()
                .statusCode(409)
                .body("type", containsString("insufficient-stock"));

        line("transfers/" + transfer + "/ship", "\"quantity\":4").then().statusCode(200);
        assertThat(at(sku, BERLIN, "held")).isEqualTo(2);
        step("transfers/" + transfer + "/close", "\"reason\":\"van is full\"")
                .then()
                .statusCode(200)
                .body("lines[0].closed", equalTo(2));
        assertThat(at(sku, BERLIN, "available")).isEqualTo(6);
        assertThat(at(sku, BERLIN, "held")).isZero();
    }

    @Test
    void what_is_not_there_does_not_leave() {
        var sku = newItemWith(3, BERLIN);
        var transfer = transfer(sku, 6, false);
        line("transfers/" + transfer + "/ship", "\"quantity\":6")
                .then()
                .statusCode(409)
                .body("lines[0].available", equalTo(3));
        line("transfers/" + transfer + "/ship", "\"quantity\":7")
                .then()
                .statusCode(409)
                .body("type", containsString("more-than-open"));
        assertThat(at(sku, BERLIN, "available")).isEqualTo(3);
    }

    @Test
    void scenario_36_eight_good_one_damaged_one_missing() {
        var sku = newItemWith(10, BERLIN);
        var transfer = shipped(sku, 10);

        line("transfers/" + transfer + "/receive", "\"good\":8,\"damaged\":1,\"missing\":1,\"reason\":\"box was open\"")
                .then()
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("lines[0].good", equalTo(8))
                .body("lines[0].blocked", equalTo(1))
                .body("lines[0].transit", equalTo(1))
                .body("lines[0].flags", contains("short", "damaged"))
                .body("lines[0].note", equalTo("box was open"));

        assertThat(at(sku, MUNICH, "available")).isEqualTo(8);
        assertThat(at(sku, MUNICH, "blocked")).isEqualTo(1);
        assertThat(at(sku, ROAD, "outbound")).isEqualTo(1);
        assertThat(units(sku, "available") + units(sku, "blocked") + units(sku, "outbound"))
                .isEqualTo(10);
    }

    private static String shipped(String sku, long units) {
        var transfer = transfer(sku, units, false);
        step("transfers/" + transfer + "/ship", "\"expectedAt\":\"2020-01-01T00:00:00Z\"")
                .then()
                .statusCode(200);
        return transfer;
    }

    @Test
    void scenario_35_what_is_lost_under_way_stays_there_ages_and_is_written_off_by_decision() {
        var sku = newItem();
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":10,"location":"%s","occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, BERLIN)).then().statusCode(200);
        var transfer = fresh("TR");
        post("transfers", """
                {"id":"%s","from":"%s","via":"%s","to":"%s","lines":[{"line":1,"sku":"%s","quantity":10,
                 "unitCost":{"amount":"3.10","currency":"EUR"}}]}""".formatted(transfer, BERLIN, ROAD, MUNICH, sku))
                .then()
                .statusCode(201);
        step("transfers/" + transfer + "/ship", "\"expectedAt\":\"2020-01-01T00:00:00Z\"");
        asAdmin()
                .get("/v1/transfers?late=true&sku=" + sku)
                .then()
                .body("items.id", hasItem(transfer))
                .body("items[0].lines[0].transit", equalTo(10));

        // Nothing takes it back to the source; closing gives up only what never left.
        step("transfers/" + transfer + "/close", "\"reason\":\"?\"").then().statusCode(200);
        assertThat(at(sku, BERLIN, "available")).isZero();
        assertThat(at(sku, ROAD, "outbound")).isEqualTo(10);

        line("transfers/" + transfer + "/write-off", "\"quantity\":10").then().statusCode(400);
        step("transfers/" + transfer + "/write-off", "\"reason\":\"stolen\",\"lines\":[{\"line\":1,\"quantity\":11}]")
                .then()
                .statusCode(409);
        step("transfers/" + transfer + "/write-off", "\"reason\":\"stolen\",\"lines\":[{\"line\":1,\"quantity\":10}]")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("late", equalTo(false))
                .body("lines[0].lost", equalTo(10));
        asAdmin()
                .get("/v1/movements?cause=" + transfer)
                .then()
                .body("items[1].kind", equalTo("write-off"))
                .body("items[1].reason", equalTo("stolen"))
                .body("items[1].unitCost.amount", equalTo("3.10"));
        assertThat(units(sku, "outbound")).isZero();
        asAdmin().get("/v1/transfers?late=true&sku=" + sku).then().body("items.id", not(hasItem(transfer)));
    }

    @Test
    void a_transfer_without_a_date_becomes_late_by_the_setting() {
        var sku = newItemWith(1, BERLIN);
        var transfer = transfer(sku, 1, false);
        step("transfers/" + transfer + "/ship", "\"occurredAt\":\"2026-01-01T00:00:00Z\"")
                .then()
                .body("expectedAt", equalTo("2026-01-08T00:00:00Z"));
    }

    @Test
    void scenario_3_an_arrival_that_is_told_before_its_shipping_is_settled_by_it() {
        var sku = newItemWith(10, BERLIN);
        var transfer = transfer(sku, 10, false);
        line("transfers/" + transfer + "/receive", "\"good\":10")
                .then()
                .statusCode(200)
                .body("lines[0].transit", equalTo(-10));
        assertThat(at(sku, MUNICH, "available")).isEqualTo(10);
        asAdmin()
                .get("/v1/discrepancies?state=open")
                .then()
                .body("items.find { it.sku == '%s' }.shortBy".formatted(sku), equalTo(10));

        step("transfers/" + transfer + "/ship", "\"reason\":\"late\"")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].transit", equalTo(0));
        assertThat(units(sku, "available")).isEqualTo(10);
        asAdmin()
                .get("/v1/discrepancies?state=closed")
                .then()
                .body("items.find { it.sku == '%s' }.shortBy".formatted(sku), equalTo(0));
    }

    @Test
    void goods_at_the_wrong_destination_are_where_they_are_and_flagged() {
        var sku = newItemWith(10, BERLIN);
        var transfer = shipped(sku, 10);
        line("transfers/" + transfer + "/receive", "\"good\":10,\"location\":\"" + STORE + "\"")
                .then()
                .statusCode(200)
                .body("lines[0].flags", contains("other-location"));
        assertThat(at(sku, STORE, "available")).isEqualTo(10);
        assertThat(at(sku, MUNICH, "available")).isZero();
        asAdmin().get("/v1/transfers?flag=other-location&sku=" + sku).then().body("items", hasSize(1));
    }

    @Test
    void lots_travel_along() {
        var sku = newItem();
        post("receipts", """
                {"id":"%s","location":"%s","lines":[{"line":1,"sku":"%s","good":5,"lot":"L1"},
                 {"line":2,"sku":"%s","good":5,"lot":"L2"}]}""".formatted(fresh("R"), BERLIN, sku, sku)).then().statusCode(201);
        var transfer = transfer(sku, 8, false);
        line("transfers/" + transfer + "/ship", "\"quantity\":5,\"lot\":\"L1\"")
                .then()
                .statusCode(200);
        line("transfers/" + transfer + "/ship", "\"quantity\":3,\"lot\":\"L2\"")
                .then()
                .statusCode(200);
        line("transfers/" + transfer + "/receive", "\"good\":8")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines.find { it.lot == 'L1' }.good", equalTo(5))
                .body("lines.find { it.lot == 'L2' }.good", equalTo(3));
        asAdmin()
                .get("/v1/levels?sku=" + sku + "&location=" + MUNICH)
                .then()
                .body("items.find { it.lot == 'L1' }.buckets.available", equalTo(5))
                .body("items.find { it.lot == 'L2' }.buckets.available", equalTo(3));
    }

    @Test
    void a_transfer_goes_through_a_location_of_kind_transit_to_another() {
        var sku = newItemWith(1, BERLIN);
        var body = """
                {"id":"%s","from":"%s","via":"%s","to":"%s","lines":[{"line":1,"sku":"%s","quantity":1}]}""";
        post("transfers", body.formatted(fresh("TR"), BERLIN, STORE, MUNICH, sku))
                .then()
                .statusCode(422)
                .body("type", containsString("not-a-transit"));
        post("transfers", body.formatted(fresh("TR"), BERLIN, ROAD, BERLIN, sku))
                .then()
                .statusCode(422)
                .body("type", containsString("same-location"));
    }
}
