package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ReverseTest extends LedgerTest {

    private static String reverseBody(String id, String sku, long version, String location) {
        return """
                {"id":"%s","kind":"reverse","sku":"%s","location":"%s","reason":"typed twice",
                 "occurredAt":"2026-03-02T09:00:00Z","cause":{"type":"movement","id":"%s/%d"}}""".formatted(id, sku, location, sku, version);
    }

    private static Response reverse(String sku, long version) {
        return movements(reverseBody(fresh("r"), sku, version, BERLIN));
    }

    @Test
    void a_reversed_receipt_leaves_both_movements_and_no_stock() {
        var sku = newItem();
        movement(fresh("m"), "receive", sku, 7, BERLIN);

        reverse(sku, 1).then().body("results[0].outcome", equalTo("recorded")).body("results[0].version", equalTo(2));

        assertThat(units(sku, "available")).isZero();
        asAdmin()
                .get("/v1/movements?sku=" + sku)
                .then()
                .body("items.kind", equalTo(List.of("receive", "reverse")))
                .body("items[1].quantity", equalTo(7))
                .body("items[1].from.bucket", equalTo("available"))
                .body("items[1].to.outside", equalTo("supplier"))
                .body("items[1].cause.id", equalTo(sku + "/1"));
    }

    @Test
    void a_movement_is_reversed_once_however_many_ask_at_once() throws Exception {
        var sku = newItem();
        movement(fresh("m"), "receive", sku, 7, BERLIN);
        movement(fresh("m"), "receive", sku, 7, BERLIN);

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = clients
                    .invokeAll(Collections.nCopies(8, (Callable<String>)
                            () -> reverse(sku, 1).jsonPath().getString("results[0].outcome")))
                    .stream()
                    .map(Future::resultNow)
                    .toList();
            assertThat(outcomes).containsOnlyOnce("recorded");
        }

        assertThat(units(sku, "available")).isEqualTo(7);
        movements(reverseBody(fresh("r"), sku, 2, BERLIN), reverseBody(fresh("r"), sku, 2, BERLIN))
                .then()
                .body("results.outcome", equalTo(List.of("recorded", "refused")))
                .body("results[1].problem.type", containsString("already-reversed"));
    }

    @Test
    void what_has_gone_on_since_cannot_be_taken_back() {
        var sku = newItem();
        movement(fresh("m"), "receive", sku, 7, BERLIN);
        movement(fresh("m"), "sell", sku, 5, BERLIN);

        reverse(sku, 1)
                .then()
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.type", containsString("insufficient-stock"));

        reverse(sku, 2).then().body("results[0].outcome", equalTo("recorded"));
        reverse(sku, 1).then().body("results[0].outcome", equalTo("recorded"));
        assertThat(units(sku, "available")).isZero();
    }

    @Test
    void a_reverse_needs_a_movement_that_stands_alone_at_the_named_place() {
        var sku = newItemWith(5, BERLIN);
        hold(fresh("h"), sku, 2, BERLIN);

        reverse(sku, 2).then().body("results[0].problem.type", containsString("not-reversible"));
        reverse(sku, 99).then().body("results[0].problem.type", containsString("unknown-movement"));
        movements(reverseBody(fresh("r"), sku, 1, MUNICH))
                .then()
                .body("results[0].problem.type", containsString("not-reversible"));
        movement(fresh("m"), "sell", sku, 1, BERLIN);
        reverse(sku, 3);
        reverse(sku, 4).then().body("results[0].problem.type", containsString("not-reversible"));
        assertThat(units(sku, "available")).isEqualTo(3);
    }
}
