package dev.perpetual.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of announcements, and what receipts and announcements say of lots. */
@QuarkusTest
class AnnouncementsTest extends DocumentsTest {

    private static String announce(String order, long units, String more) {
        var id = fresh("ASN");
        post("purchase-orders/" + order + "/announce", """
                {"id":"%s","lines":[{"line":1,"quantity":%d%s}]}""".formatted(id, units, more))
                .then()
                .statusCode(201);
        return id;
    }

    private static JsonPath order(String order) {
        return asAdmin().get("/v1/purchase-orders/" + order).jsonPath();
    }

    private static Map<String, String> states(String order) {
        return asAdmin()
                .get("/v1/purchase-orders/" + order + "/announcements")
                .jsonPath()
                .getMap("items.collectEntries { [it.id, it.state] }");
    }

    private static String expiresAt(String sku, String lot) {
        return asAdmin()
                .get("/v1/items/" + sku + "/lots/" + lot)
                .then()
                .statusCode(200)
                .extract()
                .path("expiresAt");
    }

    @Test
    void a_receipt_that_names_no_announcement_fulfils_the_oldest_ones_of_its_order() {
        var sku = newItem();
        var order = order(sku, 100);
        var first = announce(order, 30, "");
        var second = announce(order, 50, "");

        receive(order, sku, "\"good\":40").then().statusCode(201);
        assertThat(states(order)).containsEntry(first, "closed").containsEntry(second, "open");
        receive(order, sku, "\"good\":40").then().statusCode(201);
        assertThat(states(order)).containsEntry(second, "closed");
        assertThat(order(order).getInt("lines[0].arrived")).isEqualTo(80);
    }

    @Test
    void a_count_that_was_parked_fulfils_what_was_announced_when_it_is_confirmed() {
        var sku = fresh("SKU");
        asAdmin()
                .body("{\"name\":\"Mug\",\"packs\":[{\"code\":\"case\",\"units\":12}]}")
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        var order = order(sku, 120);
        var announcement = announce(order, 120, "");
        var receipt = fresh("R");
        receive(receipt, order, sku, "\"good\":10").then().body("lines[0].parked.factor", equalTo(12));
        assertThat(states(order)).containsEntry(announcement, "open");

        line("receipts/" + receipt + "/confirm", "\"good\":120").then().statusCode(200);

        assertThat(states(order)).containsEntry(announcement, "closed");
        assertThat(order(order).getInt("lines[0].arrived")).isEqualTo(120);
        everythingIsAsItMustBe();
    }

    @Test
    void an_announcement_that_is_closed_is_awaited_by_its_order_again() {
        var sku = newItem();
        var order = order(sku, 100);
        var announcement = announce(order, 120, "");
        assertThat(order(order).getString("lines[0].difference.state")).isEqualTo("open");

        step(
                        "purchase-orders/" + order + "/announcements/" + announcement + "/close",
                        "\"reason\":\"truck turned round\"")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].closed", equalTo(120));

        assertThat(order(order).getInt("lines[0].open")).isEqualTo(100);
        assertThat(order(order).getInt("lines[0].transit")).isZero();
        assertThat(order(order).getString("lines[0].difference.state")).isEqualTo("closed");
        assertThat(units(sku, "expected")).isEqualTo(100);
        receive(order, sku, "\"good\":100").then().statusCode(201);
    }

    @Test
    void an_order_that_is_closed_leaves_no_announcement_open() {
        var sku = newItem();
        var order = order(sku, 100);
        var announcement = announce(order, 60, "");
        receive(order, sku, "\"good\":10").then().statusCode(201);

        step("purchase-orders/" + order + "/close", "\"reason\":\"enough\"")
                .then()
                .statusCode(200);

        assertThat(states(order)).containsEntry(announcement, "closed");
        assertThat(units(sku, "expected")).isZero();
    }

    @Test
    void an_announcement_of_another_order_is_not_closed_through_this_one() {
        var sku = newItem();
        var announcement = announce(order(sku, 10), 5, "");
        step("purchase-orders/" + order(sku, 10) + "/announcements/" + announcement + "/close", "\"reason\":\"wrong\"")
                .then()
                .statusCode(404);
    }

    @Test
    void an_announcement_without_a_date_is_late_when_its_order_is() {
        var sku = newItem();
        var order = fresh("PO");
        post("purchase-orders", """
                {"id":"%s","supplier":"MILL","to":"%s","expectedAt":"2026-01-01T00:00:00Z",
                 "lines":[{"line":1,"sku":"%s","quantity":9}]}""".formatted(order, BERLIN, sku)).then().statusCode(201);
        var announcement = announce(order, 9, "");
        asAdmin()
                .get("/v1/purchase-orders/" + order + "/announcements?late=true")
                .then()
                .body("items.id", contains(announcement));
        receive(order, sku, "\"good\":9").then().statusCode(201);
        asAdmin()
                .get("/v1/purchase-orders/" + order + "/announcements?late=true")
                .then()
                .body("items", empty());
    }

    @Test
    void a_receipt_describes_its_lot_which_is_not_sold_after_that_day() {
        var sku = newItem();
        var order = order(sku, 100);
        receive(order, sku, "\"good\":10,\"lot\":\"FRESH\",\"expiresOn\":\"2036-05-01\"")
                .then()
                .statusCode(201);
        receive(order, sku, "\"good\":10,\"lot\":\"OLD\",\"expiresOn\":\"2031-05-01\"")
                .then()
                .statusCode(201);

        assertThat(expiresAt(sku, "FRESH")).isEqualTo("2036-05-02T00:00:00Z");
        hold(fresh("hold"), sku, 3, BERLIN).then().body("lines.lot", equalTo(List.of("OLD")));

        receive(order, sku, "\"good\":1,\"lot\":\"OLD\",\"expiresOn\":\"2033-01-01\"")
                .then()
                .statusCode(201)
                .body("lines[0].flags", hasItem("other-expiry"));
        assertThat(expiresAt(sku, "OLD")).as("the earlier day").isEqualTo("2031-05-02T00:00:00Z");
        receive(order, sku, "\"good\":1,\"lot\":\"OLD\",\"expiresOn\":\"2030-01-01\"")
                .then()
                .body("lines[0].flags", hasItem("other-expiry"));
        assertThat(expiresAt(sku, "OLD")).isEqualTo("2030-01-02T00:00:00Z");
        receive(order, sku, "\"good\":1,\"lot\":\"SALT\",\"expiresOn\":\"9999-12-31\"")
                .then()
                .statusCode(201);
        asAdmin().get("/v1/items/" + sku + "/lots/SALT").then().statusCode(404);
    }

    @Test
    void an_announced_lot_is_described_by_the_receipt_that_does_not_say_its_day() {
        var sku = newItem();
        var order = order(sku, 100);
        announce(order, 10, ",\"lot\":\"L1\",\"expiresOn\":\"2036-05-01\"");
        asAdmin().get("/v1/items/" + sku + "/lots/L1").then().statusCode(404);

        receive(order, sku, "\"good\":10,\"lot\":\"L1\"")
                .then()
                .statusCode(201)
                .body("lines", hasSize(1))
                .body("lines[0].expiresOn", equalTo("2036-05-01"));

        assertThat(Instant.parse(expiresAt(sku, "L1"))).isEqualTo("2036-05-02T00:00:00Z");
    }
}
