package dev.perpetual.supplier;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What tests of the running service share: a supplier of their own, its files, and what is known of its stock. */
@QuarkusTestResource(value = Infrastructure.class, initArgs = @ResourceArg(name = "database", value = "supplier_sync"))
@QuarkusTestResource(DropFolderOfTests.class)
public abstract class SupplierSyncTest {

    protected static final String CATALOG = "catalog";
    protected static final String LOCATION = "depot";

    protected static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY);
    }

    protected static RequestSpecification with(String key) {
        return given().header("Authorization", "Bearer " + key);
    }

    /** Tells the catalog in place of the ledger and waits until this service knows. */
    protected static void catalogHas(String location, List<String> skus) throws SQLException {
        try (var writer = new TopicWriter(Infrastructure.running().bootstrapServers(), CATALOG)) {
            writer.write("location:" + location, "catalog.location.changed.v1", 1, """
                    {"id":"%s","name":"Depot","kind":"SUPPLIER","version":1}""".formatted(location));
            for (var sku : skus) {
                writer.write("item:" + sku, "catalog.item.changed.v1", 1, """
                        {"sku":"%s","name":"A thing","version":1,"status":"active"}""".formatted(sku));
            }
        }
        for (var sku : skus) {
            Eventually.value(() -> count("SELECT count(*) FROM known_item WHERE sku = '" + sku + "'"), n -> n == 1);
        }
        Eventually.value(() -> count("SELECT count(*) FROM known_location WHERE id = '" + location + "'"), n -> n == 1);
    }

    /** Items that need not come by the topic: as many as there are numbers. */
    protected static void manyItems(String prefix, int items) throws SQLException {
        execute("INSERT INTO known_item SELECT '%s' || n, 1 FROM generate_series(1, %d) n ON CONFLICT DO NOTHING"
                .formatted(prefix, items));
    }

    protected static String supplier() {
        var id = "s-" + UUID.randomUUID().toString().substring(0, 8);
        admin().contentType("application/json")
                .body("{\"name\":\"A mill\"}")
                .put("/v1/suppliers/" + id)
                .then()
                .statusCode(200);
        return id;
    }

    /** A feed with columns sku and qty; more members of the definition as JSON, each with a comma before it. */
    protected static void feed(String supplier, String feed, String more) {
        admin().contentType("application/json")
                .body("""
                        {"transport":{"type":"folder"},"format":{"type":"csv"},
                         "mapping":{"sku":"sku","quantity":"qty","location":"%s"}%s}""".formatted(LOCATION, more))
                .put("/v1/suppliers/%s/feeds/%s".formatted(supplier, feed))
                .then()
                .statusCode(200);
    }

    protected static ValidatableResponse upload(String supplier, String feed, String csv) {
        return admin().contentType("text/csv")
                .body(csv.getBytes(UTF_8))
                .post(runs(supplier, feed))
                .then();
    }

    protected static String runs(String supplier, String feed) {
        return "/v1/suppliers/%s/feeds/%s/runs".formatted(supplier, feed);
    }

    protected static String csv(Map<String, ?> figures) {
        var lines = new ArrayList<String>();
        lines.add("sku,qty");
        figures.forEach((sku, quantity) -> lines.add(sku + "," + quantity));
        return String.join("\n", lines) + "\n";
    }

    /** All that is known of a supplier's stock, by SKU. */
    protected static Map<String, Long> known(String supplier) {
        var stock = new java.util.TreeMap<String, Long>();
        List<Map<String, Object>> rows = admin().get("/v1/suppliers/%s/stock?limit=1000".formatted(supplier))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items");
        rows.forEach(row -> stock.put((String) row.get("sku"), ((Number) row.get("said")).longValue()));
        return stock;
    }

    protected static Path dropFolder(String supplier, String feed) {
        return DropFolderOfTests.ROOT.resolve(supplier).resolve(feed);
    }

    protected static long count(String sql) throws SQLException {
        try (var connection = database();
                var select = connection.prepareStatement(sql)) {
            var rows = select.executeQuery();
            rows.next();
            return rows.getLong(1);
        }
    }

    protected static void execute(String sql) throws SQLException {
        try (var connection = database();
                var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static Connection database() throws SQLException {
        var credentials = Infrastructure.running().database("supplier_sync");
        return DriverManager.getConnection(credentials.jdbcUrl(), credentials.appUser(), credentials.appPassword());
    }
}
