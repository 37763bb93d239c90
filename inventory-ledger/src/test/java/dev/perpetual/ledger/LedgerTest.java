package dev.perpetual.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.ledger.verify.Passes;
import io.quarkus.arc.Arc;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;

/** The ledger running on real PostgreSQL and Kafka, and the sentences that its tests are written in. */
@WithTestResource(value = Infrastructure.class, initArgs = @ResourceArg(name = "database", value = "inventory_ledger"))
public abstract class LedgerTest {

    /** May go below zero by requests too. */
    protected static final String STORE = "STORE-1";

    protected static final String BERLIN = "WH-BERLIN";
    protected static final String MUNICH = "WH-MUNICH";
    protected static final String SUPPLIER = "SUP-MILL";

    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 1_000_000_000);

    private static boolean located;

    @BeforeEach
    void locations() {
        if (located) {
            return;
        }
        located = true;
        location(BERLIN, "WAREHOUSE", "refuse");
        location(MUNICH, "WAREHOUSE", "refuse");
        location(STORE, "STORE", "flag");
        location(SUPPLIER, "SUPPLIER", "refuse");
    }

    /** What its tests left behind is as it must be. Each has SKUs of its own, so nothing wrong is put right by the next. */
    @AfterAll
    static void verified() {
        assertThat(Passes.allWrong(Arc.container().instance(Database.class).get()))
                .isEmpty();
    }

    private static void location(String id, String kind, String belowZero) {
        asAdmin()
                .body(Map.of("name", id, "kind", kind, "belowZero", belowZero))
                .put("/v1/locations/" + id)
                .then()
                .statusCode(200);
    }

    protected static RequestSpecification asAdmin() {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType(ContentType.JSON);
    }

    /** An id that no other test has. */
    protected static String fresh(String what) {
        return what + "-" + NEXT.incrementAndGet();
    }

    protected static String newItem() {
        var sku = fresh("SKU");
        asAdmin()
                .body(Map.of("name", "Something"))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        return sku;
    }

    /** Each unit of it has a serial. */
    protected static String newPhone() {
        var sku = fresh("PHONE");
        asAdmin()
                .body(Map.of("name", "Phone", "tracking", "serial"))
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        return sku;
    }

    protected static String newItemWith(long units, String location) {
        var sku = newItem();
        movement(fresh("receipt"), "receive", sku, units, location).then().statusCode(200);
        return sku;
    }

    protected static String movementBody(String id, String kind, String sku, long quantity, String location) {
        return """
                {"id":"%s","kind":"%s","sku":"%s","quantity":%d,"location":"%s","occurredAt":"2026-03-02T08:00:00Z",
                 "cause":{"type":"test","id":"T-1"}}""".formatted(id, kind, sku, quantity, location);
    }

    protected static Response movement(String id, String kind, String sku, long quantity, String location) {
        return movements(movementBody(id, kind, sku, quantity, location));
    }

    protected static Response movements(String... bodies) {
        return asAdmin()
                .body("{\"movements\":[" + String.join(",", bodies) + "]}")
                .post("/v1/movements");
    }

    protected static Response hold(String id, String sku, long quantity, String location) {
        return asAdmin().body(holdBody(id, sku, quantity, location)).post("/v1/holds");
    }

    protected static String holdBody(String id, String sku, long quantity, String location) {
        return """
                {"id":"%s","owner":{"type":"order","id":"O-%s"},"fill":"all",
                 "lines":[{"line":1,"sku":"%s","location":"%s","quantity":%d}]}""".formatted(id, id, sku, location, quantity);
    }

    protected static Response step(String hold, String step, String lines) {
        return asAdmin()
                .body("{\"id\":\"" + fresh("step") + "\",\"lines\":[" + lines + "]}")
                .post("/v1/holds/" + hold + "/" + step);
    }

    protected static long units(String sku, String bucket) {
        return asAdmin()
                .get("/v1/levels/" + sku)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("totals." + bucket);
    }

    protected static void everythingIsAsItMustBe() {
        var report = asAdmin()
                .post("/v1/verify?topics=false")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        if (!report.contains("{\"clean\":true")) {
            throw new AssertionError("Expected a clean report, but got " + report);
        }
    }
}
