package dev.perpetual.kit;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class AtTheDoorTest {

    private static final String GOOD = "{\"lines\":[{\"quantity\":1}]}";

    @Test
    void nobody_writes_or_reads_without_a_key() {
        given().contentType("application/json")
                .body(GOOD)
                .put("/v1/numbers/web")
                .then()
                .statusCode(401)
                .contentType(startsWith("application/problem+json"));
        write(request("wrong-key"), GOOD).statusCode(401);
    }

    @Test
    void a_path_that_forgot_to_say_who_may_is_closed_to_all() {
        request(Infrastructure.ADMIN_KEY)
                .get("/v1/numbers/forgotten")
                .then()
                .statusCode(403)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void a_key_does_what_its_roles_say_for_whom_its_scope_says_until_it_is_revoked() {
        var reader = newKey(List.of("orders:read"), null);
        write(request(reader.get("key")), GOOD).statusCode(403);

        var scoped = newKey(List.of("orders:write"), Map.of("kind", "channel", "id", "web"));
        write(request(scoped.get("key")), GOOD).statusCode(200).body("by", equalTo("test"));
        request(scoped.get("key"))
                .header("Idempotency-Key", UUID.randomUUID())
                .contentType("application/json")
                .body(GOOD)
                .put("/v1/numbers/market")
                .then()
                .statusCode(403)
                .body("type", equalTo("https://perpetual.dev/problems/foreign-scope"))
                .body("detail", containsString("Expected a key for channel market, but this one is for channel web"));
        request(Infrastructure.ADMIN_KEY)
                .delete("/v1/api-keys/" + scoped.get("id"))
                .then()
                .statusCode(204);
        request(Infrastructure.ADMIN_KEY)
                .delete("/v1/api-keys/" + scoped.get("id"))
                .then()
                .statusCode(404);
    }

    @Test
    void the_same_key_and_content_get_the_first_answer_again() {
        var key = UUID.randomUUID().toString();
        var first = send(key, GOOD).statusCode(200).extract().asString();
        var second = send(key, GOOD).statusCode(200).header("Idempotent-Replayed", "true");
        assertThat(second.extract().asString()).isEqualTo(first);
    }

    @Test
    void the_same_key_with_other_content_is_refused_and_the_stored_hash_named() {
        var key = UUID.randomUUID().toString();
        send(key, GOOD).statusCode(200);
        send(key, "{\"lines\":[{\"quantity\":2}]}")
                .statusCode(422)
                .body("type", equalTo("https://perpetual.dev/problems/idempotency-key-reused"))
                .body("storedHash.length()", equalTo(64));
    }

    @Test
    void a_write_without_an_idempotency_key_is_refused() {
        request(Infrastructure.ADMIN_KEY)
                .contentType("application/json")
                .body(GOOD)
                .put("/v1/numbers/web")
                .then()
                .statusCode(400)
                .body("type", equalTo("https://perpetual.dev/problems/idempotency-key-missing"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'{\"lines\":[{\"quantity\":0}]}'     | 400 | lines[0].quantity of 1 or more, but got 0",
                "'{\"lines\":[{\"quantity\":-1}]}'    | 400 | but got -1",
                "'{\"lines\":[{\"quantity\":1.5}]}'   | 400 | lines[0].quantity",
                "'{\"lines\":[{\"quantity\":\"1\"}]}' | 400 | Expected lines[0].quantity as a whole number",
                "'{\"lines\":[{\"quantity\":9223372036854775808}]}' | 400 | lines[0].quantity",
                "'{\"lines\":[{}]}'                   | 400 | Expected lines[0].quantity, but got none",
                "'{\"lines\":{}}'                     | 400 | Expected lines as a list",
                "'{\"lines\":[],\"lines\":[]}'        | 400 | Expected",
                "'{\"lines\":['                       | 400 | Expected",
                "'[]'                                 | 400 | Expected a JSON body",
                "'lines'                              | 400 | Expected",
                "'{} {}'                              | 400 | Expected",
            })
    void a_bad_body_is_answered_with_what_was_expected(String body, int status, String detail) {
        send(UUID.randomUUID().toString(), body)
                .statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString(detail));
    }

    @Test
    void another_content_type_is_refused() {
        request(Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", UUID.randomUUID())
                .contentType("text/plain")
                .body(GOOD)
                .put("/v1/numbers/web")
                .then()
                .statusCode(415)
                .contentType(startsWith("application/problem+json"));
    }

    @Test
    void a_body_of_50_mb_is_refused_before_it_is_read() {
        send(UUID.randomUUID().toString(), " ".repeat(50 << 20))
                .statusCode(413)
                .contentType(startsWith("application/problem+json"))
                .body("detail", containsString("Expected a body of at most 10485760 bytes, but got 52428800"));
    }

    @Test
    void an_unknown_path_and_method_are_problems_too() {
        request(Infrastructure.ADMIN_KEY)
                .get("/v1/nothing")
                .then()
                .statusCode(404)
                .contentType(startsWith("application/problem+json"));
        request(Infrastructure.ADMIN_KEY)
                .delete("/v1/numbers/web")
                .then()
                .statusCode(405)
                .contentType(startsWith("application/problem+json"));
    }

    private static ValidatableResponse write(RequestSpecification request, String body) {
        return request.header("Idempotency-Key", UUID.randomUUID())
                .contentType("application/json")
                .body(body)
                .put("/v1/numbers/web")
                .then();
    }

    private static ValidatableResponse send(String key, String body) {
        return request(Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .put("/v1/numbers/web")
                .then();
    }

    private static RequestSpecification request(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    private static Map<String, String> newKey(List<String> roles, Map<String, String> scope) {
        var body = scope == null
                ? Map.of("name", "test", "roles", roles)
                : Map.of("name", "test", "roles", roles, "scope", scope);
        return request(Infrastructure.ADMIN_KEY)
                .contentType("application/json")
                .body(body)
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("", String.class, String.class);
    }
}
