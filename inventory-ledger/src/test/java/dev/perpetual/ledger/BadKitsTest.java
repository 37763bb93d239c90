package dev.perpetual.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes no sense about packs and kits gets a problem that says what was expected, and changes nothing. */
@QuarkusTest
class BadKitsTest extends LedgerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kit\":[{\"sku\":\"PART\",\"units\":0}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":-1}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1.5}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":\"2\"}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":null}]|400",
                "\"kit\":[{\"sku\":\"PART\"}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1000000000001}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":9223372036854775807}]|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":9223372036854775808}]|400",
                "\"kit\":[{\"sku\":\"\",\"units\":1}]|400",
                "\"kit\":[{\"sku\":null,\"units\":1}]|400",
                "\"kit\":[{\"units\":1}]|400",
                "\"kit\":[{\"sku\":\"a@b\",\"units\":1}]|400",
                "\"kit\":[{\"sku\":\"a\\u0000b\",\"units\":1}]|400",
                "\"kit\":[{\"sku\":7,\"units\":1}]|400",
                "\"kit\":[null]|400",
                "\"kit\":{}|400",
                "\"kit\":\"PART\"|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1},{\"sku\":\"PART\",\"units\":2}]|400",
                "\"kit\":[{\"sku\":\"SELF\",\"units\":1}]|422",
                "\"kit\":[{\"sku\":\"NOBODY-KNOWS-IT\",\"units\":1}]|422",
                "\"kit\":[{\"sku\":\"RETIRED\",\"units\":1}]|422",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitMode\":\"\"|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitMode\":\"imaginary\"|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitMode\":7|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitValidFrom\":\"yesterday\"|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitValidFrom\":\"2026-02-30T00:00:00Z\"|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitValidFrom\":\"0001-01-01T00:00:00Z\"|400",
                "\"kit\":[{\"sku\":\"PART\",\"units\":1}],\"kitValidFrom\":\"2999-01-01T00:00:00Z\"|400",
                "\"packs\":[{\"code\":\"C\",\"units\":0}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":-12}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":1.5}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":null}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":9223372036854775807}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":9223372036854775808}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":1000000000001}]|400",
                "\"packs\":[{\"code\":\"\",\"units\":12}]|400",
                "\"packs\":[{\"units\":12}]|400",
                "\"packs\":[{\"code\":\"a\\u0000b\",\"units\":12}]|400",
                "\"packs\":[null]|400",
                "\"packs\":{}|400",
                "\"packs\":[{\"code\":\"C\",\"units\":12},{\"code\":\"C\",\"units\":6}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":12,\"validFrom\":\"soon\"}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":12,\"validFrom\":\"2999-01-01T00:00:00Z\"}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":12,\"validFrom\":\"2026-13-01T00:00:00Z\"}]|400",
                "\"packs\":[{\"code\":\"C\",\"units\":12,\"validFrom\":7}]|400",
            })
    void a_bad_kit_or_pack_is_named(String members, int status) {
        var part = newItem();
        var retired = newItem();
        asAdmin()
                .body(Map.of("name", "Gone", "status", "retired"))
                .put("/v1/items/" + retired)
                .then()
                .statusCode(200);
        var sku = fresh("KIT");
        asAdmin()
                .body(("{\"name\":\"Kit\"," + members + "}")
                        .replace("PART", part)
                        .replace("RETIRED", retired)
                        .replace("SELF", sku))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
        asAdmin().get("/v1/items/" + sku).then().statusCode(404);
    }

    private static void kit(String sku, String part, int status, String type) {
        asAdmin()
                .body(Map.of("name", "Kit", "kit", List.of(Map.of("sku", part, "units", 1))))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(status)
                .body("type", containsString(type));
    }

    private static String newKitOf(String part) {
        var sku = fresh("KIT");
        asAdmin()
                .body(Map.of("name", "Kit", "kit", List.of(Map.of("sku", part, "units", 1))))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        return sku;
    }

    @Test
    void a_kit_that_would_be_in_itself_by_way_of_others_is_refused() {
        var innermost = newItem();
        var inner = newKitOf(innermost);
        var outer = newKitOf(inner);
        kit(innermost, outer, 422, "kit-cycle");
        kit(inner, outer, 422, "kit-cycle");
        asAdmin().get("/v1/items/" + innermost).then().body("kit.size()", equalTo(0));
        asAdmin().get("/v1/items/" + inner).then().body("kit[0].sku", equalTo(innermost));
    }

    @Test
    void kits_within_kits_have_an_end() {
        var kit = newItem();
        for (var depth = 0; depth < 20; depth++) {
            kit = newKitOf(kit);
        }
        kit(fresh("KIT"), kit, 422, "kit-too-deep");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":1|\"quantity\":0",
                "\"quantity\":1|\"quantity\":-1",
                "\"quantity\":1|\"quantity\":1.5",
                "\"quantity\":1|\"quantity\":null",
                "\"quantity\":1|\"quantity\":9223372036854775808",
                "\"quantity\":1|\"quantity\":1,\"bucket\":\"held\"",
                "\"quantity\":1|\"quantity\":1,\"toBucket\":\"blocked\"",
                "\"quantity\":1|\"quantity\":1,\"toLocation\":\"WH-MUNICH\"",
                "\"quantity\":1|\"quantity\":1,\"serials\":[\"S1\"]",
                "\"quantity\":1|\"quantity\":1,\"unitCost\":{\"amount\":\"1\",\"currency\":\"EUR\"}",
                "\"quantity\":1|\"quantity\":1,\"parts\":[null]",
                "\"quantity\":1|\"quantity\":1,\"parts\":{}",
                "\"quantity\":1|\"quantity\":1,\"parts\":[{\"quantity\":1}]",
                "\"quantity\":1|\"quantity\":1,\"parts\":[{\"sku\":\"X\",\"quantity\":0}]",
                "\"quantity\":1|\"quantity\":1,\"parts\":[{\"sku\":\"X\",\"quantity\":9223372036854775807}]",
                "\"location\":\"WH-BERLIN\"|\"location\":null",
                "\"cause\":|\"causes\":",
                "2026-03-02T08:00:00Z|2999-03-02T08:00:00Z",
                "2026-03-02T08:00:00Z|then",
            })
    void a_bad_assembly_is_named(String good, String bad) {
        var part = newItemWith(5, BERLIN);
        var kit = newKitOf(part);
        var body = movementBody(fresh("m"), "assemble", kit, 1, BERLIN);
        assertThat(body).contains(good);
        movements(body.replace(good, bad))
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
        assertThat(units(part, "available")).isEqualTo(5);
    }

    @Test
    void an_assembly_that_cannot_be_is_refused_with_the_reason() {
        var part = newItemWith(5, BERLIN);
        var kit = newKitOf(part);
        refused(movementBody(fresh("m"), "assemble", fresh("NOBODY"), 1, BERLIN), "unknown-sku");
        refused(movementBody(fresh("m"), "assemble", kit, 1, "NOWHERE"), "unknown-location");
        refused(movementBody(fresh("m"), "disassemble", part, 1, BERLIN), "not-a-kit");
        refused(movementBody(fresh("m"), "assemble", kit, 1_000_000_000_000L, BERLIN), "insufficient-stock");
        refused(
                movementBody(fresh("m"), "assemble", kit, 2, BERLIN)
                        .replace("\"location\"", "\"parts\":[{\"sku\":\"" + part + "\",\"quantity\":1}],\"location\""),
                "not-a-part");
        asAdmin()
                .body(Map.of("name", "Kit", "status", "retired", "kit", List.of(Map.of("sku", part, "units", 1))))
                .put("/v1/items/" + kit)
                .then()
                .statusCode(200);
        refused(movementBody(fresh("m"), "assemble", kit, 1, BERLIN), "item-retired");
        hold(fresh("h"), kit, 1, BERLIN).then().statusCode(422).body("type", containsString("item-retired"));
        asAdmin().get("/v1/levels/" + kit).then().body("kit.promisable", equalTo(0));
        assertThat(units(part, "available")).isEqualTo(5);
    }

    @Test
    void a_kit_of_more_units_than_can_be_counted_is_refused() {
        var part = newItemWith(5, BERLIN);
        var kit = fresh("KIT");
        asAdmin()
                .body(Map.of("name", "Kit", "kit", List.of(Map.of("sku", part, "units", 1_000_000_000_000L))))
                .put("/v1/items/" + kit)
                .then()
                .statusCode(200);
        refused(movementBody(fresh("m"), "assemble", kit, 1_000_000_000_000L, BERLIN), "quantity-out-of-range");
        hold(fresh("h"), kit, 1_000_000_000_000L, BERLIN).then().statusCode(409);
    }

    private static void refused(String body, String type) {
        movements(body)
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.type", containsString(type))
                .body("results[0].problem.detail", containsString("Expected"));
    }

    @Test
    void a_part_that_is_not_sold_any_more_makes_no_kits() {
        var part = newItemWith(5, BERLIN);
        var kit = newKitOf(part);
        asAdmin()
                .body(Map.of("name", "Something", "status", "retired"))
                .put("/v1/items/" + part)
                .then()
                .statusCode(200);
        hold(fresh("h"), kit, 1, BERLIN).then().statusCode(409);
        asAdmin().get("/v1/levels/" + kit).then().body("kit.promisable", equalTo(0));
    }

    @Test
    void what_was_valid_before_is_not_dated_anew() {
        var sku = newItem();
        pack(sku, 12, "2026-01-01T00:00:00Z", 200);
        pack(sku, 12, "2026-01-01T00:00:00Z", 200);
        pack(sku, 12, "2026-02-01T00:00:00Z", 422);
        pack(sku, 10, "2026-01-01T00:00:00Z", 422);
        pack(sku, 10, "2025-12-31T00:00:00Z", 422);
        asAdmin()
                .get("/v1/items/" + sku)
                .then()
                .body("packs[0].units", equalTo(12))
                .body("packHistory", org.hamcrest.Matchers.nullValue());
    }

    private static void pack(String sku, int units, String validFrom, int status) {
        asAdmin()
                .body(Map.of(
                        "name", "Mug", "packs", List.of(Map.of("code", "C", "units", units, "validFrom", validFrom))))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(status);
    }

    @Test
    void a_kit_that_does_not_fit_takes_no_other_row_of_an_import_with_it() {
        var part = fresh("PART");
        var good = fresh("KIT");
        var bad = fresh("KIT");
        var rows = """
                {"sku":"%1$s","name":"Good","kit":[{"sku":"%2$s","units":2}]}
                {"sku":"%3$s","name":"Bad","kit":[{"sku":"NOBODY-KNOWS-IT","units":2}]}
                {"sku":"%3$s-2","name":"Of a bad one","kit":[{"sku":"%3$s","units":2}]}
                {"sku":"%2$s","name":"Part"}
                """.formatted(good, part, bad);
        RestAssured.given()
                .header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("application/x-ndjson")
                .urlEncodingEnabled(false)
                .body(rows.getBytes(UTF_8))
                .post("/v1/items:import")
                .then()
                .statusCode(200)
                .body("stored", equalTo(2))
                .body("errors.row", equalTo(List.of(2, 3)));
        asAdmin().get("/v1/items/" + good).then().body("kit[0].units", equalTo(2));
        asAdmin().get("/v1/items/" + bad).then().statusCode(404);
    }
}
