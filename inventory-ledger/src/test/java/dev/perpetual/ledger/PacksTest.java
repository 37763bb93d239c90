package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PacksTest extends LedgerTest {

    private static Response put(String sku, String packs) {
        return asAdmin().body("{\"name\":\"Mug\",\"packs\":[" + packs + "]}").put("/v1/items/" + sku);
    }

    private static String pack(String code, long units, String validFrom) {
        return "{\"code\":\"%s\",\"units\":%d%s}"
                .formatted(code, units, validFrom == null ? "" : ",\"validFrom\":\"" + validFrom + "\"");
    }

    private static String body(String id, String sku, long packs, String when) {
        return movementBody(id, "receive", sku, packs, BERLIN)
                .replace("\"quantity\"", "\"pack\":\"CASE\",\"quantity\"")
                .replace("2026-03-02T08:00:00Z", when);
    }

    private static Response receive(String sku, long packs, String when) {
        return movements(body(fresh("m"), sku, packs, when));
    }

    @Test
    void a_movement_converts_with_the_factor_that_was_valid_when_it_happened() {
        var sku = newItem();
        put(sku, pack("CASE", 12, null)).then().statusCode(200).body("packs[0].validFrom", nullValue());
        receive(sku, 2, "2026-03-02T08:00:00Z").then().body("results[0].outcome", equalTo("recorded"));
        put(sku, pack("CASE", 10, "2026-06-01T00:00:00Z"))
                .then()
                .statusCode(200)
                .body("packs[0].units", equalTo(10))
                .body("packHistory[0].units", equalTo(12))
                .body("packHistory[0].validUntil", equalTo("2026-06-01T00:00:00Z"));

        receive(sku, 1, "2026-05-31T23:59:59.999Z").then().body("results[0].outcome", equalTo("recorded"));
        receive(sku, 1, "2026-06-01T00:00:00Z").then().body("results[0].outcome", equalTo("recorded"));

        assertThat(units(sku, "available")).isEqualTo(24 + 12 + 10);
        asAdmin()
                .get("/v1/movements?sku=" + sku)
                .then()
                .body("items.quantity", equalTo(List.of(24, 12, 10)))
                .body("items.pack.code", equalTo(List.of("CASE", "CASE", "CASE")))
                .body("items.pack.quantity", equalTo(List.of(2, 1, 1)))
                .body("items.pack.units", equalTo(List.of(12, 12, 10)));
        asAdmin()
                .get("/v1/items/" + sku + "/timeline")
                .then()
                .body("items.pack.units", equalTo(List.of(12, 12, 10)))
                .body("items.onHand", equalTo(List.of(24, 36, 46)));
    }

    @Test
    void other_units_are_valid_from_now_and_nothing_that_is_recorded_changes() {
        var sku = newItem();
        put(sku, pack("CASE", 12, null));
        var id = fresh("m");
        movements(body(id, sku, 3, "2026-03-02T08:00:00Z")).then().body("results[0].outcome", equalTo("recorded"));

        put(sku, pack("CASE", 6, null))
                .then()
                .body("packs[0].validFrom", notNullValue())
                .body("packHistory", hasSize(1));
        movements(body(id, sku, 3, "2026-03-02T08:00:00Z")).then().body("results[0].outcome", equalTo("repeated"));
        assertThat(units(sku, "available")).isEqualTo(36);

        var before = asAdmin().get("/v1/items/" + sku).asString();
        put(sku, pack("CASE", 6, null)).then().statusCode(200);
        assertThat(asAdmin().get("/v1/items/" + sku).asString())
                .as("said again, it is as it is")
                .isEqualTo(before);
    }

    @Test
    void a_pack_that_is_gone_still_converts_what_happened_before() {
        var sku = newItem();
        put(sku, pack("CASE", 12, null));
        put(sku, "").then().statusCode(200).body("packs", hasSize(0)).body("packHistory[0].code", equalTo("CASE"));

        receive(sku, 1, "2026-03-02T08:00:00Z").then().body("results[0].outcome", equalTo("recorded"));
        receive(sku, 1, Instant.now().toString()).then().statusCode(422).body("type", containsString("unknown-pack"));
        assertThat(units(sku, "available")).isEqualTo(12);
    }

    @Test
    void a_transfer_and_a_count_keep_the_packs_that_they_were_said_in() {
        var sku = newItem();
        put(sku, pack("CASE", 12, null));
        receive(sku, 3, "2026-03-02T08:00:00Z");
        movements(body(fresh("m"), sku, 1, "2026-03-02T09:00:00Z")
                        .replace("\"receive\"", "\"transfer\"")
                        .replace("\"location\"", "\"toLocation\":\"" + MUNICH + "\",\"location\""))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        movements(body(fresh("m"), sku, -1, "2026-03-02T10:00:00Z").replace("\"receive\"", "\"count-adjust\""))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        asAdmin()
                .get("/v1/movements?sku=" + sku)
                .then()
                .body("items.quantity", equalTo(List.of(36, 12, 12, 12)))
                .body("items.pack.quantity", equalTo(List.of(3, 1, 1, 1)));
    }

    @Test
    void a_receipt_that_comes_late_is_counted_in_the_packs_of_its_day() {
        var sku = newItem();
        put(sku, pack("CASE", 12, null));
        put(sku, pack("CASE", 10, "2026-06-01T00:00:00Z"));
        asAdmin()
                .body("""
                        {"id":"%s","location":"%s","occurredAt":"2026-05-01T08:00:00Z",
                         "lines":[{"line":1,"sku":"%s","pack":"CASE","good":2}]}""".formatted(fresh("receipt"), BERLIN, sku))
                .post("/v1/receipts")
                .then()
                .statusCode(201);
        assertThat(units(sku, "available")).isEqualTo(24);
    }
}
