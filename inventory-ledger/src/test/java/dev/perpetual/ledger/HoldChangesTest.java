package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.kit.testing.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A promise becomes another one: of other quantities, back from the pick, or without deadline. */
@QuarkusTest
class HoldChangesTest extends LedgerTest {

    private static Response amend(String hold, String lines) {
        return step(hold, "amend", lines);
    }

    private static String wants(int line, long quantity) {
        return "{\"line\":%d,\"quantity\":%d}".formatted(line, quantity);
    }

    @Test
    void scenario_16_amended_from_5_to_3_while_2_are_picked_leaves_1_unpicked_and_the_2() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 5, BERLIN);
        step(id, "pick", wants(1, 2)).then().statusCode(200);

        amend(id, wants(1, 3))
                .then()
                .statusCode(200)
                .body("lines[0].moved", equalTo(2))
                .body("lines[0].open", equalTo(1))
                .body("lines[0].picked", equalTo(2))
                .body("lines[0].released", equalTo(2));

        assertThat(units(sku, "available")).isEqualTo(2);
        assertThat(units(sku, "picked")).isEqualTo(2);
    }

    @Test
    void scenario_16_below_what_is_picked_it_is_refused_until_that_is_unpicked() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 5, BERLIN);
        step(id, "pick", wants(1, 2)).then().statusCode(200);

        amend(id, wants(1, 1))
                .then()
                .statusCode(409)
                .body("type", containsString("more-than-open"))
                .body("detail", containsString("2 that are picked or shipped"));
        assertThat(units(sku, "held")).isEqualTo(3);
        step(id, "unpick", wants(1, 1)).then().statusCode(200).body("lines[0].picked", equalTo(1));
        amend(id, wants(1, 1)).then().statusCode(200).body("lines[0].open", equalTo(0));
    }

    @Test
    void scenario_17_amended_upward_with_stock_gone_only_the_increase_is_refused() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 3, BERLIN);
        var step = fresh("step");
        var body = "{\"id\":\"%s\",\"lines\":[%s]}".formatted(step, wants(1, 6));

        for (var i = 0; i < 2; i++) {
            asAdmin()
                    .body(body)
                    .post("/v1/holds/" + id + "/amend")
                    .then()
                    .statusCode(409)
                    .body("type", containsString("insufficient-stock"))
                    .body("lines[0].asked", equalTo(3))
                    .body("lines[0].available", equalTo(2));
        }
        asAdmin()
                .get("/v1/holds/" + id)
                .then()
                .body("lines[0].open", equalTo(3))
                .body("version", equalTo(1));

        amend(id, wants(1, 5))
                .then()
                .statusCode(200)
                .body("lines[0].open", equalTo(5))
                .body("lines[0].granted", equalTo(5));
        asAdmin().body(body).post("/v1/holds/" + id + "/amend").then().statusCode(409);
    }

    @Test
    void an_amendment_is_all_or_nothing_unless_it_takes_what_is_there() {
        var sku = newItemWith(6, BERLIN);
        var scarce = newItemWith(2, BERLIN);
        var id = fresh("hold");
        asAdmin()
                .body("""
                        {"id":"%s","owner":{"type":"order","id":"O-1"},"lines":[
                         {"line":1,"sku":"%s","location":"%s","quantity":4},
                         {"line":2,"sku":"%s","location":"%s","quantity":1}]}""".formatted(id, sku, BERLIN, scarce, BERLIN))
                .post("/v1/holds")
                .then()
                .statusCode(201);

        amend(id, wants(1, 2) + "," + wants(2, 5)).then().statusCode(409);
        asAdmin().get("/v1/holds/" + id).then().body("lines.open", equalTo(List.of(4, 1)));

        asAdmin()
                .body("{\"id\":\"%s\",\"fill\":\"available\",\"lines\":[%s,%s]}"
                        .formatted(fresh("step"), wants(1, 2), wants(2, 5)))
                .post("/v1/holds/" + id + "/amend")
                .then()
                .statusCode(200)
                .body("lines.open", equalTo(List.of(2, 2)));
        amend(id, wants(7, 1)).then().statusCode(422).body("type", containsString("unknown-line"));
        amend(id, wants(1, -1)).then().statusCode(400);
        amend(id, "").then().statusCode(400);
        amend(fresh("none"), wants(1, 1)).then().statusCode(404);
        amend(id, wants(1, 0) + "," + wants(2, 0)).then().statusCode(200).body("state", equalTo("closed"));
        amend(id, wants(1, 1)).then().statusCode(409).body("type", containsString("hold-not-open"));
    }

    @Test
    void scenario_20_what_is_unpicked_is_held_at_the_same_node_and_not_free() {
        var sku = newItemWith(5, BERLIN);
        var order = fresh("O");
        try (var requests = new TopicWriter(Infrastructure.running().bootstrapServers(), "fulfilment-requests");
                var outcomes = new TopicReader(Infrastructure.running().bootstrapServers(), "hold-outcomes")) {
            requests.write(order, "fulfilment.hold.requested.v1", 1, """
                    {"id":"%1$s/r1","hold":"%1$s/1","order":"%1$s","channel":"shop","fill":"all","lines":[
                     {"line":1,"sku":"%2$s","location":"%3$s","quantity":3}],
                     "requestedAt":"2026-03-02T10:15:30Z"}""".formatted(order, sku, BERLIN));
            requests.write(order, "fulfilment.pick.requested.v1", 2, step(order, 2, sku, 3));
            requests.write(order, "fulfilment.unpick.requested.v1", 3, step(order, 3, sku, 2));
            var unpicked = outcomes.await(record -> order.equals(record.key())
                    && TopicReader.header(record, "ce_type").equals("hold.unpicked.v1"));
            assertThat(Contracts.violations("hold-outcomes", "hold.unpicked.v1", unpicked.value()))
                    .isEmpty();
            var body = Contracts.tree(unpicked.value());
            assertThat(body.path("channel").asText()).isEqualTo("shop");
            assertThat(body.path("lines").get(0).path("open").asLong()).isEqualTo(2);
        }
        assertThat(units(sku, "held")).isEqualTo(2);
        assertThat(units(sku, "picked")).isEqualTo(1);
        assertThat(units(sku, "available")).isEqualTo(2);
    }

    private static String step(String order, int request, String sku, long quantity) {
        return """
                {"id":"%1$s/r%2$d","hold":"%1$s/1","order":"%1$s","lines":[
                 {"line":1,"sku":"%3$s","location":"%4$s","quantity":%5$d}],
                 "occurredAt":"2026-03-02T14:00:00Z"}""".formatted(order, request, sku, BERLIN, quantity);
    }

    private static String cart(String sku, long quantity, Instant deadline) {
        var id = fresh("cart");
        asAdmin()
                .body("""
                        {"id":"%s","owner":{"type":"cart","id":"%s"},"expiresAt":"%s",
                         "lines":[{"line":1,"sku":"%s","location":"%s","quantity":%d}]}""".formatted(id, id, deadline, sku, BERLIN, quantity))
                .post("/v1/holds")
                .then()
                .statusCode(201);
        return id;
    }

    private static Response confirm(String hold, String id, String order) {
        return asAdmin()
                .body("{\"id\":\"%s\",\"owner\":{\"type\":\"order\",\"id\":\"%s\"}}".formatted(id, order))
                .post("/v1/holds/" + hold + "/confirm");
    }

    @Test
    void a_cart_that_is_confirmed_belongs_to_its_order_and_never_expires() {
        var sku = newItemWith(5, BERLIN);
        var cart = cart(sku, 2, Instant.now().plusSeconds(600));
        var order = fresh("O");

        for (var i = 0; i < 2; i++) {
            confirm(cart, "c-" + cart, order)
                    .then()
                    .statusCode(200)
                    .body("owner.type", equalTo("order"))
                    .body("owner.id", equalTo(order))
                    .body("expiresAt", nullValue())
                    .body("confirmedAt", notNullValue())
                    .body("lines[0].moved", equalTo(0));
        }
        confirm(cart, fresh("c"), order).then().statusCode(200);
        confirm(cart, fresh("c"), fresh("O")).then().statusCode(409).body("type", containsString("hold-not-open"));
        asAdmin()
                .body("{\"id\":\"%s\",\"expiresAt\":\"2036-01-01T00:00:00Z\"}".formatted(fresh("x")))
                .post("/v1/holds/" + cart + "/extend")
                .then()
                .statusCode(409)
                .body("detail", containsString("confirmed"));
        step(cart, "ship", "").then().statusCode(200).body("state", equalTo("closed"));
        confirm(fresh("none"), fresh("c"), order).then().statusCode(404);
    }

    @Test
    void scenario_14_a_cart_that_expired_before_it_is_confirmed_is_held_again_or_told_what_there_is() {
        var sku = newItemWith(3, BERLIN);
        var lucky = cart(sku, 2, Instant.now().plusMillis(300));
        expired(lucky);

        confirm(lucky, fresh("c"), fresh("O"))
                .then()
                .statusCode(200)
                .body("state", equalTo("open"))
                .body("lines[0].moved", equalTo(2))
                .body("lines[0].open", equalTo(2))
                .body("lines[0].expired", equalTo(2));
        confirm(lucky, fresh("c"), fresh("O")).then().statusCode(409);

        var late = cart(sku, 1, Instant.now().plusMillis(300));
        expired(late);
        hold(fresh("hold"), sku, 1, BERLIN).then().statusCode(201);
        confirm(late, fresh("c"), fresh("O"))
                .then()
                .statusCode(409)
                .body("type", containsString("insufficient-stock"))
                .body("detail", containsString("has expired"))
                .body("lines[0].asked", equalTo(1))
                .body("lines[0].available", equalTo(0));
        asAdmin().get("/v1/holds/" + late).then().body("state", equalTo("closed"));
        assertThat(units(sku, "held")).isEqualTo(3);
    }

    private static void expired(String hold) {
        Eventually.holds(() -> asAdmin().get("/v1/holds/" + hold).then().body("state", equalTo("closed")));
    }

    @Test
    void scenario_3_what_is_shipped_before_it_is_held_is_settled_when_the_hold_lands() {
        var sku = newItemWith(5, BERLIN);
        var order = fresh("O");
        var outcomes = new TopicReader(Infrastructure.running().bootstrapServers(), "hold-outcomes");
        try (outcomes;
                var requests = new TopicWriter(Infrastructure.running().bootstrapServers(), "fulfilment-requests")) {
            requests.write(order, "fulfilment.ship.requested.v1", 1, step(order, 1, sku, 1));
            requests.write(order, "fulfilment.ship.requested.v1", 2, step(order, 2, sku, 1));
            Eventually.holds(() -> assertThat(units(sku, "available")).isEqualTo(3));
            asAdmin().get("/v1/holds/" + order + "/1").then().body("state", equalTo("early"));
            requests.write(order, "fulfilment.hold.requested.v1", 3, """
                    {"id":"%1$s/r3","hold":"%1$s/1","order":"%1$s","fill":"all","lines":[
                     {"line":1,"sku":"%2$s","location":"%3$s","quantity":3}],
                     "requestedAt":"2026-03-02T10:15:30Z"}""".formatted(order, sku, BERLIN));
            var granted = outcomes.await(record -> order.equals(record.key()));
            assertThat(TopicReader.header(granted, "ce_type")).isEqualTo("hold.granted.v1");
            assertThat(Contracts.violations("hold-outcomes", "hold.granted.v1", granted.value()))
                    .isEmpty();
            var line = Contracts.tree(granted.value()).path("lines").get(0);
            assertThat(line.path("granted").asLong()).isEqualTo(3);
            assertThat(line.path("shipped").asLong()).isEqualTo(2);
            assertThat(line.path("open").asLong()).isEqualTo(1);
        }
        assertThat(units(sku, "available")).isEqualTo(2);
        assertThat(units(sku, "held")).isEqualTo(1);
    }
}
