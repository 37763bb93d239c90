package dev.perpetual.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PurchaseOrdersTest extends DocumentsTest {

    @Test
    void what_is_on_order_is_visible_and_never_sellable() {
        var sku = newItem();
        var order = order(sku, 100);

        assertThat(units(sku, "expected")).isEqualTo(100);
        assertThat(units(sku, "available")).isZero();
        hold(fresh("hold"), sku, 1, BERLIN).then().statusCode(409);
        asAdmin()
                .get("/v1/purchase-orders/" + order)
                .then()
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("supplier", equalTo("MILL"))
                .body("lines[0].open", equalTo(100))
                .body("lines[0].unitCost.amount", equalTo("2.50"));
    }

    @Test
    void goods_come_in_parts_good_damaged_and_to_be_inspected() {
        var sku = newItem();
        var order = order(sku, 100);

        receive(order, sku, "\"good\":30,\"damaged\":2,\"inspect\":8")
                .then()
                .statusCode(201)
                .body("lines[0].good", equalTo(30))
                .body("lines[0].blocked", equalTo(2))
                .body("lines[0].inspection", equalTo(8))
                .body("lines[0].flags", contains("damaged"));
        receive(order, sku, "\"good\":60").then().statusCode(201).body("state", equalTo("closed"));

        assertThat(units(sku, "available")).isEqualTo(90);
        assertThat(units(sku, "blocked")).isEqualTo(2);
        assertThat(units(sku, "inspection")).isEqualTo(8);
        assertThat(units(sku, "expected")).isZero();
        asAdmin()
                .get("/v1/purchase-orders/" + order)
                .then()
                .body("state", equalTo("closed"))
                .body("lines[0].arrived", equalTo(100));
        asAdmin().get("/v1/receipts?about=" + order).then().body("items", hasSize(2));
        kinds(order, "expect", "expect", "expect");
    }

    @Test
    void inspection_passes_fails_and_leaves_the_rest() {
        var sku = newItem();
        var receipt = fresh("R");
        receive(receipt, order(sku, 10), sku, "\"inspect\":10").then().body("state", equalTo("open"));

        line("receipts/" + receipt + "/inspect", "\"pass\":6,\"fail\":1")
                .then()
                .statusCode(200)
                .body("lines[0].good", equalTo(6))
                .body("lines[0].blocked", equalTo(1))
                .body("lines[0].inspection", equalTo(3))
                .body("state", equalTo("open"));
        line("receipts/" + receipt + "/inspect", "\"pass\":4").then().statusCode(409);
        line("receipts/" + receipt + "/dispose", "\"toSupplier\":1,\"writeOff\":2")
                .then()
                .statusCode(200);

        assertThat(units(sku, "available")).isEqualTo(6);
        assertThat(units(sku, "inspection")).isZero();
        assertThat(units(sku, "blocked")).isEqualTo(1);
        kinds(receipt, "receive", "inspect", "inspect", "write-off", "return");
    }

    @Test
    void scenario_38_three_beyond_a_hundred_are_accepted_and_flagged_within_the_tolerance() {
        var sku = newItem();
        var order = order(sku, 100);

        receive(order, sku, "\"good\":103")
                .then()
                .statusCode(201)
                .body("lines", hasSize(1))
                .body("lines[0].good", equalTo(103))
                .body("lines[0].flags", contains("over"));

        assertThat(units(sku, "available")).isEqualTo(103);
        asAdmin()
                .get("/v1/purchase-orders/" + order)
                .then()
                .body("lines[0].arrived", equalTo(103))
                .body("lines[0].beyond", equalTo(3))
                .body("lines[0].difference.state", equalTo("open"));
    }

    @Test
    void scenario_38_what_is_beyond_the_tolerance_is_held_to_the_vendor_account() {
        var sku = newItem();
        var order = order(sku, 100);
        var receipt = fresh("R");

        receive(receipt, order, sku, "\"good\":108")
                .then()
                .statusCode(201)
                .body("lines", hasSize(2))
                .body("lines[0].good", equalTo(105))
                .body("lines[1].owner", equalTo("MILL"))
                .body("lines[1].blocked", equalTo(3));

        assertThat(units(sku, "available")).isEqualTo(105);
        assertThat(units(sku, "blocked")).isEqualTo(3);
        line("receipts/" + receipt + "/dispose", "\"owner\":\"MILL\",\"toSupplier\":3")
                .then()
                .statusCode(200);
        assertThat(units(sku, "blocked")).isZero();
    }

    @Test
    void scenario_39_a_count_that_is_off_by_a_pack_is_parked_until_somebody_has_looked_again() {
        var sku = itemInTwelves();
        var order = order(sku, 100);
        var receipt = fresh("R");

        receive(receipt, order, sku, "\"good\":1190,\"damaged\":10")
                .then()
                .statusCode(201)
                .body("state", equalTo("open"))
                .body("lines[0].parked.counted", equalTo(1200))
                .body("lines[0].parked.expected", equalTo(100))
                .body("lines[0].parked.factor", equalTo(12))
                .body("lines[0].note", containsString("10 damaged"));
        assertThat(units(sku, "available")).isZero();
        assertThat(units(sku, "expected")).isEqualTo(100);

        line("receipts/" + receipt + "/confirm", "\"good\":99,\"damaged\":1")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].asked", equalTo(1200))
                .body("lines[0].closed", equalTo(1100))
                .body("lines[0].parked", nullValue());
        assertThat(units(sku, "available")).isEqualTo(99);
        assertThat(units(sku, "expected")).isZero();
        line("receipts/" + receipt + "/confirm", "\"good\":1").then().statusCode(409);
    }

    @Test
    void scenario_39_packs_counted_as_units_are_parked_too_and_may_be_confirmed() {
        var sku = itemInTwelves();
        var order = order(sku, 120);
        var receipt = fresh("R");
        receive(receipt, order, sku, "\"good\":10").then().body("lines[0].parked.factor", equalTo(12));

        line("receipts/" + receipt + "/confirm", "\"good\":10").then().statusCode(200);

        assertThat(units(sku, "available")).isEqualTo(10);
        assertThat(units(sku, "expected")).isEqualTo(110);
    }

    private static String itemInTwelves() {
        var sku = fresh("SKU");
        asAdmin()
                .body("{\"name\":\"Mug\",\"packs\":[{\"code\":\"case\",\"units\":12}]}")
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        return sku;
    }

    @Test
    void packs_are_ordered_and_received_in_base_units() {
        var sku = itemInTwelves();
        var id = fresh("PO");
        post("purchase-orders", """
                {"id":"%s","supplier":"MILL","to":"%s","lines":[{"line":1,"sku":"%s","quantity":10,"pack":"case"}]}""".formatted(id, BERLIN, sku))
                .then()
                .statusCode(201)
                .body("lines[0].asked", equalTo(120));
        receive(id, sku, "\"good\":4,\"pack\":\"case\"").then().body("lines[0].good", equalTo(48));
        assertThat(units(sku, "expected")).isEqualTo(72);
    }

    @Test
    void another_item_than_ordered_is_received_as_what_it_is() {
        var sku = newItem();
        var other = newItem();
        var order = order(sku, 10);

        receive(order, other, "\"good\":10")
                .then()
                .statusCode(201)
                .body("lines[0].inspection", equalTo(10))
                .body("lines[0].flags", contains("wrong-item"));

        assertThat(units(other, "inspection")).isEqualTo(10);
        assertThat(units(sku, "expected")).isEqualTo(10);
        asAdmin().get("/v1/receipts?flag=wrong-item&sku=" + other).then().body("items", hasSize(1));
    }

    @Test
    void what_nobody_ordered_is_received_all_the_same() {
        var sku = newItem();
        post("receipts", """
                {"id":"%s","supplier":"MILL","location":"%s","lines":[{"line":1,"sku":"%s","good":5,"lot":"L1",
                 "expiresOn":"2027-01-31"}]}""".formatted(fresh("R"), BERLIN, sku))
                .then()
                .statusCode(201)
                .body("lines[0].lot", equalTo("L1"))
                .body("lines[0].expiresOn", equalTo("2027-01-31"));
        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void ordered_announced_and_counted_differ_in_one_case_that_a_person_settles() {
        var sku = newItem();
        var order = order(sku, 100);
        announce(order, 98).then().statusCode(201);
        receive(order, sku, "\"good\":95").then().statusCode(201);

        var id = asAdmin()
                .get("/v1/purchase-orders/" + order)
                .then()
                .body("lines[0].difference.ordered", equalTo(100))
                .body("lines[0].difference.announced", equalTo(98))
                .body("lines[0].difference.counted", equalTo(95))
                .body("lines[0].difference.owner", equalTo("location:" + BERLIN))
                .extract()
                .<String>path("lines[0].difference.id");
        var path = "items.find { it.id == '%s' }.".formatted(id);
        asAdmin()
                .get("/v1/discrepancies?state=open&kind=three-way")
                .then()
                .body(path + "kind", equalTo("three-way"))
                .body(path + "ordered", equalTo(100))
                .body(path + "announced", equalTo(98))
                .body(path + "counted", equalTo(95))
                .body(path + "ageSeconds", notNullValue());

        post("discrepancies/" + id + "/resolve", "{\"id\":\"%s\",\"note\":\"credited\"}".formatted(fresh("s")))
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"));
        asAdmin()
                .get("/v1/purchase-orders/" + order)
                .then()
                .body("lines[0].difference.state", equalTo("closed"))
                .body("lines[0].note", equalTo("credited"));
    }

    @Test
    void a_case_closes_itself_when_the_numbers_agree() {
        var sku = newItem();
        var order = order(sku, 100);
        announce(order, 100).then().statusCode(201).body("lines[0].lot", equalTo("L7"));
        asAdmin().get("/v1/purchase-orders/" + order).then().body("lines[0].transit", equalTo(100));
        receive(order, sku, "\"good\":40");
        asAdmin().get("/v1/purchase-orders/" + order).then().body("lines[0].difference.state", equalTo("open"));
        receive(order, sku, "\"good\":60");
        asAdmin().get("/v1/purchase-orders/" + order).then().body("lines[0].difference.state", equalTo("closed"));
    }

    private static io.restassured.response.Response announce(String order, long units) {
        return post("purchase-orders/" + order + "/announce", """
                {"id":"%s","arrivesAt":"2036-02-01T00:00:00Z",
                 "lines":[{"line":1,"quantity":%d,"lot":"L7","expiresOn":"2037-01-01"}]}""".formatted(fresh("ASN"), units));
    }

    @Test
    void closing_short_takes_the_rest_out_of_what_is_expected() {
        var sku = newItem();
        var order = order(sku, 100);
        receive(order, sku, "\"good\":60");
        step("purchase-orders/" + order + "/close", "\"reason\":\"out of print\"")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].closed", equalTo(40))
                .body("lines[0].note", equalTo("out of print"));
        assertThat(units(sku, "expected")).isZero();
    }

    @Test
    void scenario_4_a_receipt_after_the_sale_it_covers_closes_the_case() {
        var sku = newItem();
        var order = order(sku, 10);
        var discrepancy =
                movement(fresh("m"), "sell", sku, 3, BERLIN).jsonPath().getString("results[0].discrepancy");

        receive(order, sku, "\"good\":10").then().statusCode(201);

        assertThat(units(sku, "available")).isEqualTo(7);
        asAdmin()
                .get("/v1/discrepancies?state=closed")
                .then()
                .body("items.find { it.id == '%s' }.shortBy".formatted(discrepancy), equalTo(0));
    }

    @Test
    void goods_may_arrive_at_another_place_than_they_were_ordered_for() {
        var sku = newItem();
        var order = order(sku, 10);
        post("receipts", """
                {"id":"%s","purchaseOrder":"%s","location":"%s","lines":[{"line":1,"sku":"%s","good":10}]}""".formatted(fresh("R"), order, MUNICH, sku))
                .then()
                .statusCode(201)
                .body("lines[0].flags", contains("other-location"));
        assertThat(at(sku, MUNICH, "available")).isEqualTo(10);
        assertThat(units(sku, "expected")).isZero();
    }

    @Test
    void a_movement_that_names_an_order_as_its_cause_is_not_part_of_it() {
        var sku = newItem();
        var order = order(sku, 10);
        movements(movementBody(fresh("m"), "receive", sku, 5, BERLIN)
                        .replace(
                                "{\"type\":\"test\",\"id\":\"T-1\"}",
                                "{\"type\":\"purchase-order\",\"id\":\"%s\",\"line\":1}".formatted(order)))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        asAdmin().get("/v1/purchase-orders/" + order).then().body("lines[0].open", equalTo(10));
    }

    @Test
    void orders_past_their_date_are_late() {
        var sku = newItem();
        var id = fresh("PO");
        post("purchase-orders", """
                {"id":"%s","supplier":"MILL","to":"%s","expectedAt":"2020-01-01T00:00:00Z",
                 "lines":[{"line":1,"sku":"%s","quantity":10}]}""".formatted(id, BERLIN, sku)).then().statusCode(201);
        asAdmin()
                .get("/v1/purchase-orders?late=true&sku=" + sku)
                .then()
                .body("items.id", contains(id))
                .body("items[0].late", equalTo(true));
        asAdmin().get("/v1/purchase-orders?late=false&sku=" + sku).then().body("items", hasSize(0));
        step("purchase-orders/" + id + "/close", "\"reason\":\"never\"");
        asAdmin().get("/v1/purchase-orders?late=true&sku=" + sku).then().body("items", hasSize(0));
    }

    @Test
    void the_same_id_gets_the_same_answer_and_other_content_is_refused() {
        var sku = newItem();
        var order = order(sku, 100);
        var receipt = fresh("R");
        var first = receive(receipt, order, sku, "\"good\":5")
                .then()
                .statusCode(201)
                .extract()
                .asString();
        receive(order, sku, "\"good\":7");
        var second = receive(receipt, order, sku, "\"good\":5")
                .then()
                .statusCode(201)
                .extract()
                .asString();
        assertThat(second).isEqualTo(first);
        receive(receipt, order, sku, "\"good\":6")
                .then()
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"));
        assertThat(units(sku, "available")).isEqualTo(12);
    }

    @Test
    void pages_go_on_where_the_last_one_ended() {
        var sku = newItem();
        for (var i = 0; i < 101; i++) {
            order(sku, 1);
        }
        var first = asAdmin()
                .get("/v1/purchase-orders?sku=" + sku)
                .then()
                .body("items", hasSize(100))
                .extract();
        asAdmin()
                .queryParams(Map.of("sku", sku, "cursor", first.<String>path("next")))
                .get("/v1/purchase-orders")
                .then()
                .body("items", hasSize(1))
                .body("next", nullValue());
    }
}
