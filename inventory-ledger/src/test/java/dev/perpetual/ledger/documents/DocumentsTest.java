package dev.perpetual.ledger.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.LedgerTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** The sentences that the tests about documents are written in. */
abstract class DocumentsTest extends LedgerTest {

    static final String ROAD = "A-ROAD";

    private static boolean isRoadBuilt;

    @BeforeEach
    void road() {
        if (!isRoadBuilt) {
            isRoadBuilt = true;
            asAdmin()
                    .body(Map.of("name", "On the road", "kind", "TRANSIT", "belowZero", "refuse"))
                    .put("/v1/locations/" + ROAD)
                    .then()
                    .statusCode(200);
        }
    }

    static Response post(String path, String body) {
        return asAdmin().body(body).post("/v1/" + path);
    }

    /** A step of a document, with a fresh id. */
    static Response step(String path, String members) {
        return post(path, "{\"id\":\"%s\",%s}".formatted(fresh("step"), members));
    }

    static Response line(String path, String line) {
        return step(path, "\"lines\":[{\"line\":1," + line + "}]");
    }

    static String order(String sku, long units) {
        var id = fresh("PO");
        post("purchase-orders", """
                {"id":"%s","supplier":"MILL","to":"%s","expectedAt":"2036-01-01T00:00:00Z","tolerancePercent":5,
                 "lines":[{"line":1,"sku":"%s","quantity":%d,"unitCost":{"amount":"2.50","currency":"EUR"}}]}""".formatted(id, BERLIN, sku, units)).then().statusCode(201);
        return id;
    }

    static Response receive(String order, String sku, String counted) {
        return receive(fresh("R"), order, sku, counted);
    }

    static Response receive(String id, String order, String sku, String counted) {
        return post("receipts", """
                {"id":"%s","purchaseOrder":"%s","lines":[{"line":1,"sku":"%s",%s}]}""".formatted(id, order, sku, counted));
    }

    static String transfer(String sku, long units, boolean hold) {
        var id = fresh("TR");
        post("transfers", """
                {"id":"%s","from":"%s","via":"%s","to":"%s","hold":%s,"lines":[{"line":1,"sku":"%s","quantity":%d}]}""".formatted(id, BERLIN, ROAD, MUNICH, hold, sku, units))
                .then()
                .statusCode(201);
        return id;
    }

    static long at(String sku, String location, String bucket) {
        var rows = asAdmin()
                .get("/v1/levels?sku=" + sku + "&location=" + location)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .<Number>getList("items.buckets." + bucket);
        return rows.stream().mapToLong(Number::longValue).sum();
    }

    static void kinds(String cause, String... kinds) {
        assertThat(asAdmin().get("/v1/movements?cause=" + cause).jsonPath().<String>getList("items.kind"))
                .isEqualTo(List.of(kinds));
    }
}
