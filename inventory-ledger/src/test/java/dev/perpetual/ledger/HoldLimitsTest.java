package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HoldLimitsTest extends LedgerTest {

    private final List<String> set = new ArrayList<>();

    private void limit(String scope, String body) {
        asAdmin().body(body).put("/v1/hold-limits/" + scope).then().statusCode(200);
        set.add(scope);
    }

    @AfterEach
    void lift() {
        set.forEach(scope -> asAdmin().delete("/v1/hold-limits/" + scope).then().statusCode(204));
        asAdmin().get("/v1/hold-limits").then().statusCode(200).body("items.size()", equalTo(0));
    }

    private static Response cart(
            String sku, long units, String channel, @Nullable String client, @Nullable Duration until) {
        return cart(fresh("cart"), sku, units, channel, client, until);
    }

    private static Response cart(
            String id, String sku, long units, String channel, @Nullable String client, @Nullable Duration until) {
        return asAdmin()
                .body("""
                        {"id":"%s","owner":{"type":"cart","id":"%s"},"channel":"%s","client":%s,"expiresAt":%s,
                         "lines":[{"line":1,"sku":"%s","location":"%s","quantity":%d}]}""".formatted(
                                id,
                                id,
                                channel,
                                client == null ? "null" : "\"" + client + "\"",
                                until == null ? "null" : "\"" + Instant.now().plus(until) + "\"",
                                sku,
                                BERLIN,
                                units))
                .post("/v1/holds");
    }

    private static void refused(Response response, String why) {
        response.then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", containsString("hold-limit"))
                .body("detail", containsString(why));
    }

    @Test
    void scenario_23_a_bot_takes_no_more_than_its_share_and_not_for_long_and_its_carts_are_no_sales() {
        var sku = newItemWith(100, BERLIN);
        var web = fresh("web");
        var bot = fresh("bot");
        limit("client:*?ownerType=cart", "{\"unitsMax\":3,\"minutesMax\":15}");
        var soon = Duration.ofMinutes(10);
        var first = fresh("cart");

        cart(first, sku, 2, web, bot, soon)
                .then()
                .statusCode(201)
                .body("channel", equalTo(web))
                .body("client", equalTo(bot));
        cart(sku, 1, web, bot, soon).then().statusCode(201);
        refused(cart(sku, 1, web, bot, soon), "at most 3 open units for client " + bot);
        refused(cart(sku, 1, web, fresh("other"), Duration.ofHours(1)), "within 15 minutes");
        refused(cart(sku, 1, web, fresh("other"), null), "within 15 minutes");
        refused(
                asAdmin()
                        .body(Map.of("id", fresh("x"), "expiresAt", "2036-01-01T00:00:00Z"))
                        .post("/v1/holds/" + first + "/extend"),
                "within 15 minutes");
        refused(step(first, "amend", "{\"line\":1,\"quantity\":3}"), "at most 3 open units");
        cart(sku, 3, web, fresh("customer"), soon).then().statusCode(201);

        asAdmin()
                .get("/v1/holds/by-channel?sku=" + sku)
                .then()
                .statusCode(200)
                .body("items.find { it.channel == '%s' }.units".formatted(web), equalTo(6))
                .body("items.find { it.channel == '%s' }.holds".formatted(web), equalTo(3))
                .body("items.find { it.channel == '%s' }.ownerType".formatted(web), equalTo("cart"));
        assertThat(asAdmin().get("/v1/movements?sku=" + sku).jsonPath().getList("items.kind", String.class))
                .doesNotContain("sell", "ship")
                .contains("hold");
        asAdmin()
                .body(Map.of("id", fresh("c"), "owner", Map.of("type", "order", "id", fresh("O"))))
                .post("/v1/holds/" + first + "/confirm")
                .then()
                .statusCode(200);
        cart(sku, 2, web, bot, soon).then().statusCode(201);
        refused(cart(sku, 1, web, bot, soon), "at most 3 open units");
    }

    @Test
    void a_refusal_for_a_limit_is_kept_and_says_what_there_is() {
        var sku = newItemWith(10, BERLIN);
        var channel = fresh("web");
        limit("channel:" + channel, "{\"holdsMax\":1}");
        var first = fresh("cart");
        var second = fresh("cart");
        Function<String, Response> again = id -> cart(id, sku, 4, channel, null, null);

        again.apply(first).then().statusCode(201);
        refused(again.apply(second), "at most 1 open holds for channel " + channel);
        again.apply(second).then().body("lines[0].asked", equalTo(4)).body("lines[0].available", equalTo(4));
        step(first, "release", "").then().statusCode(200);
        refused(again.apply(second), "at most 1 open holds");
        asAdmin().get("/v1/holds/" + second).then().body("state", equalTo("refused"));
        cart(sku, 4, channel, null, null).then().statusCode(201);
    }

    @Test
    void a_limit_counts_what_was_open_before_it_and_a_named_one_beats_the_one_for_each() {
        var sku = newItemWith(50, BERLIN);
        var other = newItemWith(50, BERLIN);
        var channel = fresh("web");
        cart(sku, 4, channel, null, null).then().statusCode(201);

        limit("channel:" + channel + "?sku=" + sku, "{\"unitsMax\":5}");
        refused(cart(sku, 2, channel, null, null), "of " + sku + ", but got 6");
        cart(other, 20, channel, null, null).then().statusCode(201);
        cart(sku, 1, channel, null, null).then().statusCode(201);

        limit("channel:*", "{\"unitsMax\":25}");
        refused(cart(other, 1, channel, null, null), "at most 25");
        limit("channel:" + channel, "{\"unitsMax\":30}");
        cart(other, 5, channel, null, null).then().statusCode(201);
        refused(cart(other, 1, channel, null, null), "at most 30");
        cart(other, 25, fresh("shop"), null, null).then().statusCode(201);
        asAdmin()
                .get("/v1/hold-limits")
                .then()
                .body("items.scope", equalTo(List.of("channel:*", "channel:" + channel, "channel:" + channel)));
    }

    @Test
    void what_is_no_limit_is_refused_by_name() {
        for (var bad : Map.of(
                        "channel:x", "{}",
                        "channel", "{\"unitsMax\":1}",
                        "planet:x", "{\"unitsMax\":1}",
                        "client:a%00", "{\"unitsMax\":1}",
                        "client:x", "{\"unitsMax\":-1}",
                        "client:y", "{\"minutesMax\":0}",
                        "client:z?sku=A", "{\"minutesMax\":5}",
                        "client:", "{\"unitsMax\":1}",
                        "client:v", "{\"sku\":\"A\",\"unitsMax\":1}",
                        "client:w", "{\"unitsMax\":99999999999999999999}")
                .entrySet()) {
            asAdmin()
                    .urlEncodingEnabled(false)
                    .body(bad.getValue())
                    .put("/v1/hold-limits/" + bad.getKey())
                    .then()
                    .statusCode(400);
        }
        asAdmin().delete("/v1/hold-limits/channel:none").then().statusCode(404);
    }
}
