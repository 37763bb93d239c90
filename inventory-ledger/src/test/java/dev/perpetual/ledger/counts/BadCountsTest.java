package dev.perpetual.ledger.counts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense gets a problem that says what was expected and what came, and changes nothing. */
@QuarkusTest
class BadCountsTest extends CountSentences {

    private static String sku;
    private static String bin;
    private static String count;

    @BeforeEach
    void known() {
        if (sku == null) {
            bin = newPlace(null);
            sku = newItemAt(bin, 10);
            count = open(bin, "");
        }
    }

    private static final String OPEN = """
            {"id":"ID","locations":["BIN"],"skus":["SKU"],"lots":[""L""],"blind":false,"blank":"not-counted",
             "note":"why"}""".replace("\"\"L\"\"", "\"L\"");
    private static final String ENTER = """
            {"id":"ID","mode":"replace","lines":[{"sku":"SKU","location":"BIN","lot":"L","owner":"O","quantity":7,
             "version":1,"unitCost":{"amount":"1.00","currency":"EUR"}}],"emptyLocations":["BIN"]}""";

    private static void isRefused(String path, String template, String good, String bad, int status) {
        assertThat(template).contains(good);
        var body = template.replace(good, bad)
                .replace("\"ID\"", "\"" + fresh("x") + "\"")
                .replace("\"BIN\"", "\"" + bin + "\"")
                .replace("\"SKU\"", "\"" + sku + "\"");
        var before = everything();
        asAdmin()
                .body(body)
                .post("/v1/" + path)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected"));
        assertThat(everything()).isEqualTo(before);
    }

    private static String everything() {
        return asAdmin().get("/v1/levels/" + sku).asString()
                + asAdmin().get("/v1/counts/" + count + "/lines").asString()
                + asAdmin().get("/v1/counts/" + count).asString()
                + asAdmin().get("/v1/counts?location=" + bin).asString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"ID\"|\"id\":\"\"|400",
                "\"id\":\"ID\"|\"id\":null|400",
                "\"id\":\"ID\"|\"id\":7|400",
                "\"id\":\"ID\"|\"id\":\"a\\u0000b\"|400",
                "\"locations\":[\"BIN\"]|\"locations\":[]|400",
                "\"locations\":[\"BIN\"]|\"locations\":null|400",
                "\"locations\":[\"BIN\"]|\"locations\":\"BIN\"|400",
                "\"locations\":[\"BIN\"]|\"locations\":[null]|400",
                "\"locations\":[\"BIN\"]|\"locations\":[\"\"]|400",
                "\"locations\":[\"BIN\"]|\"locations\":[\"a@b\"]|400",
                "\"locations\":[\"BIN\"]|\"locations\":[\"BIN\",\"BIN\"]|400",
                "\"locations\":[\"BIN\"]|\"locations\":[\"NOWHERE\"]|422",
                "\"locations\":[\"BIN\"]|\"locations\":[7]|400",
                "\"skus\":[\"SKU\"]|\"skus\":[]|400",
                "\"skus\":[\"SKU\"]|\"skus\":[\"NOBODY-KNOWS\"]|422",
                "\"skus\":[\"SKU\"]|\"skus\":[\"a\\u0007\"]|400",
                "\"skus\":[\"SKU\"]|\"skus\":{}|400",
                "\"lots\":[\"L\"]|\"lots\":[\"\"]|400",
                "\"lots\":[\"L\"]|\"lots\":[\"L\",\"L\"]|400",
                "\"blind\":false|\"blind\":\"no\"|400",
                "\"blind\":false|\"blind\":0|400",
                "\"blank\":\"not-counted\"|\"blank\":\"maybe\"|400",
                "\"blank\":\"not-counted\"|\"blank\":\"\"|400",
                "\"note\":\"why\"|\"note\":\"\"|400",
                "\"note\":\"why\"|\"discrepancy\":\"nobody\"|422",
                "\"note\":\"why\"|\"discrepancy\":\"\"|400",
            })
    void a_bad_count_is_named(String good, String bad, int status) {
        isRefused("counts", OPEN, good, bad, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"ID\"|\"id\":null|400",
                "\"id\":\"ID\"|\"id\":\"\\u0000\"|400",
                "\"replace\"|\"forget\"|400",
                "\"replace\"|\"recount\"|409",
                "\"quantity\":7|\"quantity\":-1|400",
                "\"quantity\":7|\"quantity\":1.5|400",
                "\"quantity\":7|\"quantity\":\"7\"|400",
                "\"quantity\":7|\"quantity\":true|400",
                "\"quantity\":7|\"quantity\":1000000000001|400",
                "\"quantity\":7|\"quantity\":9223372036854775807|400",
                "\"quantity\":7|\"quantity\":9223372036854775808|400",
                "\"sku\":\"SKU\"|\"sku\":\"\"|400",
                "\"sku\":\"SKU\"|\"sku\":null|400",
                "\"sku\":\"SKU\"|\"sku\":\"a@b\"|400",
                "\"sku\":\"SKU\"|\"sku\":\"NOBODY-KNOWS\"|422",
                "\"location\":\"BIN\"|\"location\":\"WH-BERLIN\"|422",
                "\"location\":\"BIN\"|\"location\":\"\\u00e4\"|400",
                "\"lot\":\"L\"|\"lot\":\"\"|400",
                "\"lot\":\"L\"|\"lot\":\"\\u0007\"|400",
                "\"owner\":\"O\"|\"owner\":\"a@b\"|400",
                "\"version\":1|\"version\":-1|400",
                "\"version\":1|\"version\":99|422",
                "\"version\":1|\"version\":0|422",
                "\"version\":1|\"version\":9223372036854775808|400",
                "\"version\":1|\"version\":1,\"countedAt\":\"2026-03-02T08:00:00Z\"|400",
                "\"version\":1|\"countedAt\":\"yesterday\"|400",
                "\"version\":1|\"countedAt\":\"2026-02-30T08:00:00Z\"|400",
                "\"version\":1|\"countedAt\":\"2026-03-02T08:00:00Z\"|422",
                "\"version\":1|\"countedAt\":\"2999-03-02T08:00:00Z\"|400",
                "\"version\":1|\"countedAt\":\"0001-01-01T00:00:00Z\"|400",
                "\"version\":1|\"countedAt\":1772438400|400",
                "\"1.00\"|\"-1.00\"|400",
                "\"1.00\"|\"1e99\"|400",
                "\"1.00\"|\"one\"|400",
                "\"EUR\"|\"EURO\"|400",
                "\"EUR\"|\"XYZ\"|400",
                "\"lines\":[|\"lines\":[null,|400",
                "\"lines\":[|\"lines\":[{\"sku\":\"SKU\",\"location\":\"BIN\",\"lot\":\"L\",\"owner\":\"O\",\"quantity\":1},|400",
                "\"emptyLocations\":[\"BIN\"]|\"emptyLocations\":[\"WH-BERLIN\"]|422",
                "\"emptyLocations\":[\"BIN\"]|\"emptyLocations\":[]|400",
                "\"emptyLocations\":[\"BIN\"]|\"emptyLocations\":[\"BIN\",\"BIN\"]|400",
            })
    void a_bad_line_is_named_and_none_of_its_neighbours_is_entered(String good, String bad, int status) {
        isRefused("counts/" + count + "/lines", ENTER, good, bad, status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "counts/COUNT/approve|409",
                "counts/COUNT/apply|409",
                "counts/COUNT/complete|409",
                "counts/COUNT/lines/1/settle|409",
                "counts/COUNT/lines/x/settle|404",
                "counts/NOBODY/complete|404",
                "counts/NOBODY/approve|404",
                "counts/NOBODY/apply|404",
                "counts/NOBODY/cancel|404",
                "counts/NOBODY/lines/1/settle|404",
                "counts/%00/apply|404",
            })
    void a_step_that_cannot_be_is_refused(String path, int status) {
        var before = everything();
        asAdmin()
                .urlEncodingEnabled(false)
                .body("{\"id\":\"" + fresh("x") + "\"}")
                .post("/v1/" + path.replace("COUNT", count))
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"));
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "null", "7", "\"x\"", "{\"id\":\"a\",\"id\":\"b\"}", "{}", "{\"id\":\"\\u0000\"}"
            })
    void a_body_that_is_none_is_refused(String body) {
        for (var path :
                List.of("", "/COUNT/lines", "/COUNT/complete", "/COUNT/approve", "/COUNT/apply", "/COUNT/cancel")) {
            asAdmin()
                    .body(body)
                    .post("/v1/counts" + path.replace("COUNT", count))
                    .then()
                    .statusCode(400)
                    .contentType(startsWith("application/problem+json"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?state=gone",
                "?location=%07",
                "?location=a@b",
                "?cursor=x",
                "?cursor=MTk3MC0wMS0wMVQwMDowMDowMFofAAA",
                "/COUNT/lines?only=some",
                "/COUNT/lines?cursor=x",
                "/COUNT/lines?cursor=YQ",
                "/COUNT/coverage?cursor=x",
                "/COUNT/coverage?cursor=AA",
            })
    void a_bad_question_is_refused(String query) {
        asAdmin()
                .urlEncodingEnabled(false)
                .get("/v1/counts" + query.replace("COUNT", count))
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void a_count_of_nobody_is_not_found() {
        for (var path : List.of("NOBODY", "NOBODY/lines", "NOBODY/coverage", "%00", "%00/lines")) {
            asAdmin()
                    .urlEncodingEnabled(false)
                    .get("/v1/counts/" + path)
                    .then()
                    .statusCode(404)
                    .body("type", containsString("unknown-count"));
        }
    }

    @Test
    void an_id_is_used_once() {
        var body = OPEN.replace("\"ID\"", "\"" + count + "\"").replace("\"BIN\"", "\"" + bin + "\"");
        asAdmin().body(body).post("/v1/counts").then().statusCode(422).body("type", containsString("reused"));
    }

    @Test
    void only_a_key_of_that_place_may_count_there() {
        var munich = asAdmin()
                .body(Map.of(
                        "name",
                        "munich",
                        "roles",
                        List.of("stock:write"),
                        "scope",
                        Map.of("kind", "location", "id", MUNICH)))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("key");
        var before = everything();
        for (var path : List.of("/complete", "/approve", "/apply", "/cancel")) {
            with(munich)
                    .body("{\"id\":\"" + fresh("x") + "\"}")
                    .post("/v1/counts/" + count + path)
                    .then()
                    .statusCode(403);
        }
        with(munich)
                .body("{\"id\":\"%s\",\"lines\":[%s]}".formatted(fresh("x"), line(sku, bin, 1, "")))
                .post("/v1/counts/" + count + "/lines")
                .then()
                .statusCode(403);
        with(munich)
                .body("{\"id\":\"%s\",\"locations\":[\"%s\"]}".formatted(fresh("x"), bin))
                .post("/v1/counts")
                .then()
                .statusCode(403);
        with("nobody").get("/v1/counts").then().statusCode(401);
        assertThat(everything()).isEqualTo(before);
    }

    private static io.restassured.specification.RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }

    private static io.restassured.response.Response sheet(String key, String type, String body) {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", key)
                .contentType(type)
                .urlEncodingEnabled(false)
                .body(body)
                .post("/v1/counts/" + count + "/lines:import");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sku,location,quantity", "sku,place,quantity\nX,Y,1", "{}\n", "nothing"})
    void a_file_that_is_no_sheet_is_refused(String body) {
        var before = everything();
        sheet(fresh("sheet"), "text/csv", body).then().statusCode(400);
        sheet(fresh("sheet"), "text/plain", body).then().statusCode(415);
        sheet("a\\u0000b\"", "text/csv", body).then().statusCode(400);
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body("sku,location,quantity\nX,Y,1")
                .post("/v1/counts/" + count + "/lines:import")
                .then()
                .statusCode(400)
                .body("type", containsString("idempotency-key-missing"));
        assertThat(everything()).isEqualTo(before);
    }
}
