package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Eventually;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class KitsTest extends LedgerTest {

    record Part(String sku, long units) {}

    private static Part part(String sku, long units) {
        return new Part(sku, units);
    }

    private static Response put(String sku, Map<String, Object> more) {
        var body = new HashMap<String, Object>(Map.of("name", "Kit"));
        body.putAll(more);
        return asAdmin().body(body).put("/v1/items/" + sku);
    }

    private static String newKit(Part... parts) {
        var sku = fresh("KIT");
        put(sku, Map.of("kit", List.of(parts))).then().statusCode(200);
        return sku;
    }

    private static long promisable(String kit) {
        return asAdmin()
                .get("/v1/levels/" + kit)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("kit.promisable");
    }

    private static Response assemble(String kind, String kit, long quantity, String when) {
        return movements(movementBody(fresh("m"), kind, kit, quantity, BERLIN).replace("2026-03-02T08:00:00Z", when));
    }

    private static Response assemble(String kind, String kit, long quantity) {
        return assemble(kind, kit, quantity, "2026-03-02T08:00:00Z");
    }

    @Test
    void scenario_45_of_two_kits_that_share_a_part_with_one_left_only_one_is_promised() {
        var shared = newItemWith(1, BERLIN);
        var red = newItemWith(5, BERLIN);
        var blue = newItemWith(5, BERLIN);
        var redKit = newKit(part(shared, 1), part(red, 1));
        var blueKit = newKit(part(shared, 1), part(blue, 2));
        assertThat(List.of(promisable(redKit), promisable(blueKit))).containsExactly(1L, 1L);

        var first = fresh("h");
        hold(first, redKit, 1, BERLIN)
                .then()
                .statusCode(201)
                .body("lines", hasSize(1))
                .body("lines[0].sku", equalTo(redKit))
                .body("lines[0].granted", equalTo(1))
                .body("lines[0].components.sku", equalTo(List.of(shared, red)))
                .body("lines[0].components.open", equalTo(List.of(1, 1)));
        hold(fresh("h"), blueKit, 1, BERLIN)
                .then()
                .statusCode(409)
                .body("type", containsString("insufficient-stock"))
                .body("lines[0].sku", equalTo(blueKit))
                .body("lines[0].asked", equalTo(1))
                .body("lines[0].available", equalTo(0));

        assertThat(List.of(promisable(redKit), promisable(blueKit)))
                .as("both fall to zero together")
                .containsExactly(0L, 0L);
        assertThat(units(blue, "held")).as("never half a kit").isZero();
        step(first, "release", "").then().statusCode(200);
        assertThat(List.of(promisable(redKit), promisable(blueKit))).containsExactly(1L, 1L);
    }

    @Test
    void what_is_there_is_granted_in_whole_kits() {
        var cup = newItemWith(7, BERLIN);
        var tea = newItemWith(9, BERLIN);
        var kit = newKit(part(cup, 2), part(tea, 1));
        var body = holdBody(fresh("h"), kit, 5, BERLIN).replace("\"all\"", "\"available\"");

        asAdmin()
                .body(body)
                .post("/v1/holds")
                .then()
                .statusCode(201)
                .body("lines[0].granted", equalTo(3))
                .body("lines[0].components.open", equalTo(List.of(6, 3)));
        assertThat(units(cup, "available")).isEqualTo(1);
        assertThat(units(tea, "available")).isEqualTo(6);
    }

    @Test
    void each_step_moves_the_parts_of_whole_kits() {
        var cup = newItemWith(20, BERLIN);
        var tea = newItemWith(20, BERLIN);
        var kit = newKit(part(cup, 2), part(tea, 3));
        var hold = fresh("h");
        hold(hold, kit, 5, BERLIN).then().statusCode(201);

        step(hold, "pick", "{\"line\":1,\"quantity\":3}")
                .then()
                .statusCode(200)
                .body("lines[0].moved", equalTo(3))
                .body("lines[0].picked", equalTo(3))
                .body("lines[0].components.picked", equalTo(List.of(6, 9)));
        step(hold, "ship", "{\"line\":1,\"quantity\":2}").then().body("lines[0].shipped", equalTo(2));
        step(hold, "release", "{\"line\":1,\"quantity\":1}").then().body("lines[0].released", equalTo(1));
        step(hold, "ship", "")
                .then()
                .body("state", equalTo("closed"))
                .body("lines[0].shipped", equalTo(4))
                .body("lines[0].components.shipped", equalTo(List.of(8, 12)));

        assertThat(units(cup, "available")).isEqualTo(12);
        assertThat(units(tea, "available")).isEqualTo(8);
        assertThat(units(cup, "held") + units(cup, "picked")).isZero();
        asAdmin().get("/v1/holds/" + hold).then().body("lines[0].components.released", equalTo(List.of(2, 3)));
    }

    @Test
    void a_kit_that_nobody_pays_for_in_time_gives_its_parts_back_and_more_time_can_be_had() {
        var cup = newItemWith(2, BERLIN);
        var kit = newKit(part(cup, 2));
        var hold = fresh("h");
        var soon = "\"fill\":\"all\",\"expiresAt\":\"" + Instant.now().plusMillis(1_500) + "\"";
        asAdmin()
                .body(holdBody(hold, kit, 1, BERLIN).replace("\"fill\":\"all\"", soon))
                .post("/v1/holds")
                .then()
                .statusCode(201);
        asAdmin()
                .body(Map.of(
                        "id",
                        fresh("x"),
                        "expiresAt",
                        Instant.now().plusMillis(2_000).toString()))
                .post("/v1/holds/" + hold + "/extend")
                .then()
                .statusCode(200)
                .body("lines[0].components[0].open", equalTo(2));

        Eventually.holds(() -> asAdmin()
                .get("/v1/holds/" + hold)
                .then()
                .body("lines[0].expired", equalTo(1))
                .body("lines[0].components[0].expired", equalTo(2)));
        assertThat(units(cup, "available")).isEqualTo(2);
    }

    @Test
    void kits_are_assembled_of_their_parts_and_taken_apart_again() {
        var cup = newItemWith(10, BERLIN);
        var tea = newItemWith(10, BERLIN);
        var kit = newKit(part(cup, 2), part(tea, 1));
        var body = movementBody(fresh("m"), "assemble", kit, 3, BERLIN);

        movements(body).then().body("results[0].outcome", equalTo("recorded")).body("results[0].version", equalTo(1));
        movements(body).then().body("results[0].outcome", equalTo("repeated"));
        assertThat(List.of(units(kit, "available"), units(cup, "available"), units(tea, "available")))
                .containsExactly(3L, 4L, 7L);
        asAdmin()
                .get("/v1/levels/" + kit)
                .then()
                .body("kit.promisable", equalTo(5))
                .body("kit.places[0].assembled", equalTo(3))
                .body("kit.places[0].ofParts", equalTo(2));
        asAdmin()
                .get("/v1/movements?sku=" + cup)
                .then()
                .body("items[1].kind", equalTo("assemble"))
                .body("items[1].to.outside", equalTo("assembly"));

        var hold = fresh("h");
        hold(hold, kit, 4, BERLIN)
                .then()
                .statusCode(201)
                .body("lines.granted", equalTo(List.of(3, 1)))
                .body("lines[0].components", nullValue());
        step(hold, "release", "").then().statusCode(200);
        assemble("disassemble", kit, 3).then().body("results[0].outcome", equalTo("recorded"));
        assertThat(List.of(units(kit, "available"), units(cup, "available"), units(tea, "available")))
                .containsExactly(0L, 10L, 10L);
    }

    @Test
    void what_cannot_be_assembled_names_every_part_that_is_short_and_moves_nothing() {
        var cup = newItemWith(3, BERLIN);
        var tea = newItem();
        var box = newItemWith(9, BERLIN);
        var kit = newKit(part(cup, 2), part(tea, 1), part(box, 1));

        assemble("assemble", kit, 2)
                .then()
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.type", containsString("insufficient-stock"))
                .body("results[0].problem.lines.sku", equalTo(List.of(cup, tea)))
                .body("results[0].problem.lines.asked", equalTo(List.of(4, 2)))
                .body("results[0].problem.lines.available", equalTo(List.of(3, 0)));
        assemble("disassemble", kit, 1).then().body("results[0].problem.lines.sku", equalTo(List.of(kit)));
        assertThat(units(box, "available")).isEqualTo(9);
        assemble("assemble", cup, 1).then().body("results[0].problem.type", containsString("not-a-kit"));
    }

    @Test
    void a_leg_of_an_assembly_is_not_reversed_alone() {
        var cup = newItemWith(2, BERLIN);
        var kit = newKit(part(cup, 2));
        assemble("assemble", kit, 1).then().body("results[0].outcome", equalTo("recorded"));
        movements("""
                {"id":"%s","kind":"reverse","sku":"%s","location":"%s","occurredAt":"2026-03-02T09:00:00Z",
                 "cause":{"type":"movement","id":"%s/1"}}""".formatted(fresh("m"), kit, BERLIN, kit))
                .then()
                .body("results[0].problem.type", containsString("not-reversible"));
    }

    @Test
    void a_kit_is_made_of_what_it_was_made_of_when_that_happened() {
        var cup = newItemWith(10, BERLIN);
        var tea = newItemWith(10, BERLIN);
        var kit = newKit(part(cup, 2));
        var hold = fresh("h");
        hold(hold, kit, 1, BERLIN).then().statusCode(201);

        put(kit, Map.of("kit", List.of(part(cup, 1), part(tea, 1)), "kitValidFrom", "2026-06-01T00:00:00Z"))
                .then()
                .statusCode(200)
                .body("kitHistory[0].parts[0].units", equalTo(2))
                .body("kitHistory[0].validUntil", equalTo("2026-06-01T00:00:00Z"));

        assemble("assemble", kit, 1, "2026-05-31T23:59:59Z").then().body("results[0].outcome", equalTo("recorded"));
        assertThat(List.of(units(cup, "available"), units(tea, "available"))).containsExactly(6L, 10L);
        assemble("assemble", kit, 1, "2026-06-01T00:00:00Z").then().body("results[0].outcome", equalTo("recorded"));
        assertThat(List.of(units(cup, "available"), units(tea, "available"))).containsExactly(5L, 9L);
        step(hold, "ship", "").then().body("lines[0].components.shipped", equalTo(List.of(2)));
        var next = fresh("h");
        hold(next, kit, 3, BERLIN).then().statusCode(201).body("lines[1].components.sku", equalTo(List.of(cup, tea)));
    }

    @Test
    void a_recalled_lot_is_replaced_in_promised_kits_or_the_whole_kit_is_given_back() {
        var cup = newItem();
        var tea = newItemWith(9, BERLIN);
        for (var lot : List.of("BAD", "GOOD")) {
            movements(movementBody(fresh("m"), "receive", cup, lot.equals("BAD") ? 4 : 3, BERLIN)
                            .replace("\"location\"", "\"lot\":\"" + lot + "\",\"location\""))
                    .then()
                    .body("results[0].outcome", equalTo("recorded"));
        }
        asAdmin()
                .body(Map.of("expiresAt", "2999-01-01T00:00:00Z"))
                .put("/v1/items/" + cup + "/lots/BAD")
                .then()
                .statusCode(200);
        var kit = newKit(part(cup, 2), part(tea, 1));
        var hold = fresh("h");
        hold(hold, kit, 2, BERLIN).then().statusCode(201).body("lines[0].components[0].lot", equalTo("BAD"));
        step(hold, "pick", "{\"line\":1,\"quantity\":1}").then().statusCode(200);

        asAdmin()
                .body(Map.of("id", fresh("recall"), "reason", "cracks"))
                .post("/v1/items/" + cup + "/lots/BAD/recall")
                .then()
                .statusCode(200)
                .body("reopened", equalTo(List.of(hold)));

        asAdmin()
                .get("/v1/holds/" + hold)
                .then()
                .body("lines[0].open", equalTo(1))
                .body("lines[0].picked", equalTo(0))
                .body("lines[0].released", equalTo(1))
                .body("lines[0].components.find { it.lot == 'GOOD' }.open", equalTo(2));
        assertThat(units(tea, "held")).isEqualTo(1);
        assertThat(units(cup, "blocked")).isEqualTo(4);
    }

    @Test
    void what_left_as_parts_comes_back_as_parts_and_no_more_of_them() {
        var cup = newItemWith(4, BERLIN);
        var kit = newKit(part(cup, 2));
        var hold = fresh("h");
        hold(hold, kit, 1, BERLIN).then().statusCode(201);
        step(hold, "ship", "").then().statusCode(200);
        var id = fresh("return");
        asAdmin()
                .body("""
                        {"id":"%s","hold":"%s","location":"%s",
                         "lines":[{"line":1,"sku":"%s","quantity":2}]}""".formatted(id, hold, BERLIN, cup))
                .post("/v1/returns")
                .then()
                .statusCode(201);
        returned(id, "receive", "\"quantity\":3").then().statusCode(200);
        returned(id, "dispose", "\"restock\":3")
                .then()
                .statusCode(409)
                .body("type", containsString("more-than-shipped"));
        returned(id, "dispose", "\"restock\":2").then().statusCode(200);
        assertThat(units(cup, "available")).isEqualTo(4);
    }

    private static Response returned(String id, String step, String quantities) {
        return asAdmin()
                .body("{\"id\":\"%s\",\"lines\":[{\"line\":1,%s}]}".formatted(fresh("step"), quantities))
                .post("/v1/returns/" + id + "/" + step);
    }

    @Test
    void an_atomic_list_takes_its_assembly_back_with_the_rest() {
        var cup = newItemWith(2, BERLIN);
        var kit = newKit(part(cup, 1));
        asAdmin()
                .body("{\"atomic\":true,\"movements\":[%s,%s]}"
                        .formatted(
                                movementBody(fresh("m"), "assemble", kit, 2, BERLIN),
                                movementBody(fresh("m"), "disassemble", kit, 3, BERLIN)))
                .post("/v1/movements")
                .then()
                .body("results.outcome", equalTo(List.of("refused", "refused")));
        assertThat(units(cup, "available")).isEqualTo(2);
    }

    @Test
    void rebuilding_makes_the_components_of_holds_as_they_were() throws SQLException {
        var cup = newItemWith(4, BERLIN);
        var kit = newKit(part(cup, 2));
        var hold = fresh("h");
        hold(hold, kit, 2, BERLIN).then().statusCode(201);
        step(hold, "pick", "{\"line\":1,\"quantity\":1}").then().statusCode(200);
        Superuser.run("UPDATE hold_component SET open = 4, picked = 0 WHERE hold = '" + hold + "'");
        assertThat(asAdmin()
                        .post("/v1/rebuild")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString())
                .contains("hold_component")
                .contains(hold);
    }
}
