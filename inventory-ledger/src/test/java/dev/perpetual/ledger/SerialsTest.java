package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.testing.Contracts;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SerialsTest extends LedgerTest {

    private static String named(String... serials) {
        return Arrays.stream(serials)
                .map(serial -> serial.replace("\\", "\\\\").replace("\"", "\\\""))
                .collect(Collectors.joining("\",\"", "\"serials\":[\"", "\"]"));
    }

    private static String body(String kind, String sku, String location, String more, String... serials) {
        return movementBody(fresh("m"), kind, sku, serials.length, location)
                .replace("\"occurredAt\"", named(serials) + "," + more + "\"occurredAt\"");
    }

    private static ValidatableResponse move(String kind, String sku, String location, String... serials) {
        return movements(body(kind, sku, location, "", serials)).then().statusCode(200);
    }

    private static void recorded(String kind, String sku, String location, String... serials) {
        move(kind, sku, location, serials).body("results[0].outcome", equalTo("recorded"));
    }

    private static ValidatableResponse unit(String sku, String serial) {
        return asAdmin()
                .get("/v1/items/{sku}/serials/{serial}", sku, serial)
                .then()
                .statusCode(200);
    }

    private static Response holes(String state) {
        return asAdmin().get("/v1/discrepancies?kind=serial&state=" + state);
    }

    @Test
    void scenario_43_the_same_serial_received_twice_is_refused_as_a_duplicate_unit_with_both_traces() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1", "S2");

        move("receive", sku, MUNICH, "S2")
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.type", containsString("duplicate-serial"))
                .body("results[0].problem.status", equalTo(409))
                .body("results[0].problem.serials[0].serial", equalTo("S2"))
                .body("results[0].problem.serials[0].heldIn", equalTo("available of " + BERLIN))
                .body("results[0].problem.serials[0].heldBy", equalTo(sku + "/1"))
                .body(
                        "results[0].problem.serials[0].tried",
                        equalTo("receive from supplier to available of " + MUNICH));

        assertThat(units(sku, "available")).isEqualTo(2);
        unit(sku, "S2")
                .body("state", equalTo("inside"))
                .body("now.location", equalTo(BERLIN))
                .body("now.bucket", equalTo("available"))
                .body("since", equalTo(sku + "/1"))
                .body("sound", equalTo(true))
                .body("way", hasSize(1));
    }

    @Test
    void scenario_43_a_refused_receipt_that_is_sent_again_gets_the_same_answer() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1");
        var again = body("receive", sku, BERLIN, "", "S1");

        var first = movements(again).then().statusCode(200).extract().asString();
        recorded("sell", sku, BERLIN, "S1");
        var second = movements(again).then().statusCode(200).extract().asString();

        assertThat(second).isEqualTo(first).contains("duplicate-serial");
    }

    @Test
    void scenario_44_a_serial_shipped_that_was_never_received_goes_out_and_its_way_shows_the_hole() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1");

        move("ship", sku, BERLIN, "S7")
                .body("results[0].outcome", equalTo("recorded"))
                .body("results[0].discrepancy", notNullValue());

        unit(sku, "S7")
                .body("state", equalTo("outside"))
                .body("now.outside", equalTo("customer"))
                .body("sound", equalTo(false))
                .body("holes", hasSize(1))
                .body("holes[0].state", equalTo("open"))
                .body("holes[0].at.location", equalTo(BERLIN))
                .body("holes[0].at.spot", equalTo("shelf"))
                .body("holes[0].openedBy", equalTo(sku + "/2"))
                .body("way.hole", contains(notNullValue()));
        var hole = unit(sku, "S7").extract().jsonPath().getString("holes[0].id");
        assertThat(holes("open").jsonPath().getList("items.id")).contains(hole);
        unit(sku, "S1").body("sound", equalTo(true));
        everythingIsAsItMustBe();

        recorded("receive", sku, BERLIN, "S7");

        unit(sku, "S7")
                .body("now.outside", equalTo("customer"))
                .body("sound", equalTo(true))
                .body("holes[0].state", equalTo("closed"))
                .body("holes[0].closedBy", equalTo(sku + "/3"))
                .body("way.kind", contains("ship", "receive"))
                .body("way[0].hole", equalTo(hole))
                .body("way[1].fills", equalTo(hole));
        assertThat(holes("open").jsonPath().getList("items.id")).doesNotContain(hole);
        assertThat(holes("closed").jsonPath().getList("items.id")).contains(hole);
        assertThat(units(sku, "available")).isEqualTo(1);
    }

    @Test
    void a_unit_goes_its_whole_way_from_receipt_to_delivery_and_back() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1", "S2", "S3");
        movements(body("transfer", sku, BERLIN, "\"toLocation\":\"" + MUNICH + "\",", "S1", "S2"))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        var hold = fresh("h");
        hold(hold, sku, 2, MUNICH).then().statusCode(201);
        unit(sku, "S1").body("now.bucket", equalTo("available"));
        step(hold, "pick", "{\"line\":1,\"quantity\":1,\"serials\":[\"S1\"]}")
                .then()
                .statusCode(200)
                .body("lines[0].picked", equalTo(1));
        unit(sku, "S1").body("now.bucket", equalTo("picked")).body("sound", equalTo(true));
        step(hold, "ship", "{\"line\":1,\"quantity\":2,\"serials\":[\"S1\",\"S2\"]}")
                .then()
                .statusCode(200)
                .body("state", equalTo("closed"));
        recorded("return", sku, BERLIN, "S1");
        movements(body("block", sku, BERLIN, "\"reason\":\"scratched\",", "S1"))
                .then()
                .body("results[0].outcome", equalTo("recorded"));

        unit(sku, "S1")
                .body("now.location", equalTo(BERLIN))
                .body("now.bucket", equalTo("blocked"))
                .body("sound", equalTo(true))
                .body("holes", hasSize(0))
                .body("way.kind", contains("receive", "transfer-out", "transfer-in", "pick", "ship", "return", "block"))
                .body("way[0].from.outside", equalTo("supplier"))
                .body("way[4].to.outside", equalTo("customer"))
                .body("way[4].cause.id", equalTo(hold))
                .body("way[5].recordedBy", notNullValue())
                .body("way[0].hole", nullValue());
        unit(sku, "S2").body("now.outside", equalTo("customer"));
        unit(sku, "S3").body("now.location", equalTo(BERLIN));
    }

    @Test
    void a_request_moves_only_units_that_are_where_it_takes_from_and_has_to_name_them() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1", "S2");
        recorded("receive", sku, MUNICH, "S3");

        move("block", sku, BERLIN, "S3")
                .body("results[0].problem.type", containsString("serial-elsewhere"))
                .body("results[0].problem.serials[0].heldIn", equalTo("available of " + MUNICH));
        move("write-off", sku, BERLIN, "S9")
                .body("results[0].problem.type", containsString("serial-elsewhere"))
                .body("results[0].problem.detail", containsString("nobody knows where it is"));
        movement(fresh("m"), "block", sku, 1, BERLIN)
                .then()
                .body("results[0].problem.type", containsString("serials-needed"));
        movement(fresh("m"), "receive", sku, 1, BERLIN).then().body("results[0].outcome", equalTo("recorded"));
        movement(fresh("m"), "block", sku, 1, BERLIN).then().body("results[0].outcome", equalTo("recorded"));
        movement(fresh("m"), "block", sku, 1, BERLIN)
                .then()
                .body("results[0].problem.type", containsString("serials-needed"));
    }

    @Test
    void units_of_an_unknown_item_are_not_none_but_unknown() {
        asAdmin()
                .get("/v1/items/" + fresh("NEVER") + "/serials")
                .then()
                .statusCode(404)
                .body("type", containsString("unknown-sku"));
        asAdmin()
                .get("/v1/items/" + newPhone() + "/serials")
                .then()
                .statusCode(200)
                .body("items", equalTo(List.of()));
    }

    @Test
    void a_unit_that_leaves_from_where_it_is_not_is_flagged_until_the_missing_transfer_is_told() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1");
        recorded("receive", sku, MUNICH, "S2");
        recorded("sell", sku, MUNICH, "S1");
        unit(sku, "S1").body("sound", equalTo(false));

        movements(body("transfer", sku, BERLIN, "\"toLocation\":\"" + MUNICH + "\",", "S1"))
                .then()
                .body("results[0].outcome", equalTo("recorded"));

        unit(sku, "S1")
                .body("sound", equalTo(true))
                .body("state", equalTo("outside"))
                .body("holes[0].state", equalTo("closed"));
    }

    @Test
    void a_unit_that_comes_back_though_it_never_left_is_in_two_places_until_its_sale_is_told() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1", "S2");
        recorded("return", sku, MUNICH, "S1");
        unit(sku, "S1")
                .body("sound", equalTo(false))
                .body("now.location", equalTo(MUNICH))
                .body("holes.at.spot", org.hamcrest.Matchers.containsInAnyOrder("customer", "everywhere"));
        everythingIsAsItMustBe();

        recorded("sell", sku, BERLIN, "S1");

        unit(sku, "S1").body("sound", equalTo(true)).body("now.location", equalTo(MUNICH));
    }

    @Test
    void a_reverse_puts_the_units_back() {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1", "S2");
        recorded("sell", sku, BERLIN, "S1");

        reverse(sku, 2).body("results[0].outcome", equalTo("recorded"));
        unit(sku, "S1").body("now.location", equalTo(BERLIN)).body("way.kind", contains("receive", "sell", "reverse"));
        recorded("sell", sku, BERLIN, "S2");
        reverse(sku, 1)
                .body("results[0].problem.type", containsString("serial-elsewhere"))
                .body("results[0].problem.serials[0].serial", equalTo("S2"));
    }

    private static ValidatableResponse reverse(String sku, int version) {
        return movements("""
                {"id":"%s","kind":"reverse","sku":"%s","location":"%s","occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"movement","id":"%s/%d"}}""".formatted(fresh("m"), sku, BERLIN, sku, version))
                .then()
                .statusCode(200);
    }

    @Test
    void receipts_transfers_and_returns_as_documents_carry_units() {
        var sku = newPhone();
        var road = fresh("ROAD");
        asAdmin()
                .body(Map.of("name", "Road", "kind", "TRANSIT"))
                .put("/v1/locations/" + road)
                .then()
                .statusCode(200);
        var receipt = """
                {"id":"%s","location":"%s","lines":[
                 {"line":1,"sku":"%s","good":2,"serials":["S1","S2"]},
                 {"line":2,"sku":"%s","damaged":1,"serials":["S3"]}]}""";
        asAdmin()
                .body(receipt.formatted(fresh("R"), BERLIN, sku, sku))
                .post("/v1/receipts")
                .then()
                .statusCode(201);
        unit(sku, "S3").body("now.bucket", equalTo("blocked"));
        asAdmin()
                .body(receipt.formatted(fresh("R"), BERLIN, sku, sku))
                .post("/v1/receipts")
                .then()
                .statusCode(409)
                .body("type", containsString("duplicate-serial"))
                .body("serials[0].heldBy", equalTo(sku + "/1"));
        assertThat(units(sku, "available")).isEqualTo(2);

        var transfer = fresh("T");
        asAdmin()
                .body("""
                        {"id":"%s","from":"%s","via":"%s","to":"%s","hold":true,
                         "lines":[{"line":1,"sku":"%s","quantity":2}]}""".formatted(transfer, BERLIN, road, MUNICH, sku))
                .post("/v1/transfers")
                .then()
                .statusCode(201);
        document("transfers/" + transfer + "/ship", "\"quantity\":2")
                .then()
                .statusCode(409)
                .body("type", containsString("serials-needed"));
        document("transfers/" + transfer + "/ship", "\"quantity\":1,\"serials\":[\"S3\"]")
                .then()
                .statusCode(409)
                .body("type", containsString("serial-elsewhere"));
        document("transfers/" + transfer + "/ship", "\"quantity\":2,\"serials\":[\"S2\",\"S1\"]")
                .then()
                .statusCode(200);
        unit(sku, "S1").body("now.location", equalTo(road));
        document("transfers/" + transfer + "/receive", "\"good\":1,\"serials\":[\"S1\"]")
                .then()
                .statusCode(200);
        document("transfers/" + transfer + "/receive", "\"damaged\":1,\"serials\":[\"S2\"]")
                .then()
                .statusCode(200);
        unit(sku, "S1").body("now.location", equalTo(MUNICH)).body("now.bucket", equalTo("available"));
        unit(sku, "S2").body("now.bucket", equalTo("blocked")).body("sound", equalTo(true));

        var hold = fresh("h");
        hold(hold, sku, 1, MUNICH).then().statusCode(201);
        step(hold, "ship", "{\"line\":1,\"quantity\":1,\"serials\":[\"S1\"]}")
                .then()
                .statusCode(200);
        var returned = fresh("RET");
        asAdmin()
                .body("""
                        {"id":"%s","order":"O-%s","location":"%s","lines":[{"line":1,"sku":"%s","quantity":1}]}""".formatted(returned, hold, BERLIN, sku))
                .post("/v1/returns")
                .then()
                .statusCode(201);
        document("returns/" + returned + "/receive", "\"quantity\":1,\"serials\":[\"S1\"]")
                .then()
                .statusCode(200);
        unit(sku, "S1").body("now.bucket", equalTo("inspection"));
        document("returns/" + returned + "/dispose", "\"restock\":1,\"serials\":[\"S1\"]")
                .then()
                .statusCode(200);
        unit(sku, "S1")
                .body("now.bucket", equalTo("available"))
                .body("now.location", equalTo(BERLIN))
                .body("sound", equalTo(true));
    }

    private static Response document(String path, String units) {
        return asAdmin()
                .body("{\"id\":\"%s\",\"lines\":[{\"line\":1,%s}]}".formatted(fresh("step"), units))
                .post("/v1/" + path);
    }

    @Test
    void a_recall_blocks_the_units_of_its_lot_wherever_they_are() {
        var sku = newPhone();
        for (var location : List.of(BERLIN, MUNICH)) {
            movements(body("receive", sku, location, "\"lot\":\"BAD\",", location + "-1", location + "-2"))
                    .then()
                    .body("results[0].outcome", equalTo("recorded"));
        }
        asAdmin()
                .body(Map.of("id", fresh("recall"), "reason", "smoke"))
                .post("/v1/items/" + sku + "/lots/BAD/recall")
                .then()
                .statusCode(200)
                .body("blocked", equalTo(4));
        for (var location : List.of(BERLIN, MUNICH)) {
            unit(sku, location + "-2")
                    .body("now.location", equalTo(location))
                    .body("now.bucket", equalTo("blocked"))
                    .body("way.kind", contains("receive", "block"));
        }
    }

    @Test
    void units_that_a_superuser_misplaced_are_put_back_by_a_rebuild() throws SQLException {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S1", "S2");
        recorded("ship", sku, BERLIN, "S2", "S3");
        recorded("receive", sku, BERLIN, "S3");
        recorded("ship", sku, BERLIN, "S4");
        var right = copy(sku);

        Superuser.run(
                "DELETE FROM serial WHERE serial = 'S1' AND sku = '" + sku + "'",
                "UPDATE serial SET units = 5, account = 'loss' WHERE serial = 'S2' AND sku = '" + sku + "'",
                "DELETE FROM serial_case WHERE closed_at IS NOT NULL AND sku = '" + sku + "'",
                "UPDATE serial_case SET units = 3, owner = 'nobody' WHERE sku = '" + sku + "'",
                "DELETE FROM serial_way WHERE version = 1 AND sku = '" + sku + "'");
        var report =
                asAdmin().post("/v1/rebuild").then().statusCode(200).extract().asString();

        assertThat(copy(sku)).isEqualTo(right);
        assertThat(report).contains("serial_case").contains("serial_way");
    }

    private static String copy(String sku) throws SQLException {
        var text = new StringBuilder();
        for (var table : List.of("serial", "serial_way", "serial_case")) {
            text.append(
                    Superuser.ask("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM %s AS t WHERE sku = '%s'"
                            .formatted(table, sku)));
        }
        return text.toString();
    }

    @Test
    void a_movement_tells_its_units_as_its_contract_says() throws SQLException {
        var sku = newPhone();
        recorded("receive", sku, BERLIN, "S \"1\"", "S,2\\", "Ü-3");
        var told = Superuser.ask("SELECT body::text FROM journal WHERE stream = '" + sku + "'");
        assertThat(Contracts.violations("stock-movements", "stock.movement.recorded.v1", told))
                .isEmpty();
        assertThat(Contracts.tree(told).path("serials")).hasSize(3);
        unit(sku, "S,2\\").body("now.location", equalTo(BERLIN));
    }
}
