package dev.perpetual.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReturnsTest extends DocumentsTest {

    /** Sells units on a hold; returns the id of the order. */
    static String sold(String sku, long units) {
        var hold = fresh("hold");
        hold(hold, sku, units, BERLIN).then().statusCode(201);
        step(hold, "ship", "").then().statusCode(200);
        return "O-" + hold;
    }

    static String authorised(String order, String sku, long units) {
        var id = fresh("RET");
        post("returns", """
                {"id":"%s","order":"%s","location":"%s","lines":[{"line":1,"sku":"%s","quantity":%d}]}""".formatted(id, order, BERLIN, sku, units)).then().statusCode(201);
        return id;
    }

    private static void receiveAt(String sku, String lot, String amount) {
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":10,"location":"%s","lot":"%s",
                 "unitCost":{"amount":"%s","currency":"EUR"},"occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, BERLIN, lot, amount)).then().statusCode(200);
    }

    private static String costOfReturn(String id) {
        return asAdmin().get("/v1/movements?cause=" + id).jsonPath().getString("items[0].unitCost.amount");
    }

    @Test
    void scenario_50_a_unit_of_an_old_lot_comes_back_at_the_cost_of_that_lot() {
        var sku = newItem();
        receiveAt(sku, "A-OLD", "2.50");
        var order = sold(sku, 4);
        receiveAt(sku, "B-NEW", "9.99");

        var id = authorised(order, sku, 4);
        line("returns/" + id + "/receive", "\"quantity\":3").then().statusCode(200);

        assertThat(costOfReturn(id)).isEqualTo("2.50");
        assertThat(at(sku, BERLIN, "inspection")).isEqualTo(3);
    }

    @Test
    void scenario_50_a_sale_that_says_its_cost_is_believed_and_two_that_differ_say_nothing() {
        var sku = newItemWith(10, BERLIN);
        var order = fresh("ORDER");
        sale(order, sku, "3.10");
        var one = fresh("RET");
        post("returns", "{\"id\":\"%s\",\"order\":\"%s\",\"location\":\"%s\"}".formatted(one, order, BERLIN))
                .then()
                .statusCode(201);
        line("returns/" + one + "/receive", "\"sku\":\"" + sku + "\",\"quantity\":1")
                .then()
                .statusCode(200);
        assertThat(costOfReturn(one)).isEqualTo("3.10");

        sale(order, sku, "4.20");
        var other = authorised(order, sku, 1);
        line("returns/" + other + "/receive", "\"quantity\":1").then().statusCode(200);
        assertThat(costOfReturn(other)).isNull();
    }

    private static void sale(String order, String sku, String cost) {
        movements("""
                {"id":"%s","kind":"sell","sku":"%s","quantity":1,"location":"%s",
                 "unitCost":{"amount":"%s","currency":"EUR"},"occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"order","id":"%s"}}""".formatted(fresh("m"), sku, BERLIN, cost, order)).then().statusCode(200);
    }

    @Test
    void goods_come_back_are_inspected_and_disposed_of() {
        var sku = newItemWith(10, BERLIN);
        var id = authorised(sold(sku, 10), sku, 10);
        assertThat(units(sku, "inspection")).isZero();
        line("returns/" + id + "/receive", "\"quantity\":10")
                .then()
                .statusCode(200)
                .body("lines[0].inspection", equalTo(10));
        assertThat(units(sku, "inspection")).isEqualTo(10);

        line("returns/" + id + "/dispose", "\"restock\":5,\"refurbish\":2,\"block\":1,\"writeOff\":1,\"toSupplier\":1")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].good", equalTo(5))
                .body("lines[0].blocked", equalTo(3))
                .body("lines[0].lost", equalTo(1))
                .body("lines[0].back", equalTo(1));
        line("returns/" + id + "/dispose", "\"restock\":2,\"reason\":\"as new\"")
                .then()
                .statusCode(200)
                .body("lines[0].good", equalTo(7))
                .body("lines[0].blocked", equalTo(1));
        assertThat(units(sku, "available")).isEqualTo(7);
        assertThat(units(sku, "blocked")).isEqualTo(1);
        kinds(id, "return", "restock", "inspect", "inspect", "write-off", "return", "restock");
    }

    @Test
    void what_left_as_parts_of_a_kit_comes_back_as_parts_and_no_more_than_left() {
        var cup = newItemWith(4, BERLIN);
        var kit = fresh("KIT");
        asAdmin()
                .body("{\"name\":\"Two cups\",\"kit\":[{\"sku\":\"%s\",\"units\":2}]}".formatted(cup))
                .put("/v1/items/" + kit)
                .then()
                .statusCode(200);
        var order = sold(kit, 1);
        var id = authorised(order, cup, 3);
        line("returns/" + id + "/receive", "\"quantity\":3").then().statusCode(200);
        line("returns/" + id + "/dispose", "\"restock\":3").then().statusCode(409);
        line("returns/" + id + "/dispose", "\"restock\":2").then().statusCode(200);
        assertThat(units(cup, "available")).isEqualTo(4);
    }

    @Test
    void scenario_54_a_return_after_the_refund_is_custody_only_and_restocks_once() {
        var sku = newItemWith(2, BERLIN);
        var order = sold(sku, 2);
        var id = authorised(order, sku, 2);
        line("returns/" + id + "/receive", "\"quantity\":2");
        var body = "{\"id\":\"%s\",\"lines\":[{\"line\":1,\"restock\":2}]}".formatted(fresh("step"));
        post("returns/" + id + "/dispose", body).then().statusCode(200);
        post("returns/" + id + "/dispose", body).then().statusCode(200).body("lines[0].good", equalTo(2));
        assertThat(units(sku, "available")).isEqualTo(2);

        // The same parcel once more, under another number.
        var again = authorised(order, sku, 2);
        line("returns/" + again + "/receive", "\"quantity\":2").then().statusCode(200);
        line("returns/" + again + "/dispose", "\"restock\":1")
                .then()
                .statusCode(409)
                .body("type", containsString("more-than-shipped"))
                .body("lines[0].available", equalTo(0));
        line("returns/" + again + "/dispose", "\"block\":2").then().statusCode(200);
        assertThat(units(sku, "available")).isEqualTo(2);
    }

    @Test
    void scenario_18_after_a_part_was_shipped_a_return_is_bounded_by_that_part() {
        var sku = newItemWith(5, BERLIN);
        var hold = fresh("hold");
        hold(hold, sku, 5, BERLIN);
        step(hold, "ship", "{\"line\":1,\"quantity\":2}").then().statusCode(200);
        step(hold, "release", "").then().statusCode(200);
        var id = fresh("RET");
        post("returns", "{\"id\":\"%s\",\"hold\":\"%s\",\"location\":\"%s\"}".formatted(id, hold, BERLIN))
                .then()
                .statusCode(201)
                .body("about.type", equalTo("order"));
        line("returns/" + id + "/receive", "\"quantity\":3,\"sku\":\"" + sku + "\"")
                .then()
                .statusCode(200)
                .body("lines[0].beyond", equalTo(3))
                .body("lines[0].flags", contains("unauthorised"));
        line("returns/" + id + "/dispose", "\"restock\":3").then().statusCode(409);
        line("returns/" + id + "/dispose", "\"restock\":2").then().statusCode(200);
        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void scenario_56_another_item_than_sold_is_in_quarantine_and_the_sale_stays_as_it_is() {
        var sku = newItemWith(1, BERLIN);
        var other = newItem();
        var id = authorised(sold(sku, 1), sku, 1);
        line("returns/" + id + "/receive", "\"quantity\":1,\"sku\":\"" + other + "\"")
                .then()
                .statusCode(200)
                .body("lines.find { it.sku == '%s' }.blocked".formatted(other), equalTo(1))
                .body("lines.find { it.sku == '%s' }.flags".formatted(other), contains("wrong-item"))
                .body("lines.find { it.sku == '%s' }.open".formatted(sku), equalTo(1));
        assertThat(units(other, "blocked")).isEqualTo(1);
        assertThat(units(sku, "inspection")).isZero();
        line("returns/" + id + "/dispose", "\"restock\":1,\"sku\":\"" + other + "\"")
                .then()
                .statusCode(409);
        asAdmin().get("/v1/returns?flag=wrong-item&sku=" + other).then().body("items", hasSize(1));
    }

    @Test
    void what_was_restocked_by_a_movement_of_the_order_counts_too() {
        var sku = newItemWith(2, BERLIN);
        var order = sold(sku, 2);
        movements("""
                {"id":"%s","kind":"return","sku":"%s","quantity":1,"location":"%s","occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"order","id":"%s"}}""".formatted(fresh("m"), sku, BERLIN, order)).then().body("results[0].outcome", equalTo("recorded"));
        var id = authorised(order, sku, 2);
        line("returns/" + id + "/receive", "\"quantity\":2");
        line("returns/" + id + "/dispose", "\"restock\":2").then().statusCode(409);
        line("returns/" + id + "/dispose", "\"restock\":1").then().statusCode(200);
    }

    @Test
    void an_authorisation_lapses() {
        var sku = newItemWith(2, BERLIN);
        var id = authorised(sold(sku, 2), sku, 2);
        step("returns/" + id + "/close", "\"reason\":\"30 days are over\"")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"));
        line("returns/" + id + "/receive", "\"quantity\":1")
                .then()
                .statusCode(200)
                .body("lines[0].beyond", equalTo(1));
    }
}
