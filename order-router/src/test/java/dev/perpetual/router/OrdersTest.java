package dev.perpetual.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrdersTest extends RouterTest {
    @Test
    void an_order_is_held_at_the_nearest_node_and_says_so_before_it_answers() {
        var sku = newItem(Map.of(BERLIN, 5, MADRID, 5));

        post(order(fresh("N"), "", line(1, sku, 2)))
                .then()
                .statusCode(201)
                .body("state", equalTo("routed"))
                .body("lines[0].held", equalTo(2))
                .body("fulfilments[0].location", equalTo(BERLIN))
                .body("fulfilments[0].lines[0].quantity", equalTo(2))
                .body("fulfilments[0].cost.currency", equalTo("EUR"));
    }

    @Test
    void a_line_is_split_over_two_nodes_where_none_has_it_all() {
        var sku = newItem(Map.of(BERLIN, 3, LYON, 2));

        var id = posted("", line(1, sku, 5));

        assertThat(units(order(id), 1)).isEqualTo("5=0+5+0+0+0");
        assertThat(order(id).getList("fulfilments.location")).containsExactlyInAnyOrder(BERLIN, LYON);
        assertThat(ledger().requests(id).getFirst().get("lines").findValuesAsText("line"))
                .containsExactly("1", "10001");
    }

    @Test
    void an_order_that_must_not_be_split_waits_whole() {
        var sku = newItem(Map.of(BERLIN, 3, LYON, 2));

        var id = posted("\"split\":\"never\",", line(1, sku, 5));

        assertThat(order(id).getString("state")).isEqualTo("backordered");
        assertThat(units(order(id), 1)).isEqualTo("5=5+0+0+0+0");
    }

    @Test
    void the_supplier_ships_only_what_own_nodes_cannot() {
        var sku = newItem(Map.of(BERLIN, 3, MILL, 100));

        var own = posted("", line(1, sku, 2));
        var both = posted("", line(1, sku, 4));

        assertThat(order(own).getList("fulfilments.location")).containsExactly(BERLIN);
        assertThat(order(both).getList("fulfilments.location")).containsExactlyInAnyOrder(BERLIN, MILL);
    }

    @Test
    void the_same_order_again_is_the_same_order_and_another_one_under_its_number_is_refused() {
        var sku = newItem(Map.of(BERLIN, 9));
        var number = fresh("N");
        var id = post(order(number, "", line(1, sku, 2)))
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        post(order(number, "", line(1, sku, 2)))
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("state", equalTo("routed"));
        post(order(number, "", line(1, sku, 3)))
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", containsString("idempotency-key-reused"))
                .body("storedHash", org.hamcrest.Matchers.notNullValue());
        assertThat(units(order(id.toString()), 1)).isEqualTo("2=0+2+0+0+0");
        assertThat(ledger().available(sku, BERLIN)).isEqualTo(7);
    }

    @Test
    void scenario_7_what_was_decided_before_a_crash_is_published_once() {
        var sku = newItem(Map.of(BERLIN, 9));
        ledger().ignore(sku);
        var number = fresh("N");

        // Durable and not answered: all that a crash after the commit leaves. What was decided leaves by the relay
        // alone.
        String id = asAdmin()
                .body(order(number, "", line(1, sku, 2)))
                .post("/v1/orders")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        asAdmin()
                .body(order(number, "", line(1, sku, 2)))
                .post("/v1/orders")
                .then()
                .statusCode(200);
        ledger().listenTo(sku);

        awaitOrder(id, order -> order.getString("state").equals("routed"));
        try (var reader = new TopicReader(bootstrapServers(), "fulfilment-requests")) {
            reader.await(record -> record.key().equals(id));
            assertThat(reader.all())
                    .filteredOn(record -> record.key().equals(id))
                    .hasSize(1);
        }
    }

    @Test
    void scenario_13_of_many_who_want_the_last_unit_one_gets_it_and_all_others_are_told_so() throws Exception {
        var sku = newItem(Map.of(BERLIN, 1));

        List<io.restassured.path.json.JsonPath> answers;
        try (var threads = Executors.newFixedThreadPool(16)) {
            Callable<io.restassured.path.json.JsonPath> client = () -> post(order(fresh("N"), "", line(1, sku, 1)))
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            answers = threads
                    .invokeAll(IntStream.range(0, 16).mapToObj(_ -> client).toList())
                    .stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
        }

        assertThat(answers.stream().map(one -> one.getString("state")))
                .containsOnlyOnce("routed")
                .filteredOn("backordered"::equals)
                .hasSize(15);
        assertThat(ledger().available(sku, BERLIN)).isZero();
    }

    @Test
    void scenario_18_of_five_with_two_shipped_three_are_released_and_two_stay_sold() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 5));
        command("/fulfilments/" + fulfilment(order(id)) + "/ship", ",\"lines\":[{\"line\":1,\"quantity\":2}]")
                .then()
                .statusCode(200);
        awaitOrder(id, order -> order.getLong("lines[0].shipped") == 2);

        command("/orders/" + id + "/cancel", "")
                .then()
                .statusCode(200)
                .body("lines[0].cancelling", equalTo(3))
                .body("lines[0].kept", equalTo(2));

        var order = awaitOrder(id, one -> one.getLong("lines[0].cancelled") == 3);
        assertThat(units(order, 1)).isEqualTo("5=0+0+0+2+3");
        assertThat(order.getString("state")).isEqualTo("shipped");
        assertThat(ledger().available(sku, BERLIN)).isEqualTo(3);
        command(
                        "/orders/" + id + "/returns",
                        ",\"location\":\"" + BERLIN + "\",\"lines\":[{\"line\":1,\"quantity\":3}]")
                .then()
                .statusCode(409)
                .body("type", containsString("exceeds-shipped"));
        command(
                        "/orders/" + id + "/returns",
                        ",\"location\":\"" + BERLIN + "\",\"lines\":[{\"line\":1,\"quantity\":2}]")
                .then()
                .statusCode(200)
                .body("state", equalTo("returned"));
    }

    @Test
    void a_cancellation_before_the_ledger_answered_takes_effect_when_it_does() {
        var sku = newItem(Map.of(BERLIN, 5));
        ledger().ignore(sku);
        String id = asAdmin()
                .body(order(fresh("N"), "", line(1, sku, 5)))
                .post("/v1/orders")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        command("/orders/" + id + "/cancel", "").then().statusCode(200).body("lines[0].cancelling", equalTo(5));
        ledger().listenTo(sku);

        var order = awaitOrder(id, one -> one.getString("state").equals("cancelled"));

        assertThat(units(order, 1)).isEqualTo("5=0+0+0+0+5");
        assertThat(ledger().available(sku, BERLIN)).isEqualTo(5);
    }

    @Test
    void scenario_19_what_was_shipped_first_is_not_cancelled() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 5));
        ledger().ignore(sku);
        command("/fulfilments/" + fulfilment(order(id)) + "/ship", "").then().statusCode(200);

        command("/orders/" + id + "/cancel", "").then().statusCode(200).body("lines[0].kept", equalTo(5));
        ledger().listenTo(sku);

        assertThat(units(awaitOrder(id, one -> one.getString("state").equals("shipped")), 1))
                .isEqualTo("5=0+0+0+5+0");
        assertThat(order(id).getList("exceptions")).isEmpty();
    }

    @Test
    void scenario_19_what_was_cancelled_first_and_left_all_the_same_is_shown_as_a_contradiction() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 5));
        ledger().ignore(sku);
        command("/orders/" + id + "/cancel", "").then().statusCode(200).body("lines[0].cancelling", equalTo(5));

        command("/fulfilments/" + fulfilment(order(id)) + "/ship", ",\"lines\":[{\"line\":1,\"quantity\":5}]")
                .then()
                .statusCode(200)
                .body("exceptions[0].kind", equalTo("shipped-after-cancel"));
        ledger().listenTo(sku);

        assertThat(units(awaitOrder(id, one -> one.getString("state").equals("cancelled")), 1))
                .isEqualTo("5=0+0+0+0+5");
    }

    @Test
    void scenario_20_a_fulfilment_is_called_off_and_its_units_stay_held_at_the_node() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 5));
        var first = fulfilment(order(id));

        command("/fulfilments/" + first + "/cancel", "").then().statusCode(200);

        var order = order(id);
        assertThat(units(order, 1)).isEqualTo("5=0+5+0+0+0");
        assertThat(ledger().available(sku, BERLIN)).isZero();
        assertThat(order.getString("exceptions[0].kind")).isEqualTo("fulfilment-cancelled");
        command("/exceptions/" + order.getString("exceptions[0].id") + "/approve", "")
                .then()
                .statusCode(200);
        assertThat(order(id).getList("fulfilments.state")).containsExactly("cancelled", "requested");
        assertThat(order(id).getList("fulfilments.location")).containsExactly(BERLIN, BERLIN);
    }

    @Test
    void scenario_20_what_was_picked_for_a_fulfilment_that_is_called_off_is_held_again() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 5));
        var first = fulfilment(order(id));
        command("/fulfilments/" + first + "/pick", ",\"lines\":[{\"line\":1,\"quantity\":2}]");
        awaitOrder(id, one -> units(one, 1).equals("5=0+3+2+0+0"));

        command("/fulfilments/" + first + "/cancel", "").then().statusCode(200);

        awaitOrder(id, one -> units(one, 1).equals("5=0+5+0+0+0"));
        assertThat(ledger().available(sku, BERLIN)).isZero();
    }

    @Test
    void scenario_22_an_order_that_an_aggregator_brings_too_is_linked_and_not_fulfilled_twice() {
        asAdmin()
                .header("Idempotency-Key", fresh("policy"))
                .body("{\"aggregators\":{\"aggregator\":[\"webshop\"]}}")
                .put("/v1/policies/webshop")
                .then()
                .statusCode(200);
        asAdmin()
                .header("Idempotency-Key", fresh("policy"))
                .post("/v1/policies/webshop/versions/1/activate")
                .then()
                .statusCode(200);
        var sku = newItem(Map.of(BERLIN, 9));
        var number = fresh("N");
        String id = post(order(number, "", line(1, sku, 2)))
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        var twin = order(
                        fresh("A"),
                        "\"origin\":{\"channel\":\"webshop\",\"channelOrderId\":\"" + number + "\"},",
                        line(1, sku, 2))
                .replaceFirst("webshop", "aggregator");
        post(twin).then().statusCode(200).body("id", equalTo(id));
        post(twin).then().statusCode(200).body("id", equalTo(id));
        post(twin.replace("aggregator", "stranger"))
                .then()
                .statusCode(422)
                .body("type", containsString("origin-not-allowed"));

        assertThat(ledger().available(sku, BERLIN)).isEqualTo(7);
        assertThat(order(id).getList("sources.channel")).containsExactly("webshop", "aggregator");
        assertThat(order(id).getInt("policy.version")).isEqualTo(1);
    }

    @Test
    void scenario_24_backorders_are_served_by_priority_then_by_when_they_were_placed() {
        var sku = newItem(Map.of());
        var late = posted("\"placedAt\":\"2026-03-02T11:00:00Z\",", line(1, sku, 4));
        var early = posted("\"placedAt\":\"2026-03-02T09:00:00Z\",", line(1, sku, 5));
        var urgent = posted("\"priority\":0,\"placedAt\":\"2026-03-02T12:00:00Z\",", line(1, sku, 3));
        assertThat(order(urgent).getInt("backorders[0].place")).isEqualTo(1);
        assertThat(order(early).getInt("backorders[0].place")).isEqualTo(2);
        assertThat(order(late).getInt("backorders[0].place")).isEqualTo(3);
        assertThat(order(late).getInt("backorders[0].unitsAhead")).isEqualTo(8);

        ledger().receive(sku, LYON, 10);

        assertThat(units(awaitOrder(urgent, one -> one.getLong("lines[0].held") == 3), 1))
                .isEqualTo("3=0+3+0+0+0");
        assertThat(units(awaitOrder(early, one -> one.getLong("lines[0].held") == 5), 1))
                .isEqualTo("5=0+5+0+0+0");
        assertThat(units(awaitOrder(late, one -> one.getLong("lines[0].held") == 2), 1))
                .isEqualTo("4=2+2+0+0+0");
        assertThat(order(late).getInt("backorders[0].place")).isEqualTo(1);
    }

    @Test
    void scenario_71_stock_is_gone_before_the_hold_and_the_record_shows_both_attempts() {
        var sku = newItem(Map.of(BERLIN, 5, MADRID, 5));
        ledger().loseQuietly(sku, BERLIN, 5);

        var id = posted("", line(1, sku, 5));

        assertThat(order(id).getString("state")).isEqualTo("routed");
        assertThat(order(id).getList("fulfilments.location")).containsExactly(MADRID);
        var decision = asAdmin().get("/v1/orders/" + id + "/decision").jsonPath();
        assertThat(decision.getList("attempts")).hasSize(2);
        assertThat(decision.getString("attempts[0].outcome.plan[0].location")).isEqualTo(BERLIN);
        assertThat(decision.getString("attempts[1].outcome.plan[0].location")).isEqualTo(MADRID);
        assertThat(ledger().requests(id)).hasSize(2);
        asAdmin()
                .post("/v1/orders/" + id + "/decision/replay")
                .then()
                .statusCode(200)
                .body("same", equalTo(true))
                .body("attempts", hasSize(2));
    }

    @Test
    void scenario_72_of_three_orders_for_what_fits_two_the_third_waits() {
        var sku = newItem(Map.of(BERLIN, 4));

        var ids =
                IntStream.range(0, 3).mapToObj(_ -> posted("", line(1, sku, 2))).toList();

        assertThat(ids.stream().map(id -> order(id).getString("state")))
                .containsExactly("routed", "routed", "backordered");
    }

    @Test
    void scenario_74_when_every_node_rejects_a_person_decides() {
        var sku = newItem(Map.of(BERLIN, 5, LYON, 5));
        var id = posted("", line(1, sku, 5));
        command("/fulfilments/" + fulfilment(order(id)) + "/reject", "").then().statusCode(200);
        var second = awaitOrder(id, one -> one.getList("fulfilments").size() == 2);
        assertThat(second.getList("fulfilments.location")).containsExactly(BERLIN, LYON);
        command("/fulfilments/" + second.getString("fulfilments[1].id") + "/reject", "")
                .then()
                .statusCode(200);

        var order = awaitOrder(id, one -> one.getString("state").equals("excepted"));

        assertThat(order.getString("exceptions[0].kind")).isEqualTo("no-source");
        assertThat(units(order, 1)).isEqualTo("5=5+0+0+0+0");
        command("/exceptions/" + order.getString("exceptions[0].id") + "/reject", "")
                .then()
                .statusCode(200)
                .body("state", equalTo("cancelled"));
    }

    @Test
    void what_goes_out_is_as_the_contracts_say_and_names_nobody() {
        var sku = newItem(Map.of(BERLIN, 5));
        var id = posted("", line(1, sku, 2));
        command("/fulfilments/" + fulfilment(order(id)) + "/pick", "").then().statusCode(200);
        awaitOrder(id, one -> one.getString("state").equals("picked"));
        command("/fulfilments/" + fulfilment(order(id)) + "/ship", "").then().statusCode(200);
        awaitOrder(id, one -> one.getString("state").equals("shipped"));
        command("/fulfilments/" + fulfilment(order(id)) + "/deliver", "").then().statusCode(200);
        assertThat(order(id).getString("state")).isEqualTo("delivered");

        for (var topic : List.of("orders", "fulfilment-requests", "fulfilments")) {
            try (var reader = new TopicReader(bootstrapServers(), topic)) {
                var last = topic.equals("orders") ? "order.delivered.v1" : "";
                reader.await(record -> record.value().contains(id)
                        && TopicReader.header(record, "ce_type").contains(last));
                reader.all().stream()
                        .filter(record -> record.value().contains(id))
                        .forEach(record -> {
                            var type = TopicReader.header(record, "ce_type");
                            assertThat(Contracts.violations(topic, type, record.value()))
                                    .as(type)
                                    .isEmpty();
                            assertThat(record.value()).doesNotContain("a name", "a street", "a city", "80331");
                        });
            }
        }
        var history = asAdmin().get("/v1/orders/" + id + "/history").jsonPath();
        assertThat(history.getList("items.type"))
                .containsExactly(
                        "order.received.v1",
                        "order.routed.v1",
                        "order.picked.v1",
                        "order.shipped.v1",
                        "order.delivered.v1");
        asAdmin().get("/v1/fulfilments/" + fulfilment(order(id))).then().body("shipTo.street", equalTo("a street"));
    }

    @Test
    void a_large_order_is_one_decision() {
        var skus = IntStream.range(0, 700).mapToObj(_ -> fresh("SKU")).toList();
        skus.forEach(sku -> {
            ledger().item(sku);
            ledger().receive(sku, BERLIN, 3);
        });
        var last = newItem(Map.of(BERLIN, 3));

        var body = order(fresh("N"), "", lines(700, n -> line(n, skus.get(n - 1), 2)), line(701, last, 2));
        var id = dev.perpetual.kit.testing.Eventually.value(() -> post(body), one -> one.statusCode() != 422)
                .jsonPath()
                .getString("id");

        awaitOrder(id, one -> one.getLong("lines.held.sum()") == 1402);
    }
}
