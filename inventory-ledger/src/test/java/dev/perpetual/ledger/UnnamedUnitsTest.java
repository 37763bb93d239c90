package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Facts about units with serials that do not say which: recorded all the same, and a case until somebody says it. */
@QuarkusTest
class UnnamedUnitsTest extends LedgerTest {

    private static String body(String kind, String sku, long quantity, String location, String... serials) {
        var body = movementBody(fresh("m"), kind, sku, quantity, location);
        return serials.length == 0
                ? body
                : body.replace("\"cause\"", "\"serials\":[\"" + String.join("\",\"", serials) + "\"],\"cause\"");
    }

    private static void recorded(String kind, String sku, long quantity, String location, String... serials) {
        movements(body(kind, sku, quantity, location, serials))
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("recorded"));
    }

    /** Takes effect as a whole or not at all. */
    private static void together(String... bodies) {
        asAdmin()
                .body("{\"atomic\":true,\"movements\":[" + String.join(",", bodies) + "]}")
                .post("/v1/movements")
                .then()
                .statusCode(200)
                .body("results.outcome", equalTo(List.of("recorded", "recorded")));
    }

    private static String reverse(String sku, long version) {
        return """
                {"id":"%s","kind":"reverse","sku":"%s","location":"%s","occurredAt":"2026-03-02T09:00:00Z",
                 "cause":{"type":"movement","id":"%s/%d"}}""".formatted(fresh("r"), sku, BERLIN, sku, version);
    }

    /** How many more units than names, or fewer, per spot that has an open case. */
    private static List<String> unnamed(String sku) {
        return asAdmin()
                .get("/v1/discrepancies?kind=serial&state=open")
                .jsonPath()
                .getList("items.findAll { it.sku == '%s' && it.serial == null }".formatted(sku), Map.class)
                .stream()
                .map(each -> "%s %s %s %s"
                        .formatted(each.get("location"), each.get("bucket"), each.get("shortBy"), each.get("owner")))
                .sorted()
                .toList();
    }

    @Test
    void a_fact_without_serials_is_recorded_says_that_its_units_are_unnamed_and_is_a_case() {
        var sku = newPhone();
        movements(body("receive", sku, 3, BERLIN))
                .then()
                .body("results[0].outcome", equalTo("recorded"))
                .body("results[0].discrepancy", notNullValue());
        recorded("receive", sku, 1, BERLIN, "S1");
        var plain = newItemWith(1, BERLIN);

        asAdmin()
                .get("/v1/movements?sku=" + sku)
                .then()
                .body("items[0].serials", equalTo(List.of()))
                .body("items[1].serials", equalTo(List.of("S1")));
        asAdmin().get("/v1/movements?sku=" + plain).then().body("items[0].serials", nullValue());
        assertThat(unnamed(sku)).containsExactly("WH-BERLIN shelf 3 location:WH-BERLIN");
        everythingIsAsItMustBe();
    }

    @Test
    void units_that_came_without_a_name_are_named_one_by_one_and_then_the_case_is_closed() {
        var sku = newPhone();
        recorded("receive", sku, 2, BERLIN);

        together(body("count-adjust", sku, -1, BERLIN), body("count-adjust", sku, 1, BERLIN, "S1"));
        assertThat(unnamed(sku)).containsExactly("WH-BERLIN shelf 1 location:WH-BERLIN");
        together(body("count-adjust", sku, -1, BERLIN), body("count-adjust", sku, 1, BERLIN, "S2"));

        assertThat(unnamed(sku)).isEmpty();
        assertThat(units(sku, "available")).isEqualTo(2);
        asAdmin()
                .get("/v1/items/" + sku + "/serials?location=" + BERLIN)
                .then()
                .body("items.serial", equalTo(List.of("S1", "S2")));
        everythingIsAsItMustBe();
    }

    @Test
    void a_sale_that_did_not_say_which_unit_is_taken_back_and_told_again() {
        var sku = newPhone();
        recorded("receive", sku, 2, BERLIN, "S1", "S2");
        recorded("sell", sku, 1, BERLIN);
        assertThat(unnamed(sku)).containsExactly("WH-BERLIN shelf -1 location:WH-BERLIN");

        together(reverse(sku, 2), body("sell", sku, 1, BERLIN, "S2"));

        assertThat(unnamed(sku)).isEmpty();
        asAdmin()
                .get("/v1/items/" + sku + "/serials?location=" + BERLIN)
                .then()
                .body("items.serial", equalTo(List.of("S1")));
        everythingIsAsItMustBe();
    }

    @Test
    void unnamed_units_move_on_with_their_case_and_leave_with_it() {
        var sku = newPhone();
        recorded("receive", sku, 3, BERLIN);
        recorded("block", sku, 1, BERLIN);
        assertThat(unnamed(sku))
                .containsExactly("WH-BERLIN blocked 1 location:WH-BERLIN", "WH-BERLIN shelf 2 location:WH-BERLIN");

        recorded("unblock", sku, 1, BERLIN);
        recorded("sell", sku, 3, BERLIN);

        assertThat(unnamed(sku)).isEmpty();
        everythingIsAsItMustBe();
        asAdmin().post("/v1/rebuild").then().statusCode(200);
        everythingIsAsItMustBe();
    }

    @Test
    void what_a_supplier_has_is_known_by_its_number_only() {
        var sku = newPhone();
        recorded("sell", sku, 1, SUPPLIER);
        assertThat(unnamed(sku)).isEmpty();
    }

    @Test
    void a_count_does_not_say_which_units_and_closes_no_such_case() {
        var sku = newPhone();
        String discrepancy =
                movements(body("receive", sku, 1, BERLIN)).then().extract().path("results[0].discrepancy");
        asAdmin()
                .body(Map.of("id", fresh("resolve"), "counted", 1))
                .post("/v1/discrepancies/" + discrepancy + "/resolve")
                .then()
                .statusCode(409)
                .body("type", containsString("needs-its-movement"));
    }
}
