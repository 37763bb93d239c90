package dev.perpetual.publisher;

import static dev.perpetual.publisher.Scene.admin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.OpenApi;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bad input gets: a problem that says what was expected and what came; and nothing is applied. */
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class BadInputTest {

    private static final String GOOD = """
            {"kind":"webhook","connection":{"url":"http://127.0.0.1:9/x"},"secretRef":"shop"}""";

    @ParameterizedTest(name = "{0} → {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            quoteCharacter = '`',
            value = {
                "{\"kind\":                                                   | 400 | malformed-json    | -",
                "[]                                                          | 400 | invalid-request   | -",
                "null                                                        | 400 | invalid-request   | body",
                "{}                                                          | 400 | invalid-request   | kind",
                "{\"kind\":\"amazon\"}                                       | 422 | unsupported-kind  | kind",
                "{\"kind\":\"webhook\"}                                      | 400 | invalid-request   | connection",
                "{\"kind\":\"webhook\",\"connection\":{}}                    | 400 | invalid-request   | connection.url",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"a b\"}}     | 400 | invalid-request   | connection.url",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://127.0.0.1\"}} | 400 | invalid-request | secretRef",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://169.254.169.254\"},\"secretRef\":\"shop\"} | 422 | forbidden-address | connection.url",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"ftp://127.0.0.1\"},\"secretRef\":\"shop\"} | 422 | forbidden-address | connection.url",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://127.0.0.1\"},\"secretRef\":\"none\"} | 422 | unknown-secret | secretRef",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://127.0.0.1\"},\"secretRef\":\"short\"} | 422 | unknown-secret | secretRef",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://127.0.0.1\"},\"secretRef\":\"whsec_MfKQ9r8G==\"} | 400 | invalid-request | secretRef",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://127.0.0.1\"},\"secretRef\":\"shop\",\"budget\":{\"requestsPerSecond\":0}} | 400 | invalid-request | budget.requestsPerSecond",
                "{\"kind\":\"webhook\",\"connection\":{\"url\":\"http://127.0.0.1\"},\"secretRef\":\"shop\",\"budget\":{\"burst\":1.5}} | 400 | invalid-request | budget.burst"
            })
    void a_bad_channel_is_refused(String body, int status, String type, String field) {
        var answer = admin().body(body).put("/v1/channels/bad").then().statusCode(status);
        answer.contentType("application/problem+json")
                .body("type", equalTo("https://perpetual.dev/problems/" + type))
                .body("detail", startsWith("Expected "))
                .body("field", equalTo(field));
        admin().get("/v1/channels/bad").then().statusCode(404);
    }

    @ParameterizedTest(name = "{0} → {1} {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"locations\":[]}                       | 400 | invalid-request  | locations",
                "{\"locations\":[\"nowhere\"]}            | 422 | unknown-location | locations",
                "{\"locations\":[\"\"]}                   | 400 | invalid-request  | locations[0]",
                "{\"buffer\":{\"units\":-1}}              | 400 | invalid-request  | buffer.units",
                "{\"buffer\":{\"percent\":101}}           | 400 | invalid-request  | buffer.percent",
                "{\"cap\":-1}                             | 400 | invalid-request  | cap",
                "{\"cap\":\"5\"}                          | 400 | invalid-request  | cap",
                "{\"floorToZeroBelow\":-1}                | 400 | invalid-request  | floorToZeroBelow"
            })
    void a_bad_policy_is_refused_and_previewed_no_better(String body, int status, String type, String field) {
        admin().body(GOOD).put("/v1/channels/policies");
        admin().body(body)
                .put("/v1/channels/policies/policy")
                .then()
                .statusCode(status)
                .body("type", equalTo("https://perpetual.dev/problems/" + type))
                .body("field", equalTo(field));
        admin().get("/v1/channels/policies/policy").then().statusCode(404);
        admin().body("{\"channel\":\"policies\",\"policy\":%s}".formatted(body))
                .post("/v1/policies/preview")
                .then()
                .statusCode(status)
                .body("type", equalTo("https://perpetual.dev/problems/" + type));
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "get  | /v1/channels/nobody                          | 404",
                "get  | /v1/channels/nobody/quantities               | 404",
                "get  | /v1/channels/nobody/listings                 | 404",
                "get  | /v1/channels/nobody/policy                   | 404",
                "post | /v1/channels/nobody/pause                    | 404",
                "post | /v1/channels/nobody/resume                   | 404",
                "post | /v1/channels/nobody/zero                     | 404",
                "get  | /v1/channels?cursor=nonsense!                | 400",
                "get  | /v1/channels?limit=0                         | 400",
                "get  | /v1/exposure?limit=501                       | 400",
                "get  | /v1/exposure?cursor=YQ                       | 200"
            })
    void what_is_not_there_is_not_found_and_pages_have_limits(String method, String path, int status) {
        admin().request(method.toUpperCase(java.util.Locale.ROOT), path).then().statusCode(status);
    }

    @Test
    void an_unknown_sku_and_an_unknown_pack_are_refused_and_nothing_is_listed() {
        admin().body(GOOD).put("/v1/channels/listing-nothing");
        admin().body("{\"sku\":\"nobody-has-it\"}")
                .put("/v1/channels/listing-nothing/listings/a")
                .then()
                .statusCode(422)
                .body("type", equalTo("https://perpetual.dev/problems/unknown-sku"))
                .body("detail", equalTo("Expected a SKU that the catalog has, but got nobody-has-it"));
        admin().body("{}")
                .put("/v1/channels/listing-nothing/listings/a")
                .then()
                .statusCode(400)
                .body("field", equalTo("sku"));
        admin().get("/v1/channels/listing-nothing/listings").then().body("items.size()", equalTo(0));
    }

    @Test
    void a_channel_that_somebody_else_changed_meanwhile_is_not_changed() {
        var first = admin().body(GOOD).put("/v1/channels/etag").getHeader("ETag");
        admin().header("If-Match", first)
                .body(GOOD)
                .put("/v1/channels/etag")
                .then()
                .statusCode(200);
        admin().header("If-Match", first)
                .body(GOOD)
                .put("/v1/channels/etag")
                .then()
                .statusCode(412)
                .body("type", equalTo("https://perpetual.dev/problems/version-changed"));
    }

    @Test
    void nobody_gets_in_without_a_key_or_with_one_for_something_else() {
        given().get("/v1/channels").then().statusCode(401);
        given().header("Authorization", "Bearer made-up")
                .get("/v1/channels")
                .then()
                .statusCode(401);
        var reader = admin().body("{\"name\":\"reader\",\"roles\":[\"channels:read\"]}")
                .post("/v1/api-keys")
                .<String>path("key");
        given().header("Authorization", "Bearer " + reader)
                .get("/v1/channels")
                .then()
                .statusCode(200);
        given().header("Authorization", "Bearer " + reader)
                .contentType("application/json")
                .body(GOOD)
                .put("/v1/channels/mine")
                .then()
                .statusCode(403);
    }

    @Test
    void a_wrong_content_type_and_a_body_that_is_too_large_are_refused() {
        admin().contentType("text/plain")
                .body(GOOD)
                .put("/v1/channels/text")
                .then()
                .statusCode(415);
        admin().contentType("application/json")
                .body("{\"sku\":\"x\"}")
                .urlEncodingEnabled(false)
                .post("/v1/channels/text/listings:import")
                .then()
                .statusCode(415);
    }

    @Test
    void secrets_are_never_shown() {
        admin().body(GOOD).put("/v1/channels/discreet");
        assertThat(admin().get("/v1/channels/discreet").asString())
                .contains("\"secretRef\":\"shop\"")
                .doesNotContain("whsec_");
    }

    @Test
    void the_committed_api_document_is_what_the_code_says() throws IOException {
        OpenApi.check("channel-publisher");
    }
}
