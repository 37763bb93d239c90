package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.kit.testing.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of holds on {@code fulfilment-requests} is decided as over HTTP, and told on {@code hold-outcomes}. */
@QuarkusTest
class HoldMessagesTest extends LedgerTest {

    private TopicWriter requests;
    private TopicReader outcomes;
    private String order;
    private int sent;

    @BeforeEach
    void listen() {
        requests = new TopicWriter(Infrastructure.running().bootstrapServers(), "fulfilment-requests");
        outcomes = new TopicReader(Infrastructure.running().bootstrapServers(), "hold-outcomes");
        order = fresh("O");
    }

    @AfterEach
    void close() {
        requests.close();
        outcomes.close();
    }

    /** @return the id of the request */
    private String ask(String kind, String members) {
        var id = order + "/r" + ++sent;
        requests.write(order, "fulfilment." + kind + ".requested.v1", sent, """
                {"id":"%s","hold":"%s/1","order":"%s","requestedAt":"2026-03-02T10:15:30Z",
                 "occurredAt":"2026-03-02T14:00:00Z",%s}""".formatted(id, order, order, members));
        return id;
    }

    private static String line(String sku, long quantity, String more) {
        return "\"lines\":[{\"line\":1,\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":%d%s}]"
                .formatted(sku, BERLIN, quantity, more);
    }

    /** The answer to a request, which is as its contract says. */
    private JsonNode told(String request, String type) {
        var record = outcomes.await(each ->
                request.equals(Contracts.tree(each.value()).path("request").asText()));
        assertThat(TopicReader.header(record, "ce_type")).isEqualTo(type);
        assertThat(Contracts.violations("hold-outcomes", type, record.value())).isEmpty();
        return Contracts.tree(record.value());
    }

    private void parked(String why) {
        Eventually.holds(() -> asAdmin()
                .get("/v1/parked?topic=fulfilment-requests")
                .then()
                .body("items.findAll { it.key == '%s' }".formatted(order), hasSize(1))
                .body("items.find { it.key == '%s' }.reason".formatted(order), containsString(why)));
    }

    private static String phoneWith(String... serials) {
        var sku = newPhone();
        movements(movementBody(fresh("m"), "receive", sku, serials.length, BERLIN)
                        .replace("\"cause\"", "\"serials\":[\"" + String.join("\",\"", serials) + "\"],\"cause\""))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        return sku;
    }

    private static void stands(String sku, String serial, String account) {
        asAdmin().get("/v1/items/" + sku + "/serials/" + serial).then().body("now.values()", containsAccount(account));
    }

    private static org.hamcrest.Matcher<Iterable<? super String>> containsAccount(String account) {
        return org.hamcrest.Matchers.hasItem(account);
    }

    @Test
    void an_order_is_amended_and_what_cannot_be_is_told_and_leaves_it_as_it_was() {
        var sku = newItemWith(6, BERLIN);
        told(ask("hold", "\"expiresAt\":\"2036-01-01T00:00:00Z\"," + line(sku, 5, "")), "hold.granted.v1");
        ask("pick", line(sku, 2, ""));

        var fewer = told(ask("amend", "\"lines\":[{\"line\":1,\"quantity\":3}]"), "hold.amended.v1");
        assertThat(fewer.at("/lines/0/open").asLong()).isEqualTo(1);
        assertThat(fewer.at("/lines/0/moved").asLong()).isEqualTo(2);

        var more = told(ask("amend", "\"lines\":[{\"line\":1,\"quantity\":7}]"), "hold.change-refused.v1");
        assertThat(more.path("reason").asText()).isEqualTo("insufficient-stock");
        assertThat(more.path("state").asText()).isEqualTo("open");
        assertThat(more.path("version").asLong()).isEqualTo(4);
        assertThat(more.at("/lines/0/open").asLong()).isEqualTo(1);
        assertThat(more.at("/shortages/0/available").asLong()).isEqualTo(3);

        var picked = told(ask("amend", "\"lines\":[{\"line\":1,\"quantity\":1}]"), "hold.change-refused.v1");
        assertThat(picked.path("reason").asText()).isEqualTo("more-than-open");

        var some =
                told(ask("amend", "\"fill\":\"available\",\"lines\":[{\"line\":1,\"quantity\":7}]"), "hold.amended.v1");
        assertThat(some.at("/lines/0/moved").asLong()).isEqualTo(3);
        assertThat(some.path("version").asLong()).isEqualTo(6);
        everythingIsAsItMustBe();
        asAdmin().post("/v1/rebuild").then().statusCode(200);
        everythingIsAsItMustBe();
    }

    @Test
    void a_change_that_was_refused_over_http_is_answered_there_and_not_told() {
        var sku = newItemWith(6, BERLIN);
        told(ask("hold", line(sku, 5, "")), "hold.granted.v1");
        step(order + "/1", "amend", "{\"line\":1,\"quantity\":9}").then().statusCode(409);
        assertThat(told(ask("release", line(sku, 5, "")), "hold.released.v1")
                        .path("version")
                        .asLong())
                .isEqualTo(2);
    }

    @Test
    void the_hold_of_a_cart_is_confirmed_for_its_order_which_hears_of_it() {
        var sku = newItemWith(6, BERLIN);
        var cart = fresh("cart");
        asAdmin()
                .body(Map.of(
                        "id",
                        order + "/1",
                        "owner",
                        Map.of("type", "cart", "id", cart),
                        "expiresAt",
                        "2036-01-01T00:00:00Z",
                        "lines",
                        java.util.List.of(Map.of("line", 1, "sku", sku, "location", BERLIN, "quantity", 2))))
                .post("/v1/holds")
                .then()
                .statusCode(201);

        var confirmed = told(ask("confirm", "\"x\":1"), "hold.confirmed.v1");

        assertThat(confirmed.at("/owner/type").asText()).isEqualTo("order");
        assertThat(confirmed.at("/owner/id").asText()).isEqualTo(order);
        assertThat(confirmed.has("expiresAt")).isFalse();
        everythingIsAsItMustBe();
    }

    @Test
    void a_channel_over_its_limit_is_refused_with_what_there_is() {
        var sku = newItemWith(10, BERLIN);
        var channel = fresh("web");
        asAdmin()
                .body(Map.of("unitsMax", 3))
                .put("/v1/hold-limits/channel:" + channel)
                .then()
                .statusCode(200);

        var refused = told(ask("hold", "\"channel\":\"" + channel + "\"," + line(sku, 4, "")), "hold.refused.v1");

        assertThat(refused.path("reason").asText()).isEqualTo("hold-limit");
        assertThat(refused.at("/lines/0/available").asLong()).isEqualTo(4);
        asAdmin().delete("/v1/hold-limits/channel:" + channel).then().statusCode(204);
    }

    @Test
    void units_are_named_from_the_shelf_to_the_customer_and_back() {
        var sku = phoneWith("S1", "S2", "S3");
        told(ask("hold", line(sku, 2, "")), "hold.granted.v1");

        told(ask("pick", line(sku, 2, ",\"serials\":[\"S2\",\"S3\"]")), "hold.picked.v1");
        stands(sku, "S3", "picked");
        told(ask("ship", line(sku, 2, ",\"serials\":[\"S3\",\"S2\"]")), "hold.shipped.v1");
        stands(sku, "S3", "customer");
        ask("return", line(sku, 1, ",\"disposition\":\"block\",\"serials\":[\"S2\"]"));

        Eventually.holds(() -> stands(sku, "S2", "blocked"));
        stands(sku, "S1", "available");
        asAdmin()
                .get("/v1/items/" + sku + "/serials/S2")
                .then()
                .body("sound", equalTo(true))
                .body("way.kind", equalTo(java.util.List.of("receive", "pick", "ship", "return")));
        everythingIsAsItMustBe();
    }

    @Test
    void a_unit_that_ships_by_message_though_nobody_received_it_is_a_hole_in_its_way() {
        var sku = phoneWith("S1");
        told(ask("hold", line(sku, 1, "")), "hold.granted.v1");
        told(ask("ship", line(sku, 1, ",\"serials\":[\"S9\"]")), "hold.shipped.v1");
        asAdmin()
                .get("/v1/items/" + sku + "/serials/S9")
                .then()
                .body("sound", equalTo(false))
                .body("holes", hasSize(1));
        everythingIsAsItMustBe();
    }

    @Test
    void naming_more_units_to_pick_than_are_open_is_refused_and_told() {
        var sku = phoneWith("S1", "S2");
        told(ask("hold", line(sku, 1, "")), "hold.granted.v1");
        var refused = told(ask("pick", line(sku, 2, ",\"serials\":[\"S1\",\"S2\"]")), "hold.change-refused.v1");
        assertThat(refused.path("reason").asText()).isEqualTo("more-than-open");
        assertThat(refused.at("/lines/0/open").asLong()).isEqualTo(1);
        everythingIsAsItMustBe();
    }

    @Test
    void serials_of_an_item_that_has_none_are_parked() {
        var sku = newItemWith(2, BERLIN);
        told(ask("hold", line(sku, 1, "")), "hold.granted.v1");
        ask("pick", line(sku, 1, ",\"serials\":[\"S1\"]"));
        parked("not tracked by serial");
        assertThat(units(sku, "held")).isEqualTo(1);
    }
}
