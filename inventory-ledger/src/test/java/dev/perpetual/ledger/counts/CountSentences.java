package dev.perpetual.ledger.counts;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.ledger.LedgerTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sentences that the tests about counts are written in. */
abstract class CountSentences extends LedgerTest {

    private static final Map<String, String> KEYS = new HashMap<>();

    /** A place of its own, so that no other test's stock stands there. */
    static String newPlace(String parent) {
        var id = fresh("BIN");
        var body = new HashMap<String, Object>(Map.of("name", id, "kind", "WAREHOUSE"));
        if (parent != null) {
            body.put("parent", parent);
        }
        asAdmin().body(body).put("/v1/locations/" + id).then().statusCode(200);
        return id;
    }

    static String newItemAt(String place, long units) {
        return newItemWith(units, place);
    }

    /** A person with a key of their own. */
    static synchronized RequestSpecification as(String name) {
        var key = KEYS.computeIfAbsent(
                name,
                _ -> asAdmin()
                        .body(Map.of("name", name, "roles", List.of("stock:read", "stock:write")))
                        .post("/v1/api-keys")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("key"));
        return given().header("Authorization", "Bearer " + key).contentType("application/json");
    }

    static String open(String place, String more) {
        var id = fresh("C");
        asAdmin()
                .body("{\"id\":\"%s\",\"locations\":[\"%s\"]%s}".formatted(id, place, more))
                .post("/v1/counts")
                .then()
                .statusCode(201)
                .body("state", equalTo("open"));
        return id;
    }

    static String line(String sku, String place, long units, String more) {
        return "{\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":%d%s}".formatted(sku, place, units, more);
    }

    static Response enter(String person, String count, String mode, String... lines) {
        var said = mode.isEmpty() ? "" : "\"mode\":\"" + mode + "\",";
        return as(person)
                .body("{\"id\":\"%s\",%s\"lines\":[%s]}".formatted(fresh("entry"), said, String.join(",", lines)))
                .post("/v1/counts/" + count + "/lines");
    }

    static Response decide(String person, String count, String step) {
        return as(person).body("{\"id\":\"" + fresh("step") + "\"}").post("/v1/counts/" + count + "/" + step);
    }

    /** Completed, approved by one, applied. */
    static void finish(String count) {
        decide("Ann", count, "complete").then().statusCode(200).body("state", equalTo("completed"));
        decide("Ann", count, "approve").then().statusCode(200).body("state", equalTo("approved"));
        decide("Ann", count, "apply").then().statusCode(200).body("state", equalTo("applied"));
    }

    static long at(String sku, String place, String bucket) {
        return asAdmin()
                .get("/v1/levels?sku=" + sku + "&location=" + place)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Number>getList("items.buckets." + bucket)
                .stream()
                .mapToLong(Number::longValue)
                .sum();
    }

    static void sell(String sku, long units, String place) {
        movements("""
                {"id":"%s","kind":"sell","sku":"%s","quantity":%d,"location":"%s","occurredAt":"%s",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(fresh("sale"), sku, units, place, java.time.Instant.now()))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
    }

    static List<String> kinds(String count) {
        return asAdmin().get("/v1/movements?cause=" + count).jsonPath().getList("items.kind");
    }
}
