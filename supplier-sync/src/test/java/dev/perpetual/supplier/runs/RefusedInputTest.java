package dev.perpetual.supplier.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.supplier.SupplierSyncTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and that nothing of it is applied. */
@QuarkusTest
class RefusedInputTest extends SupplierSyncTest {

    private static final String FEED = "daily";

    private String supplier;

    @BeforeEach
    void a_supplier_and_the_catalog() throws Exception {
        catalogHas(LOCATION, List.of("MUG", "BOWL", "PLATE"));

        supplier = supplier();
        feed(supplier, FEED, "");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"sku,stock\nMUG,1\n", "sku;qty\nMUG;1\n", "MUG,1\n"})
    void a_missing_column_rejects_the_file_and_says_which_came(String file) {
        upload(supplier, FEED, file)
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", endsWith("missing-column"))
                .body("detail", containsString("but got"))
                .body("expected", notNullValue())
                .body("run", notNullValue());
        admin().get("/v1/runs?supplier=%s&state=rejected".formatted(supplier))
                .then()
                .body("items[0].counts.read", is(0))
                .body("items[0].problem.type", is("missing-column"));
        assertThat(known(supplier)).isEmpty();
    }

    @Test
    void a_file_that_breaks_off_inside_quotes_or_is_no_text_is_rejected_whole() {
        upload(supplier, FEED, "sku,qty\nMUG,1\nBOWL,\"2\n").statusCode(422).body("type", endsWith("malformed-csv"));
        admin().contentType("text/csv")
                .body(new byte[] {'s', 'k', 'u', ',', 'q', 't', 'y', '\n', 'M', (byte) 0xE9, ',', '1'})
                .post(runs(supplier, FEED))
                .then()
                .statusCode(422)
                .body("type", endsWith("wrong-charset"));
        assertThat(known(supplier)).isEmpty();
    }

    @Test
    void what_cannot_be_asked_is_answered_with_a_problem() {
        upload("nobody", FEED, "sku,qty\n").statusCode(404).body("type", endsWith("unknown-supplier"));
        upload(supplier, "other", "sku,qty\n").statusCode(404).body("type", endsWith("unknown-feed"));
        upload(supplier, "..", "sku,qty\n").statusCode(404);
        admin().contentType("application/pdf")
                .body(new byte[] {'x'})
                .post(runs(supplier, FEED))
                .then()
                .statusCode(415);
        admin().multiPart("other", "x").post(runs(supplier, FEED)).then().statusCode(400);
        admin().get("/v1/runs/no-such-run").then().statusCode(404).body("type", endsWith("unknown-run"));
        admin().contentType("application/json")
                .body("{\"name\":")
                .put("/v1/suppliers/" + supplier)
                .then()
                .statusCode(400)
                .body("type", endsWith("malformed-json"));
        assertThat(known(supplier)).isEmpty();
    }

    @ParameterizedTest(name = "announced: {0}")
    @ValueSource(booleans = {true, false})
    void fifty_megabytes_are_too_large(boolean announced) throws Exception {
        var zeros = HttpRequest.BodyPublishers.ofInputStream(() -> new LimitedZeros(50L * 1024 * 1024));
        var body = announced ? HttpRequest.BodyPublishers.fromPublisher(zeros, 50L * 1024 * 1024) : zeros;
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:%d%s".formatted(RestAssured.port, runs(supplier, FEED))))
                    .header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                    .header("Content-Type", "text/csv")
                    .POST(body)
                    .build();
            try {
                assertThat(http.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(413);
            } catch (IOException closed) {
                // The server does not read on to the end of what it refuses; whether the answer is seen is chance.
                assertThat(closed).isNotInstanceOf(HttpTimeoutException.class);
            }
        }
        assertThat(known(supplier)).isEmpty();
        admin().get("/v1/runs?supplier=" + supplier).then().body("items", hasSize(0));
    }

    /** So many zero bytes and no array of them. */
    private static final class LimitedZeros extends InputStream {
        private long left;

        LimitedZeros(long bytes) {
            left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }
    }

    @Test
    void a_feed_that_is_not_quite_defined_is_refused_with_the_member_at_fault() {
        refused("{}", "transport");
        refused(definition("\"transport\":{\"type\":\"pigeon\"}"), "transport.type");
        refused(definition("\"format\":{\"type\":\"csv\",\"delimiter\":\";;\"}"), "format.delimiter");
        refused(definition("\"format\":{\"type\":\"csv\",\"charset\":\"klingon\"}"), "format.charset");
        refused(definition("\"mapping\":{\"sku\":\"a\",\"quantity\":\"b\"}"), "mapping.location");
        refused(
                definition("\"mapping\":{\"sku\":\"a\",\"quantity\":\"b\",\"location\":\"depot\",\"packFactor\":0}"),
                "mapping");
        refused(definition("\"gates\":{\"shareToZeroMax\":1.5}"), "gates");
        refused(definition("\"gates\":{\"shareToZeroMaxx\":0.5}"), "shareToZeroMaxx");
        refused(definition("\"absentRows\":\"perhaps\""), "absentRows");
        refused(definition("\"freshness\":{\"fullFor\":\"a day\"}"), "freshness.fullFor");
    }

    @Test
    void a_definition_is_told_as_it_was_put_and_a_stale_change_is_refused() {
        var path = "/v1/suppliers/%s/feeds/%s".formatted(supplier, FEED);
        var tag = admin().get(path)
                .then()
                .body("mapping.sku", is("sku"))
                .body("version", is(1))
                .body("overdue", is(false))
                .extract()
                .header("ETag");
        feed(supplier, FEED, ",\"schedule\":{\"every\":\"PT1H\"}");
        admin().contentType("application/json")
                .header("If-Match", tag)
                .body(definition("\"absentRows\":\"zero\""))
                .put(path)
                .then()
                .statusCode(412)
                .body("type", endsWith("version-changed"));
        admin().get("/v1/suppliers/%s/feeds".formatted(supplier)).then().body("items.version", contains(2));
    }

    @Test
    void a_key_of_one_supplier_acts_for_no_other() {
        var key = admin().contentType("application/json")
                .body("""
                        {"name":"mill-%s","roles":["feeds:read","feeds:write"],"scope":{"kind":"supplier","id":"%s"}}""".formatted(supplier, supplier))
                .post("/v1/api-keys")
                .then()
                .extract()
                .<String>path("key");
        with(key)
                .contentType("text/csv")
                .body("sku,qty\nMUG,1\n")
                .post(runs(supplier, FEED))
                .then()
                .statusCode(202);
        var other = supplier();
        feed(other, FEED, "");
        var run = upload(other, FEED, "sku,qty\nMUG,1\n").extract().<String>path("id");
        with(key)
                .contentType("text/csv")
                .body("sku,qty\nMUG,2\n")
                .post(runs(other, FEED))
                .then()
                .statusCode(403);
        with(key).get("/v1/runs/" + run).then().statusCode(403);
        with(key).get("/v1/runs").then().statusCode(403);
        with(key).get("/v1/runs?supplier=" + supplier).then().statusCode(200).body("items.supplier", hasItem(supplier));
        with(key).get("/v1/suppliers/%s/stock".formatted(other)).then().statusCode(403);
        with("nonsense").get("/v1/runs").then().statusCode(401);
    }

    private static String definition(String member) {
        var name = member.substring(1, member.indexOf('"', 1));
        var members = new TreeMap<>(Map.of(
                "transport", "\"transport\":{\"type\":\"upload\"}",
                "format", "\"format\":{\"type\":\"csv\"}",
                "mapping", "\"mapping\":{\"sku\":\"sku\",\"quantity\":\"qty\",\"location\":\"depot\"}"));
        members.put(name, member);
        return "{" + String.join(",", members.values()) + "}";
    }

    private void refused(String definition, String field) {
        admin().contentType("application/json")
                .body(definition)
                .put("/v1/suppliers/%s/feeds/refused".formatted(supplier))
                .then()
                .statusCode(400)
                .body("field", equalTo(field));
    }
}
