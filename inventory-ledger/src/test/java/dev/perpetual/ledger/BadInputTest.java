package dev.perpetual.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense gets a problem that says what was expected and what came, and changes nothing. */
@QuarkusTest
class BadInputTest extends LedgerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":5|\"quantity\":0",
                "\"quantity\":5|\"quantity\":-5",
                "\"quantity\":5|\"quantity\":1.5",
                "\"quantity\":5|\"quantity\":\"5\"",
                "\"quantity\":5|\"quantity\":null",
                "\"quantity\":5|\"quantity\":9223372036854775807",
                "\"quantity\":5|\"quantity\":9223372036854775808",
                "\"quantity\":5|\"quantity\":true",
                "\"kind\":\"receive\"|\"kind\":\"teleport\"",
                "\"kind\":\"receive\"|\"kind\":\"hold\"",
                "\"kind\":\"receive\"|\"kind\":null",
                "\"sku\":\"SKU\"|\"sku\":\"\"",
                "\"sku\":\"SKU\"|\"sku\":\"a@b\"",
                "\"sku\":\"SKU\"|\"sku\":\"a\\u0000b\"",
                "\"sku\":\"SKU\"|\"sku\":7",
                "\"location\":\"WH-BERLIN\"|\"location\":\"\"",
                "\"location\":\"WH-BERLIN\"|\"location\":null",
                "\"location\":\"WH-BERLIN\"|\"location\":\"WH-BERLIN\",\"bucket\":\"drawer\"",
                "\"location\":\"WH-BERLIN\"|\"location\":\"WH-BERLIN\",\"serials\":[\"S1\"]",
                "2026-03-02T08:00:00Z|yesterday",
                "2026-03-02T08:00:00Z|2026-02-30T08:00:00Z",
                "2026-03-02T08:00:00Z|2999-03-02T08:00:00Z",
                "2026-03-02T08:00:00Z|0001-01-01T00:00:00Z",
                "\"type\":\"test\"|\"type\":\"\"",
                "\"cause\":|\"causes\":",
                "\"id\":\"ID\"|\"id\":\"\"",
                "\"id\":\"ID\"|\"id\":null",
            })
    void a_bad_movement_is_named(String good, String bad) {
        var sku = newItem();
        var body = movementBody("ID", "receive", "SKU", 5, BERLIN);
        assertThat(body).contains(good);
        var wrong = body.replace(good, bad)
                .replace("\"ID\"", "\"" + fresh("m") + "\"")
                .replace("\"SKU\"", "\"" + sku + "\"");
        movements(wrong)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
        assertThat(units(sku, "available")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "7", "{\"movements\":[]}", "{\"movements\":[null]}", "{\"movements\":{}}"
            })
    void a_body_that_is_no_list_of_movements_is_refused(String body) {
        asAdmin()
                .body(body)
                .post("/v1/movements")
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void what_nobody_knows_is_refused_and_can_be_sent_again() {
        var sku = fresh("SKU");
        var id = fresh("m");
        movement(id, "receive", sku, 5, BERLIN)
                .then()
                .statusCode(200)
                .body("results[0].outcome", org.hamcrest.Matchers.equalTo("refused"))
                .body("results[0].problem.type", containsString("unknown-sku"));
        asAdmin()
                .body(Map.of("name", "Now known"))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        movement(id, "receive", sku, 5, "NOWHERE")
                .then()
                .body("results[0].problem.type", containsString("unknown-location"));
        movement(id, "receive", sku, 5, BERLIN)
                .then()
                .body("results[0].outcome", org.hamcrest.Matchers.equalTo("recorded"));
    }

    @Test
    void a_movement_against_the_law_of_its_kind_is_refused() {
        var sku = newItemWith(5, BERLIN);
        movements(movementBody(fresh("m"), "sell", sku, 1, BERLIN)
                        .replace("\"location\"", "\"bucket\":\"blocked\",\"location\""))
                .then()
                .body("results[0].outcome", org.hamcrest.Matchers.equalTo("refused"))
                .body("results[0].problem.type", containsString("movement-not-allowed"))
                .body("results[0].problem.detail", containsString("Expected sell from available"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":1|\"quantity\":0|400",
                "\"quantity\":1|\"quantity\":-1|400",
                "\"line\":1|\"line\":\"1\"|400",
                "\"fill\":\"all\"|\"fill\":\"some\"|400",
                "\"fill\":\"all\"|\"expiresAt\":\"2020-01-01T00:00:00Z\"|400",
                "\"owner\":|\"owners\":|400",
                "\"type\":\"order\"|\"type\":\"\"|400",
                "WH-BERLIN|NOWHERE|422",
                "\"sku\":\"SKU\"|\"sku\":\"SKU-THAT-NOBODY-KNOWS\"|422",
                "\"lines\":[|\"lines\":[null,|400",
            })
    void a_bad_hold_is_named(String good, String bad, int status) {
        var sku = newItemWith(5, BERLIN);
        var body = holdBody(fresh("hold"), "SKU", 1, BERLIN);
        assertThat(body).contains(good);
        asAdmin()
                .body(body.replace(good, bad).replace("\"SKU\"", "\"" + sku + "\""))
                .post("/v1/holds")
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
        assertThat(units(sku, "held")).isZero();
    }

    @Test
    void a_hold_id_used_for_something_else_is_refused_with_the_stored_hash_named() {
        var sku = newItemWith(5, BERLIN);
        var id = fresh("hold");
        hold(id, sku, 1, BERLIN).then().statusCode(201);
        hold(id, sku, 2, BERLIN)
                .then()
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"))
                .body("storedHash", org.hamcrest.Matchers.notNullValue());
        assertThat(units(sku, "held")).isEqualTo(1);
    }

    @Test
    void only_a_key_that_may_gets_in() {
        var body = "{\"movements\":[" + movementBody(fresh("m"), "receive", newItem(), 1, BERLIN) + "]}";
        given().contentType("application/json")
                .body(body)
                .post("/v1/movements")
                .then()
                .statusCode(401);
        as("no-such-key").body(body).post("/v1/movements").then().statusCode(401);
        as(key(List.of("stock:read"), null))
                .body(body)
                .post("/v1/movements")
                .then()
                .statusCode(403);
        as(key(List.of("stock:write"), Map.of("kind", "location", "id", MUNICH)))
                .body(body)
                .post("/v1/movements")
                .then()
                .statusCode(403);
        as(key(List.of("stock:write"), Map.of("kind", "location", "id", BERLIN)))
                .body(body)
                .post("/v1/movements")
                .then()
                .statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification as(String key) {
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }

    private static String key(List<String> roles, Map<String, String> scope) {
        var body = new java.util.HashMap<String, Object>(Map.of("name", "test", "roles", roles));
        if (scope != null) {
            body.put("scope", scope);
        }
        return asAdmin()
                .body(body)
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .path("key");
    }

    @Test
    void the_wrong_content_type_is_told() {
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/plain")
                .body("hello")
                .post("/v1/movements")
                .then()
                .statusCode(415)
                .contentType(startsWith("application/problem+json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"items%3Aimport", "items%3aimport?dry=no"})
    void a_client_may_escape_the_colon_of_a_path(String path) {
        var sku = fresh("SKU");
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body("sku,name\n" + sku + ",Mug\n")
                .post("/v1/" + path)
                .then()
                .statusCode(200)
                .body("stored", org.hamcrest.Matchers.equalTo(1));
        asAdmin().get("/v1/items/" + sku).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"parent=a@b", "within=a@b", "within=%20", "parent=a%00b"})
    void a_place_that_no_location_can_be_called_is_named(String query) {
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .urlEncodingEnabled(false)
                .get("/v1/locations?" + query)
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
    }

    @Test
    void every_row_of_an_import_is_reported() {
        var good = fresh("SKU");
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/csv")
                .urlEncodingEnabled(false) // The colon stays a colon, as with any other client.
                .body("sku,name,weightGrams\n%s,\"Mug, blue\",350\n,nameless,1\nX@Y,bad,1\n%s-2,Tea,heavy\n"
                        .formatted(good, good))
                .post("/v1/items:import")
                .then()
                .statusCode(200)
                .body("read", org.hamcrest.Matchers.equalTo(4))
                .body("stored", org.hamcrest.Matchers.equalTo(1))
                .body("rejected", org.hamcrest.Matchers.equalTo(3))
                .body("errors.row", org.hamcrest.Matchers.equalTo(List.of(2, 3, 4)));
        asAdmin().get("/v1/items/" + good).then().body("name", org.hamcrest.Matchers.equalTo("Mug, blue"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"x\",\"kind\":\"CASTLE\"}",
                "{\"name\":\"\",\"kind\":\"STORE\"}",
                "{\"name\":\"x\",\"kind\":\"STORE\",\"address\":{\"country\":\"Germany\"}}",
                "{\"name\":\"x\",\"kind\":\"STORE\",\"address\":{\"country\":\"DE\",\"latitude\":91}}",
                "{\"name\":\"x\",\"kind\":\"STORE\",\"timeZone\":\"Mars/Base\"}",
                "{\"name\":\"x\",\"kind\":\"STORE\",\"belowZero\":\"maybe\"}",
                "{\"id\":\"other\",\"name\":\"x\",\"kind\":\"STORE\"}",
            })
    void a_bad_location_is_named(String body) {
        asAdmin()
                .body(body)
                .put("/v1/locations/" + fresh("L"))
                .then()
                .statusCode(400)
                .body("detail", containsString("Expected"));
    }
}
