package dev.perpetual.router;

import static io.restassured.RestAssured.given;

import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeAll;

/** The router on real PostgreSQL and Kafka beside a played ledger, and the sentences that its tests are written in. */
@WithTestResource(value = Infrastructure.class, initArgs = @ResourceArg(name = "database", value = "order_router"))
abstract class RouterTest {
    static final String BERLIN = "WH-BERLIN";
    static final String LYON = "WH-LYON";
    static final String MADRID = "WH-MADRID";
    static final String MILL = "SUP-MILL";

    private static final AtomicLong NEXT = new AtomicLong(System.nanoTime() % 1_000_000_000);
    private static PlayedLedger ledger;

    @BeforeAll
    static synchronized void play() {
        if (ledger == null) {
            ledger = new PlayedLedger(bootstrapServers());
            ledger.location(BERLIN, "WAREHOUSE", 52.5, 13.4);
            ledger.location(LYON, "WAREHOUSE", 45.8, 4.8);
            ledger.location(MADRID, "STORE", 40.4, -3.7);
            ledger.location(MILL, "SUPPLIER", 50.0, 8.0);
        }
    }

    static String bootstrapServers() {
        return ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
    }

    static PlayedLedger ledger() {
        return ledger;
    }

    static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key).contentType(ContentType.JSON);
    }

    static RequestSpecification asAdmin() {
        return with(Infrastructure.ADMIN_KEY);
    }

    static String fresh(String what) {
        return what + "-" + NEXT.incrementAndGet();
    }

    /** A new item that the router knows, with stock per location that it knows too. */
    static String newItem(Map<String, Integer> stock) {
        var sku = fresh("SKU");
        ledger.item(sku);
        stock.forEach((location, units) -> ledger.receive(sku, location, units));
        Eventually.holds(() -> {
            var levels = preview(sku).getList("input.levels.available", Long.class).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            if (levels != stock.values().stream().mapToLong(Integer::longValue).sum()) {
                throw new AssertionError("Expected levels of " + stock + ", but got " + levels);
            }
        });
        return sku;
    }

    private static JsonPath preview(String sku) {
        return asAdmin()
                .body(order(fresh("preview"), "", line(1, sku, 1)))
                .post("/v1/decisions/preview")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static String line(int number, String sku, long quantity) {
        return "{\"line\":%d,\"sku\":\"%s\",\"quantity\":%d,\"unitPrice\":{\"amount\":\"9.90\",\"currency\":\"EUR\"}}"
                .formatted(number, sku, quantity);
    }

    /** An order to Germany; {@code more} are further members, each with its comma. */
    static String order(String channelOrderId, String more, String... lines) {
        var placed = more.contains("placedAt") ? "" : "\"placedAt\":\"2026-03-02T10:00:00Z\",";
        return """
                {"channel":"webshop","channelOrderId":"%s",%s%s
                 "shipTo":{"country":"DE","region":"BY","postalCode":"80331","city":"a city","street":"a street","name":"a name"},
                 "lines":[%s]}""".formatted(channelOrderId, placed, more, String.join(",", lines));
    }

    /** Posts and waits for the decision. */
    static Response post(String body) {
        return asAdmin().header("Prefer", "wait=20").body(body).post("/v1/orders");
    }

    /** Posts an order that must be taken in, and returns its id. */
    static String posted(String more, String... lines) {
        return post(order(fresh("N"), more, lines))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    static JsonPath order(String id) {
        return asAdmin()
                .get("/v1/orders/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    static JsonPath awaitOrder(String id, Predicate<JsonPath> wanted) {
        return Eventually.value(() -> order(id), wanted);
    }

    /** The units of a line as {@code ordered=open+held+picked+shipped+cancelled}. */
    static String units(JsonPath order, int line) {
        var at = "lines.find{it.line==" + line + "}.";
        return order.getLong(at + "ordered") + "="
                + java.util.stream.Stream.of("open", "held", "picked", "shipped", "cancelled")
                        .map(bucket -> Long.toString(order.getLong(at + bucket)))
                        .collect(Collectors.joining("+"));
    }

    static Response command(String path, String more) {
        return asAdmin().body("{\"id\":\"" + fresh("cmd") + "\"" + more + "}").post("/v1" + path);
    }

    static String fulfilment(JsonPath order) {
        return order.getString("fulfilments[0].id");
    }

    static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining(","));
    }
}
