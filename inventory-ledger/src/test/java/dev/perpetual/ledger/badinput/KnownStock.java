package dev.perpetual.ledger.badinput;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.perpetual.ledger.LedgerTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** What the good requests are about: stock with lots and serials, holds, documents and counts at each of their stages. */
abstract class KnownStock extends LedgerTest {

    private static final String ROAD = "A-ROAD";
    private static final List<String> LIMITS = new ArrayList<>();

    /** A limit is there for all tests. */
    @AfterEach
    void lift() {
        LIMITS.forEach(
                limit -> asAdmin().delete("/v1/hold-limits/" + limit).then().statusCode(anyOf(is(204), is(404))));
        LIMITS.clear();
    }

    /** All of it is made anew, so that no other test changes it. */
    static GoodRequests.Known known() {
        put("/v1/locations/" + ROAD, "{\"name\":\"On the road\",\"kind\":\"TRANSIT\",\"belowZero\":\"refuse\"}");
        var sku = fresh("BAD");
        put("/v1/items/" + sku, "{\"name\":\"Mug\",\"packs\":[{\"code\":\"box\",\"units\":6}]}");
        movement(fresh("m"), "receive", sku, 500, BERLIN).then().statusCode(200);
        var lot = movementBody(fresh("m"), "receive", sku, 100, BERLIN)
                .replace("\"quantity\"", "\"lot\":\"L-1\",\"owner\":\"MILL\",\"quantity\"");
        movements(lot).then().statusCode(200);
        put("/v1/items/" + sku + "/lots/L-1", "{\"expiresAt\":\"2036-06-01T00:00:00Z\"}");
        var holds = new HashMap<String, String>();
        for (var step : List.of("unpick", "amend", "confirm", "release", "extend")) {
            holds.put(step, held(sku));
        }
        step(holds.get("unpick"), "pick", "{\"line\":1,\"quantity\":2}").then().statusCode(200);
        var tracked = tracked();
        for (var step : List.of("pick", "ship")) {
            holds.put(step, held(tracked));
        }
        var limit = "channel:" + fresh("web");
        put("/v1/hold-limits/" + limit, "{\"unitsMax\":100}");
        LIMITS.add(limit);
        var short_ = fresh("BAD");
        put("/v1/items/" + short_, "{\"name\":\"Cup\"}");
        movement(fresh("m"), "sell", short_, 5, BERLIN).then().statusCode(200);
        var discrepancy = asAdmin()
                .get("/v1/items/" + short_ + "/timeline")
                .then()
                .statusCode(200)
                .extract()
                .<String>path("items[0].discrepancy");
        var key = asAdmin()
                .body(Map.of("name", "to be revoked", "roles", List.of("stock:read")))
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        return new GoodRequests.Known(
                sku,
                BERLIN,
                ROAD,
                MUNICH,
                "L-1",
                holds,
                new KnownDocuments(sku, tracked).all(),
                discrepancy,
                key,
                new GoodRequests.Unit(tracked, "pick"),
                limit,
                new KnownCounts(sku).known());
    }

    private static String held(String sku) {
        var hold = fresh("hold");
        hold(hold, sku, 5, BERLIN).then().statusCode(201);
        return hold;
    }

    /** An item of whose twenty units all have serials. */
    private static String tracked() {
        var sku = fresh("BAD");
        put(
                "/v1/items/" + sku,
                "{\"name\":\"Phone\",\"tracking\":\"serial\",\"packs\":[{\"code\":\"box\",\"units\":2}]}");
        var serials = new ArrayList<>(List.of("pick", "ship", "sent"));
        while (serials.size() < 20) {
            serials.add("S-" + serials.size());
        }
        var received = movementBody(fresh("m"), "receive", sku, serials.size(), BERLIN)
                .replace("\"quantity\"", "\"serials\":[\"" + String.join("\",\"", serials) + "\"],\"quantity\"");
        movements(received).then().statusCode(200).body("results[0].outcome", equalTo("recorded"));
        return sku;
    }

    private static void put(String path, String body) {
        asAdmin().body(body).put(path).then().statusCode(200);
    }

    /** Documents at each of their stages. */
    private static final class KnownDocuments {
        private final Map<String, String> all = new HashMap<>();
        private final String sku;

        KnownDocuments(String sku, String tracked) {
            this.sku = sku;
            all.put(
                    "order",
                    made(
                            "purchase-orders",
                            "\"supplier\":\"MILL\",\"to\":\"%s\",%s",
                            BERLIN,
                            line("\"quantity\":100")));
            all.put("receipt", receipt("\"inspect\":5"));
            var failed = receipt("\"inspect\":5");
            step("receipts/" + failed + "/inspect", line("\"fail\":5"));
            all.put("failed", failed);
            // As many boxes as there should be mugs: somebody has to look again.
            all.put(
                    "order",
                    made(
                            "purchase-orders",
                            "\"supplier\":\"MILL\",\"to\":\"%s\",%s",
                            BERLIN,
                            line("\"quantity\":100")));
            all.put("parked", receipt("\"good\":600"));
            all.put(
                    "order",
                    made(
                            "purchase-orders",
                            "\"supplier\":\"MILL\",\"to\":\"%s\",%s",
                            BERLIN,
                            line("\"quantity\":100")));
            all.put("announcement", announcement());
            all.put("transfer", transfer(line("\"quantity\":5").replace(sku, tracked)));
            all.put("open", transfer(line("\"quantity\":5")));
            all.put("shipped", transfer(line("\"quantity\":5")));
            step("transfers/" + all.get("shipped") + "/ship", line("\"quantity\":5"));
            all.put("sold", sold());
            for (var stage : List.of("return", "returned", "unclosed")) {
                all.put(
                        stage,
                        made(
                                "returns",
                                "\"order\":\"%s\",\"location\":\"%s\",%s",
                                sold(),
                                BERLIN,
                                line("\"quantity\":5")));
            }
            step("returns/" + all.get("returned") + "/receive", line("\"quantity\":5"));
        }

        Map<String, String> all() {
            return all;
        }

        private String line(String quantity) {
            return "\"lines\":[{\"line\":1,\"sku\":\"%s\",%s}]".formatted(sku, quantity);
        }

        private String transfer(String lines) {
            return made(
                    "transfers",
                    "\"from\":\"%s\",\"via\":\"%s\",\"to\":\"%s\",\"hold\":true,%s",
                    BERLIN,
                    ROAD,
                    MUNICH,
                    lines);
        }

        private String announcement() {
            var id = fresh("doc");
            asAdmin()
                    .body("{\"id\":\"%s\",%s}".formatted(id, "\"lines\":[{\"line\":1,\"quantity\":5}]"))
                    .post("/v1/purchase-orders/" + all.get("order") + "/announce")
                    .then()
                    .statusCode(anyOf(is(200), is(201)));
            return id;
        }

        private String receipt(String counted) {
            return made("receipts", "\"purchaseOrder\":\"%s\",%s", all.get("order"), line(counted));
        }

        private String made(String path, String members, Object... values) {
            var id = fresh("doc");
            asAdmin()
                    .body("{\"id\":\"" + id + "\"," + members.formatted(values) + "}")
                    .post("/v1/" + path)
                    .then()
                    .statusCode(201);
            return id;
        }

        private static void step(String path, String members) {
            asAdmin()
                    .body("{\"id\":\"" + fresh("step") + "\"," + members + "}")
                    .post("/v1/" + path)
                    .then()
                    .statusCode(200);
        }

        /** An order whose five units were shipped. */
        private String sold() {
            var hold = fresh("hold");
            hold(hold, sku, 5, BERLIN).then().statusCode(201);
            LedgerTest.step(hold, "ship", "{\"line\":1,\"quantity\":5}").then().statusCode(200);
            return "O-" + hold;
        }
    }

    /** A count at each of its stages. */
    private static final class KnownCounts {
        private final Map<String, String> all = new HashMap<>();
        private final String place = fresh("BIN");
        private final String bare = fresh("BIN");
        private final String sku;

        KnownCounts(String sku) {
            this.sku = sku;
            put("/v1/locations/" + place, "{\"name\":\"Aisle\",\"kind\":\"WAREHOUSE\"}");
            put(
                    "/v1/locations/" + bare,
                    "{\"name\":\"Bin\",\"kind\":\"WAREHOUSE\",\"parent\":\"%s\"}".formatted(place));
            var received = movementBody(fresh("m"), "receive", sku, 50, place)
                    .replace("\"quantity\"", "\"lot\":\"L-1\",\"owner\":\"MILL\",\"quantity\"");
            movements(received).then().statusCode(200);
            for (var count : List.of("enter", "import", "cancel")) {
                all.put(count, opened());
            }
            all.put("complete", entered("L-1", 49));
            all.put("approve", entered("L-1", 48));
            step("approve", "complete");
            all.put("apply", entered("L-1", 47));
            step("apply", "complete");
            step("apply", "approve");
            all.put("settle", entered(fresh("WHENCE"), 2));
            for (var step : List.of("complete", "approve", "apply")) {
                step("settle", step);
            }
        }

        GoodCounts.Known known() {
            var opening = fresh("opening");
            asAdmin()
                    .contentType("application/x-ndjson")
                    .header("Idempotency-Key", opening)
                    .urlEncodingEnabled(false)
                    .body("{\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":3}"
                            .formatted(sku, place)
                            .getBytes(UTF_8))
                    .post("/v1/openings:import")
                    .then()
                    .statusCode(200)
                    .body("recorded", equalTo(1));
            var found = asAdmin()
                    .get("/v1/counts/" + all.get("settle") + "/lines")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getString("items.find { it.found }.line");
            return new GoodCounts.Known(sku, place, bare, all, found, opening);
        }

        private String opened() {
            var id = fresh("count");
            asAdmin()
                    .body("{\"id\":\"%s\",\"locations\":[\"%s\"],\"skus\":[\"%s\"]}".formatted(id, place, sku))
                    .post("/v1/counts")
                    .then()
                    .statusCode(201);
            return id;
        }

        private String entered(String lot, int units) {
            var id = opened();
            asAdmin()
                    .body(
                            "{\"id\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"location\":\"%s\",\"lot\":\"%s\",\"quantity\":%d}]}"
                                    .formatted(fresh("step"), sku, place, lot, units))
                    .post("/v1/counts/" + id + "/lines")
                    .then()
                    .statusCode(200);
            return id;
        }

        private void step(String count, String step) {
            asAdmin()
                    .body("{\"id\":\"" + fresh("step") + "\"}")
                    .post("/v1/counts/" + all.get(count) + "/" + step)
                    .then()
                    .statusCode(200);
        }
    }
}
