package dev.perpetual.router;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.kit.testing.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AtTheDoorTest extends RouterTest {
    @ParameterizedTest(name = "{0} -> {1}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"quantity\":2 | \"quantity\":0 | 400 | invalid-request | lines[0].quantity",
                "\"quantity\":2 | \"quantity\":-1 | 400 | invalid-request | lines[0].quantity",
                "\"quantity\":2 | \"quantity\":1.5 | 400 | | ",
                "\"quantity\":2 | \"quantity\":\"2\" | 400 | | ",
                "\"quantity\":2, | | 400 | invalid-request | lines[0].quantity",
                "\"line\":1 | \"line\":0 | 400 | invalid-request | lines[0].line",
                "\"line\":1 | \"line\":10000 | 400 | invalid-request | lines[0].line",
                "\"amount\":\"9.90\" | \"amount\":\"much\" | 400 | invalid-request | lines[0].unitPrice.amount",
                "\"country\":\"DE\" | \"country\":\"Germany\" | 400 | invalid-request | shipTo.country",
                "2026-03-02T10:00:00Z | yesterday | 400 | invalid-request | placedAt",
                "\"channel\":\"webshop\", | | 400 | invalid-request | channel",
                "\"shipTo\" | \"sendTo\" | 400 | invalid-request | shipTo",
                "\"placedAt\" | \"split\":\"maybe\",\"placedAt\" | 400 | invalid-request | split",
                "\"placedAt\" | \"priority\":77,\"placedAt\" | 400 | invalid-request | priority",
                "\"placedAt\" | \"holdId\":\"cart-1\",\"placedAt\" | 422 | hold-id-unsupported | ",
                "{\"channel\" | {{\"channel\" | 400 | | "
            })
    void what_is_not_as_expected_is_a_problem_that_says_what_was(
            String from, String to, int status, String type, String field) {
        var sku = newItem(Map.of(BERLIN, 5));
        var number = fresh("N");
        var body = order(number, "", line(1, sku, 2)).replace(from, to == null ? "" : to);

        var answer = post(body).then().statusCode(status).contentType("application/problem+json");

        if (type != null) {
            answer.body("type", containsString(type));
        }
        if (field != null) {
            answer.body("field", equalTo(field));
        }
        nothingIsApplied(sku, number);
    }

    private static void nothingIsApplied(String sku, String number) {
        assertThat(ledger().available(sku, BERLIN)).isEqualTo(5);
        // The number is still free.
        post(order(number, "", line(1, sku, 1))).then().statusCode(201);
    }

    @Test
    void an_unknown_sku_is_named_and_nothing_is_applied() {
        var sku = newItem(Map.of(BERLIN, 5));
        var number = fresh("N");

        post(order(number, "", line(1, sku, 2), line(2, "NOBODY-KNOWS", 1)))
                .then()
                .statusCode(422)
                .body("type", containsString("unknown-sku"))
                .body("detail", containsString("NOBODY-KNOWS"));

        nothingIsApplied(sku, number);
    }

    @Test
    void the_same_line_twice_and_too_many_lines_are_refused() {
        var sku = newItem(Map.of(BERLIN, 5));

        post(order(fresh("N"), "", line(1, sku, 1), line(1, sku, 1))).then().statusCode(400);
        post(order(fresh("N"), "", lines(1001, n -> line(n, sku, 1))))
                .then()
                .statusCode(400)
                .body("detail", containsString("1001"));
    }

    @Test
    void without_a_key_or_with_the_key_of_another_channel_nothing_is_done() {
        var sku = newItem(Map.of(BERLIN, 5));
        var body = order(fresh("N"), "", line(1, sku, 1));

        given().contentType(ContentType.JSON)
                .body(body)
                .post("/v1/orders")
                .then()
                .statusCode(401);
        with("not-a-key").body(body).post("/v1/orders").then().statusCode(401);
        with(keyFor("channel", "other-shop", "orders:write"))
                .body(body)
                .post("/v1/orders")
                .then()
                .statusCode(403);
        with(keyFor("channel", "webshop", "orders:read"))
                .body(body)
                .post("/v1/orders")
                .then()
                .statusCode(403);
        var own = keyFor("channel", "webshop", "orders:write");
        String id = with(own)
                .header("Prefer", "wait=20")
                .body(body)
                .post("/v1/orders")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        with(keyFor("channel", "other-shop", "orders:read"))
                .get("/v1/orders/" + id)
                .then()
                .statusCode(403);
        var ship = "/v1/fulfilments/" + fulfilment(order(id)) + "/ship";
        with(own).body("{\"id\":\"x\"}").post(ship).then().statusCode(403);
        with(keyFor("location", LYON, "fulfilments:write"))
                .body("{\"id\":\"x\"}")
                .post(ship)
                .then()
                .statusCode(403);
        with(keyFor("location", BERLIN, "fulfilments:write"))
                .body("{\"id\":\"x\"}")
                .post(ship)
                .then()
                .statusCode(200);
    }

    private static String keyFor(String kind, String id, String role) {
        return asAdmin()
                .body("{\"name\":\"%s\",\"roles\":[\"%s\"],\"scope\":{\"kind\":\"%s\",\"id\":\"%s\"}}"
                        .formatted(fresh("key"), role, kind, id))
                .post("/v1/api-keys")
                .then()
                .extract()
                .path("key");
    }

    @Test
    void a_command_has_one_effect_and_one_answer_however_often_it_is_sent() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 5));
        var body = "{\"id\":\"" + fresh("cancel") + "\",\"lines\":[{\"line\":1,\"quantity\":2}]}";

        var first = asAdmin()
                .body(body)
                .post("/v1/orders/" + id + "/cancel")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        awaitOrder(id, one -> one.getLong("lines[0].cancelled") == 2);
        var second = asAdmin()
                .body(body)
                .post("/v1/orders/" + id + "/cancel")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(second).isEqualTo(first);
        assertThat(units(order(id), 1)).isEqualTo("5=0+3+0+0+2");
        asAdmin()
                .body(body.replace("\"quantity\":2", "\"quantity\":3"))
                .post("/v1/orders/" + id + "/cancel")
                .then()
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"));
    }

    @Test
    void a_poisoned_outcome_parks_its_own_order_and_the_others_go_on() {
        var sku = newItem(Map.of(BERLIN, 5));
        var poisoned = posted("", line(1, sku, 1));
        ledger().outcomes()
                .write(
                        poisoned,
                        "hold.picked.v1",
                        2,
                        "{\"hold\":\"" + poisoned + "/1\",\"owner\":{\"type\":\"order\",\"id\":\""
                                + poisoned
                                + "\"},\"request\":\"r\",\"version\":2,\"state\":\"open\",\"lines\":[{\"line\":1,\"sku\":\""
                                + sku
                                + "\",\"location\":\"" + BERLIN
                                + "\",\"moved\":7,\"granted\":7,\"open\":7,\"picked\":0,\"shipped\":0,\"released\":0,\"expired\":0,\"version\":1}]}");
        ledger().outcomes().write(poisoned, "hold.forgotten.v1", 3, "{}");

        var other = posted("", line(1, sku, 1));

        assertThat(order(other).getString("state")).isEqualTo("routed");
        Eventually.holds(() -> assertThat(asAdmin()
                        .get("/v1/parked")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains(poisoned));
        assertThat(units(order(poisoned), 1)).isEqualTo("1=0+1+0+0+0");
    }

    @Test
    void orders_of_high_value_or_with_a_high_fraud_score_hold_nothing_before_somebody_approves() {
        asAdmin()
                .header("Idempotency-Key", fresh("policy"))
                .body("{\"currency\":\"EUR\",\"exceptions\":{\"highValue\":\"500.00\",\"fraudScore\":80}}")
                .put("/v1/policies/careful")
                .then()
                .statusCode(200);
        asAdmin()
                .header("Idempotency-Key", fresh("policy"))
                .post("/v1/policies/careful/versions/1/activate")
                .then()
                .statusCode(200);
        var sku = newItem(Map.of(BERLIN, 500));
        var body = order(fresh("N"), "\"fraudScore\":90,", line(1, sku, 100)).replace("\"webshop\"", "\"careful\"");

        var order = post(body)
                .then()
                .statusCode(201)
                .body("state", equalTo("excepted"))
                .extract()
                .jsonPath();

        assertThat(order.getList("exceptions.kind")).containsExactly("high-value", "fraud-score");
        assertThat(ledger().available(sku, BERLIN)).isEqualTo(500);
        assertThat(asAdmin().get("/v1/exceptions?limit=200").jsonPath().getList("items.order"))
                .contains(order.getString("id"));
        for (var id : order.getList("exceptions.id", String.class)) {
            command("/exceptions/" + id + "/claim", "").then().statusCode(200);
            command("/exceptions/" + id + "/approve", "").then().statusCode(200);
        }
        awaitOrder(order.getString("id"), one -> one.getString("state").equals("routed"));
        command("/exceptions/" + order.getString("exceptions[0].id") + "/approve", "")
                .then()
                .statusCode(409)
                .body("type", containsString("exception-decided"));
    }

    @Test
    void lists_go_on_where_the_page_before_ended() {
        var sku = newItem(Map.of(BERLIN, 50));
        var channel = fresh("channel");
        for (var n = 0; n < 5; n++) {
            post(order(fresh("N"), "", line(1, sku, 1)).replace("webshop", channel))
                    .then()
                    .statusCode(201);
        }

        var first = asAdmin().get("/v1/orders?channel=" + channel + "&limit=3").jsonPath();
        var second = asAdmin()
                .get("/v1/orders?channel=" + channel + "&limit=3&cursor=" + first.getString("next"))
                .jsonPath();

        assertThat(first.getList("items")).hasSize(3);
        assertThat(second.getList("items")).hasSize(2);
        assertThat(second.getString("next")).isNull();
        assertThat(second.getList("items.id")).doesNotContainAnyElementsOf(first.getList("items.id"));
        asAdmin().get("/v1/orders?cursor=nonsense").then().statusCode(400);
        asAdmin()
                .get("/v1/fulfilments?location=" + BERLIN + "&limit=2")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2));
    }
}
