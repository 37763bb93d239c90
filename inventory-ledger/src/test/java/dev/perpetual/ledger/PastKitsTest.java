package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.oneOf;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many kits could be promised then. */
@QuarkusTest
class PastKitsTest extends LedgerTest {

    private static final String NINE = "2026-03-02T09:00:00Z";

    private record Part(String sku, long units) {}

    private static void put(String sku, Map<String, Object> more) {
        var item = new HashMap<>(more);
        item.put("name", sku);
        asAdmin().body(item).put("/v1/items/" + sku).then().statusCode(oneOf(200, 201));
    }

    private static void move(String kind, String sku, long units, String lot, String when) {
        movements("""
                {"id":"%s","kind":"%s","sku":"%s","quantity":%d,"location":"%s","lot":%s,"occurredAt":"%s",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(fresh("m"), kind, sku, units, BERLIN, lot.isEmpty() ? "null" : "\"" + lot + "\"", when))
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("recorded"));
    }

    private static JsonPath kit(String sku, String query) {
        return asAdmin()
                .get("/v1/levels/" + sku + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static long promisable(String sku, String query) {
        return kit(sku, query).getLong("kit.promisable");
    }

    @Test
    void a_kit_could_be_promised_as_often_as_its_parts_were_there() {
        var cup = newItem();
        var tea = newItem();
        var kit = fresh("KIT");
        put(kit, Map.of("kit", List.of(new Part(cup, 2), new Part(tea, 1))));
        move("receive", cup, 9, "", "2026-03-02T08:00:00Z");
        move("receive", tea, 3, "", "2026-03-02T08:30:00Z");
        move("receive", kit, 1, "", "2026-03-02T09:30:00Z");
        move("sell", cup, 6, "", "2026-03-02T10:00:00Z");

        assertThat(promisable(kit, "?asOf=2026-03-02T08:15:00Z")).isZero();
        var nine = kit(kit, "?asOf=" + NINE);
        assertThat(nine.getLong("kit.promisable")).isEqualTo(3);
        assertThat(nine.getList("kit.places[0].parts.available", Long.class)).containsExactly(9L, 3L);
        assertThat(promisable(kit, "?asOf=2026-03-02T09:30:00Z")).isEqualTo(4);
        assertThat(promisable(kit, "?asOf=2026-03-02T10:00:00Z")).isEqualTo(2);
        assertThat(promisable(kit, "?asOf=" + Instant.now())).isEqualTo(promisable(kit, ""));
    }

    @Test
    void it_was_made_of_the_parts_of_then_and_no_kit_before_it_was_one() {
        var cup = newItemWith(4, BERLIN);
        var tea = newItemWith(9, BERLIN);
        var kit = newItem();
        put(kit, Map.of("kit", List.of(new Part(cup, 1)), "kitValidFrom", "2026-03-02T08:30:00Z"));
        put(kit, Map.of("kit", List.of(new Part(cup, 2), new Part(tea, 1)), "kitValidFrom", "2026-03-02T09:30:00Z"));

        assertThat(kit(kit, "?asOf=2026-03-02T08:15:00Z").getMap("kit")).isNull();
        assertThat(promisable(kit, "?asOf=" + NINE)).isEqualTo(4);
        assertThat(promisable(kit, "?asOf=2026-03-02T10:00:00Z")).isEqualTo(2);
        assertThat(promisable(kit, "")).isEqualTo(2);
    }

    @Test
    void what_was_recorded_later_was_not_known() {
        var cup = newItem();
        var kit = fresh("KIT");
        put(kit, Map.of("kit", List.of(new Part(cup, 1))));
        move("receive", cup, 5, "", "2026-03-02T08:00:00Z");
        var known = Instant.now();
        move("receive", cup, 2, "", "2026-03-02T08:00:00Z");

        assertThat(promisable(kit, "?recordedAsOf=" + known)).isEqualTo(5);
        assertThat(promisable(kit, "?asOf=" + NINE + "&recordedAsOf=" + known)).isEqualTo(5);
        assertThat(promisable(kit, "?asOf=" + NINE)).isEqualTo(7);
    }

    @Test
    void lots_count_until_they_expired_and_recalled_ones_until_they_were_recalled() {
        var milk = newItem();
        var kit = fresh("KIT");
        put(kit, Map.of("kit", List.of(new Part(milk, 1))));
        move("receive", milk, 4, "OLD", "2026-03-02T08:00:00Z");
        move("receive", milk, 3, "BAD", "2026-03-02T08:00:00Z");
        move("receive", milk, 2, "", "2026-03-02T08:00:00Z");
        asAdmin()
                .body(Map.of("expiresAt", "2026-03-02T08:30:00Z"))
                .put("/v1/items/" + milk + "/lots/OLD")
                .then()
                .statusCode(200);
        var known = Instant.now();
        asAdmin()
                .body(Map.of("id", fresh("recall"), "reason", "sour"))
                .post("/v1/items/" + milk + "/lots/BAD/recall")
                .then()
                .statusCode(200);

        assertThat(promisable(kit, "?asOf=2026-03-02T08:15:00Z")).isEqualTo(9);
        assertThat(promisable(kit, "?asOf=" + NINE)).isEqualTo(5);
        assertThat(promisable(kit, "?recordedAsOf=" + known)).isEqualTo(5);
        assertThat(promisable(kit, "")).isEqualTo(2);
    }
}
