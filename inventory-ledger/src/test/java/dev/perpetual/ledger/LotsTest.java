package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LotsTest extends LedgerTest {

    private static void receive(String sku, String lot, String owner, long units, String location) {
        movements("""
                {"id":"%s","kind":"receive","sku":"%s","quantity":%d,"location":"%s","lot":%s,"owner":%s,
                 "occurredAt":"2026-03-02T08:00:00Z","cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, units, location, text(lot), text(owner)))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
    }

    private static String text(String value) {
        return value.isEmpty() ? "null" : "\"" + value + "\"";
    }

    private static void expires(String sku, String lot, Instant at) {
        asAdmin()
                .body(Map.of("expiresAt", at.toString()))
                .put("/v1/items/" + sku + "/lots/" + lot)
                .then()
                .statusCode(200)
                .body("state", equalTo("active"));
    }

    private static Instant inDays(int days) {
        return Instant.now().plus(Duration.ofDays(days));
    }

    private static Response recall(String sku, String lot) {
        return asAdmin()
                .body(Map.of("id", fresh("recall"), "reason", "glass in it"))
                .post("/v1/items/" + sku + "/lots/" + lot + "/recall");
    }

    private static long units(String sku, String lot, String location, String bucket) {
        return asAdmin()
                .get("/v1/levels?sku=" + sku + "&location=" + location)
                .then()
                .extract()
                .jsonPath()
                .getLong("items.find { it.lot == '%s' }.buckets.%s".formatted(lot, bucket));
    }

    @Test
    void a_hold_takes_what_expires_first_and_as_many_lots_as_it_needs() {
        var sku = newItem();
        receive(sku, "KEEPS", "", 5, BERLIN);
        receive(sku, "LATE", "", 5, BERLIN);
        receive(sku, "EARLY", "", 5, BERLIN);
        expires(sku, "LATE", inDays(60));
        expires(sku, "EARLY", inDays(30));
        var hold = fresh("h");

        hold(hold, sku, 7, BERLIN)
                .then()
                .statusCode(201)
                .body("lines.lot", equalTo(List.of("EARLY", "LATE")))
                .body("lines.granted", equalTo(List.of(5, 2)))
                .body("lines.line", equalTo(List.of(1, 1)));

        step(hold, "pick", "{\"line\":1,\"quantity\":6}").then().body("lines.picked", equalTo(List.of(5, 1)));
        step(hold, "ship", "{\"line\":1,\"quantity\":6}").then().body("lines.shipped", equalTo(List.of(5, 1)));
        step(hold, "release", "").then().body("lines.released", equalTo(List.of(0, 1)));
        assertThat(units(sku, "available")).isEqualTo(9);
    }

    @Test
    void a_hold_takes_our_own_units_before_consigned_ones_and_those_of_an_owner_when_it_names_one() {
        var sku = newItem();
        receive(sku, "", "MILL", 5, BERLIN);
        receive(sku, "", "", 2, BERLIN);

        hold(fresh("h"), sku, 3, BERLIN)
                .then()
                .statusCode(201)
                .body("lines.granted", equalTo(List.of(2, 1)))
                .body("lines[0].owner", nullValue())
                .body("lines[1].owner", equalTo("MILL"));
        asAdmin()
                .body("""
                        {"id":"%s","owner":{"type":"order","id":"O-1"},
                         "lines":[{"line":1,"sku":"%s","location":"%s","quantity":5,"owner":"MILL"}]}""".formatted(fresh("h"), sku, BERLIN))
                .post("/v1/holds")
                .then()
                .statusCode(409)
                .body("lines[0].available", equalTo(4));
    }

    @Test
    void scenario_41_a_lot_that_expires_leaves_sale_and_its_promises_get_the_next_lot_or_are_given_back() {
        var sku = newItem();
        receive(sku, "OLD", "", 6, BERLIN);
        var hold = fresh("h");
        hold(hold, sku, 5, BERLIN).then().statusCode(201).body("lines.lot", equalTo(List.of("OLD")));
        step(hold, "pick", "{\"line\":1,\"quantity\":2}").then().statusCode(200);
        receive(sku, "NEW", "", 3, BERLIN);
        expires(sku, "NEW", inDays(30));

        asAdmin()
                .body(Map.of("expiresAt", Instant.now().minusSeconds(1).toString()))
                .put("/v1/items/" + sku + "/lots/OLD")
                .then()
                .statusCode(200);

        Eventually.holds(
                () -> asAdmin().get("/v1/items/" + sku + "/lots/OLD").then().body("state", equalTo("expired")));
        asAdmin()
                .get("/v1/holds/" + hold)
                .then()
                .body("lines.find { it.lot == 'NEW' }.open", equalTo(3))
                .body("lines.find { it.lot == 'OLD' }.open", equalTo(0))
                .body("lines.find { it.lot == 'OLD' }.picked", equalTo(0))
                .body("lines.find { it.lot == 'OLD' }.released", equalTo(2));
        assertThat(units(sku, "OLD", BERLIN, "blocked")).isEqualTo(6);
        hold(fresh("h"), sku, 1, BERLIN).then().statusCode(409);
    }

    @Test
    void scenario_42_a_recalled_lot_is_blocked_everywhere_at_once_and_says_who_got_units() {
        var sku = newItem();
        receive(sku, "BAD", "", 10, BERLIN);
        receive(sku, "BAD", "", 4, MUNICH);
        receive(sku, "BAD", "", 2, STORE);
        var shipped = fresh("h");
        hold(shipped, sku, 3, BERLIN);
        step(shipped, "ship", "").then().statusCode(200);
        movement(fresh("m"), "sell", sku, 1, STORE);
        var cart = fresh("h");
        hold(cart, sku, 4, MUNICH).then().statusCode(201);

        recall(sku, "BAD")
                .then()
                .statusCode(200)
                .body("lot.state", equalTo("recalled"))
                .body("blocked", equalTo(7 + 4 + 2))
                .body("reopened", equalTo(List.of(cart)));

        asAdmin()
                .get("/v1/holds/" + cart)
                .then()
                .body("state", equalTo("closed"))
                .body("lines[0].released", equalTo(4));
        asAdmin()
                .get("/v1/items/" + sku + "/lots/BAD/recipients")
                .then()
                .body("items.quantity", equalTo(List.of(3)))
                .body("items[0].cause.type", equalTo("order"))
                .body("items[0].cause.id", equalTo("O-" + shipped));
        receive(sku, "BAD", "", 5, BERLIN);
        assertThat(units(sku, "BAD", BERLIN, "blocked")).isEqualTo(12);
        assertThat(units(sku, "BAD", BERLIN, "available")).isZero();
        recall(sku, "BAD").then().statusCode(409).body("type", containsString("lot-withdrawn"));
    }

    @Test
    void what_is_known_of_a_lot_is_told_as_its_contract_says() {
        var sku = newItem();
        expires(sku, "L1", Instant.parse("2031-05-01T00:00:00Z"));
        recall(sku, "L1").then().statusCode(200);
        try (var lots = new TopicReader(Infrastructure.running().bootstrapServers(), "lots")) {
            var told = lots.await(it -> it.key().equals(sku) && it.value().contains("withdrawn"));
            assertThat(Contracts.violations("lots", "stock.lot.changed.v1", told.value()))
                    .isEmpty();
            assertThat(TopicReader.header(told, "ce_subject")).isEqualTo(sku + "@L1");
            var body = Contracts.tree(told.value());
            assertThat(body.path("version").asLong()).isEqualTo(2);
            assertThat(body.path("expiresAt").asText()).isEqualTo("2031-05-01T00:00:00Z");
            assertThat(body.path("withdrawn").asText()).isEqualTo("recalled");
        }
    }

    @Test
    void a_recall_that_is_sent_again_gets_its_first_answer() {
        var sku = newItem();
        receive(sku, "BAD", "", 10, BERLIN);
        var body = Map.of("id", fresh("recall"), "reason", "glass in it");
        var url = "/v1/items/" + sku + "/lots/BAD/recall";

        var first =
                asAdmin().body(body).post(url).then().statusCode(200).extract().asString();
        var second =
                asAdmin().body(body).post(url).then().statusCode(200).extract().asString();

        assertThat(second).isEqualTo(first);
        asAdmin()
                .body(Map.of("id", body.get("id"), "reason", "another"))
                .post(url)
                .then()
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"));
    }

    @Test
    void an_item_with_more_lots_than_one_answer_tells_counts_all_of_them() {
        var sku = newItem();
        var kit = fresh("KIT");
        asAdmin()
                .body(Map.of("name", "A pair", "kit", List.of(Map.of("sku", sku, "units", 2))))
                .put("/v1/items/" + kit)
                .then()
                .statusCode(200);
        var lots = 10_020;
        for (var first = 0; first < lots; first += 1_000) {
            var receipts = IntStream.range(first, Math.min(lots, first + 1_000))
                    .mapToObj(lot -> """
                            {"id":"%s","kind":"receive","sku":"%s","quantity":1,"location":"%s","lot":"LOT-%05d",
                             "occurredAt":"2026-03-02T08:00:00Z","cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), sku, BERLIN, lot));
            movements(receipts.toArray(String[]::new)).then().statusCode(200);
        }

        for (var moment : List.of("", "?asOf=2026-03-02T08:00:00Z", "?recordedAsOf=" + Instant.now())) {
            var told = asAdmin()
                    .get("/v1/levels/" + sku + moment)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            assertThat(told.getLong("totals.available")).as(moment).isEqualTo(lots);
            assertThat(told.getLong("onHand")).isEqualTo(lots);
            assertThat(told.getLong("sites[0].totals.available")).isEqualTo(lots);
            assertThat(told.getList("levels")).hasSize(10_000);
            asAdmin()
                    .get("/v1/levels?sku=" + sku + "&cursor=" + told.getString("next") + moment.replace('?', '&'))
                    .then()
                    .statusCode(200)
                    .body("items.size()", equalTo(20))
                    .body("items[0].lot", equalTo("LOT-10000"));
            assertThat(asAdmin().get("/v1/levels/" + kit + moment).jsonPath().getLong("kit.promisable"))
                    .as("pairs %s", moment)
                    .isEqualTo(lots / 2);
        }
    }

    @Test
    void what_is_wrong_about_a_lot_is_said_and_changes_nothing() {
        var sku = newItem();
        var url = "/v1/items/" + sku + "/lots/L1";
        asAdmin().get(url).then().statusCode(404).body("type", containsString("unknown-lot"));
        asAdmin().body("{\"expiresAt\":\"tomorrow\"}").put(url).then().statusCode(400);
        asAdmin()
                .body("{}")
                .put("/v1/items/" + fresh("none") + "/lots/L1")
                .then()
                .statusCode(422);
        asAdmin().body("{\"reason\":\"x\"}").post(url + "/recall").then().statusCode(400);
        asAdmin().body("{\"id\":\"r\"}").post(url + "/recall").then().statusCode(400);
        asAdmin().get(url).then().statusCode(404);
    }
}
