package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.kit.testing.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HoldsTest extends LedgerTest {

    @Test
    void a_hold_takes_what_it_promises() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");

        hold(id, sku, 3, BERLIN)
                .then()
                .statusCode(201)
                .body("state", equalTo("open"))
                .body("lines[0].granted", equalTo(3))
                .body("lines[0].version", equalTo(2));
        hold(id, sku, 3, BERLIN).then().statusCode(201).body("lines[0].version", equalTo(2));

        assertThat(units(sku, "available")).isEqualTo(2);
        assertThat(units(sku, "held")).isEqualTo(3);
        asAdmin().get("/v1/holds/" + id).then().body("lines[0].open", equalTo(3));
    }

    @Test
    void what_is_not_there_is_refused_with_what_is() {
        var sku = newItemWith(5, BERLIN);

        hold(fresh("hold"), sku, 6, BERLIN)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("type", containsString("insufficient-stock"))
                .body("lines[0].asked", equalTo(6))
                .body("lines[0].available", equalTo(5))
                .body("lines[0].version", equalTo(1));
        assertThat(units(sku, "held")).isZero();
    }

    @Test
    void scenario_13_thirty_two_clients_want_the_last_unit_and_one_gets_it() throws Exception {
        var sku = newItemWith(1, BERLIN);

        var statuses = together(32, () -> hold(fresh("hold"), sku, 1, BERLIN).statusCode());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(1);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(31);
        assertThat(units(sku, "held")).isEqualTo(1);
        assertThat(units(sku, "available")).isZero();
    }

    @Test
    void a_thousand_orders_of_one_item_never_hold_more_than_there_was() throws Exception {
        var sku = newItemWith(700, BERLIN);

        var statuses = together(1_000, () -> hold(fresh("hold"), sku, 1, BERLIN).statusCode());

        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(700);
        assertThat(statuses.stream().filter(status -> status == 409)).hasSize(300);
        assertThat(units(sku, "held")).isEqualTo(700);
    }

    private static List<Integer> together(int times, Callable<Integer> call) throws Exception {
        try (var threads = Executors.newFixedThreadPool(32)) {
            return threads
                    .invokeAll(IntStream.range(0, times).mapToObj(_ -> call).toList())
                    .stream()
                    .map(future -> future.resultNow())
                    .toList();
        }
    }

    @Test
    void scenario_18_cancelling_after_a_part_shipped_frees_the_rest() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 5, BERLIN);

        step(id, "pick", "{\"line\":1,\"quantity\":2}").then().statusCode(200).body("lines[0].picked", equalTo(2));
        step(id, "ship", "{\"line\":1,\"quantity\":2}").then().statusCode(200).body("lines[0].shipped", equalTo(2));
        step(id, "release", "")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"))
                .body("lines[0].moved", equalTo(3))
                .body("lines[0].released", equalTo(3))
                .body("lines[0].shipped", equalTo(2));

        assertThat(units(sku, "available")).isEqualTo(3);
        assertThat(units(sku, "held")).isZero();
        assertThat(units(sku, "picked")).isZero();
    }

    @Test
    void releasing_twice_frees_once() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 5, BERLIN);
        step(id, "release", "").then().body("lines[0].moved", equalTo(5));
        step(id, "release", "").then().body("lines[0].moved", equalTo(0));
        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void a_step_sent_twice_happens_once() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 5, BERLIN);
        var body = "{\"id\":\"%s\",\"lines\":[{\"line\":1,\"quantity\":2}]}".formatted(fresh("step"));
        for (var i = 0; i < 2; i++) {
            asAdmin()
                    .body(body)
                    .post("/v1/holds/" + id + "/ship")
                    .then()
                    .statusCode(200)
                    .body("lines[0].shipped", equalTo(2));
        }
        assertThat(units(sku, "held")).isEqualTo(3);
    }

    @Test
    void a_hold_past_its_deadline_expires_and_an_extended_one_does_not() {
        var sku = newItemWith(5, BERLIN);
        var short_ = holdUntil(sku, Instant.now().plusMillis(1_000));
        var extended = holdUntil(sku, Instant.now().plusMillis(1_000));
        asAdmin()
                .body("{\"id\":\"%s\",\"expiresAt\":\"2036-01-01T00:00:00Z\"}".formatted(fresh("x")))
                .post("/v1/holds/" + extended + "/extend")
                .then()
                .statusCode(200);

        Eventually.holds(() -> asAdmin()
                .get("/v1/holds/" + short_)
                .then()
                .body("state", equalTo("closed"))
                .body("lines[0].expired", equalTo(1)));
        asAdmin().get("/v1/holds/" + extended).then().body("state", equalTo("open"));
        assertThat(units(sku, "available")).isEqualTo(4);
    }

    private static String holdUntil(String sku, Instant deadline) {
        var id = fresh("hold");
        asAdmin()
                .body("""
                        {"id":"%s","owner":{"type":"cart","id":"C-%s"},"expiresAt":"%s",
                         "lines":[{"line":1,"sku":"%s","location":"%s","quantity":1}]}""".formatted(id, id, deadline, sku, BERLIN))
                .post("/v1/holds")
                .then()
                .statusCode(201);
        return id;
    }

    @Test
    void what_leaves_beyond_the_promise_is_recorded_all_the_same() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 2, BERLIN);
        step(id, "ship", "{\"line\":1,\"quantity\":3}").then().statusCode(200).body("lines[0].shipped", equalTo(2));
        assertThat(units(sku, "available")).isEqualTo(2);
        assertThat(units(sku, "held")).isZero();
    }

    @Test
    void a_hold_may_take_what_is_there() {
        var sku = newItemWith(2, BERLIN);
        asAdmin()
                .body(holdBody(fresh("hold"), sku, 5, BERLIN).replace("\"all\"", "\"available\""))
                .post("/v1/holds")
                .then()
                .statusCode(201)
                .body("lines[0].granted", equalTo(2));
    }
}
