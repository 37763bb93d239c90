package dev.perpetual.ledger.openings;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.ledger.LedgerTest;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OpeningsTest extends LedgerTest {

    private static final int MANY = 20_000;

    @Inject
    MeterRegistry metrics;

    private static String newPlace() {
        var id = fresh("NODE");
        asAdmin()
                .body(Map.of("name", id, "kind", "WAREHOUSE"))
                .put("/v1/locations/" + id)
                .then()
                .statusCode(200);
        return id;
    }

    private static Response send(String id, String type, String body) {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", id)
                .contentType(type)
                .urlEncodingEnabled(false)
                .body(body.getBytes(UTF_8))
                .post("/v1/openings:import");
    }

    private static Response send(String id, String csv) {
        return send(id, "text/csv", csv);
    }

    private static List<JsonNode> equality(String id, String query) {
        return asAdmin()
                .get("/v1/openings/" + id + "/equality" + query)
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(Contracts::tree)
                .toList();
    }

    @Test
    void opening_balances_are_equal_to_their_source_to_the_unit() {
        var node = newPlace();
        var mug = newItem();
        var tea = newItem();
        var id = fresh("opening");
        send(id, """
                sku,location,quantity,bucket,lot,owner,unitCost,currency,occurredAt
                %1$s,%3$s,10,,,,2.50,EUR,2026-01-01T00:00:00Z
                %1$s,%3$s,3,blocked,,,,,
                %2$s,%3$s,7,,L-1,MILL,,,
                %2$s,%3$s,0,inspection,,,,,
                """.formatted(mug, tea, node))
                .then()
                .statusCode(200)
                .body("recorded", equalTo(4))
                .body("rejected", equalTo(0));

        var report = equality(id, "");
        assertThat(report).hasSize(5);
        var verdict = report.getLast();
        assertThat(verdict.path("clean").asBoolean()).isTrue();
        assertThat(verdict.path("rows").asLong()).isEqualTo(4);
        assertThat(verdict.path("source").asLong()).isEqualTo(20);
        assertThat(verdict.path("ledger").asLong()).isEqualTo(20);
        asAdmin()
                .get("/v1/movements?sku=" + mug)
                .then()
                .body("items.kind", equalTo(List.of("receive", "receive")))
                .body("items[0].from.outside", equalTo("opening"))
                .body("items[0].cause.type", equalTo("opening"))
                .body("items[0].unitCost.amount", equalTo("2.50"));

        movement(fresh("sale"), "sell", mug, 4, node).then().statusCode(200);
        assertThat(equality(id, "").getLast().path("clean").asBoolean())
                .as("what happens later is no difference")
                .isTrue();
    }

    @Test
    void the_same_file_again_changes_nothing_and_a_longer_one_goes_on() {
        var node = newPlace();
        var one = newItem();
        var other = newItem();
        var id = fresh("opening");
        var head = "sku,location,quantity\n";
        send(id, head + one + "," + node + ",5\n").then().body("recorded", equalTo(1));
        var both = head + one + "," + node + ",5\n" + other + "," + node + ",6\n";
        send(id, both).then().body("unchanged", equalTo(1)).body("recorded", equalTo(1));
        send(id, both).then().body("unchanged", equalTo(2)).body("recorded", equalTo(0));
        assertThat(units(one, "available")).isEqualTo(5);
        assertThat(equality(id, "").getLast().path("clean").asBoolean()).isTrue();

        send(id, both.replace(",5\n", ",9\n"))
                .then()
                .body("rejected", equalTo(1))
                .body("errors[0].detail", containsString("Expected the figure that was opened first, 5, but got 9"));
        assertThat(units(one, "available")).isEqualTo(5);
        var different = equality(id, "?only=differences");
        assertThat(different).hasSize(2);
        assertThat(different.getFirst().path("difference").asLong()).isEqualTo(-4);
    }

    @Test
    void every_row_that_the_ledger_cannot_take_is_named_and_missing_in_the_report_until_it_can() {
        var node = newPlace();
        var known = newItem();
        var later = fresh("SKU");
        var already = newItemWith(2, node);
        var id = fresh("opening");
        var file = """
                sku,location,quantity,bucket
                %1$s,%3$s,5,
                %2$s,%3$s,6,
                %1$s,NOWHERE,1,
                %1$s,%3$s,5,
                %1$s,%3$s,-1,blocked
                %1$s,%3$s,many,blocked
                %1$s,%3$s,1,held
                """.formatted(known, later, node);
        send(id, file)
                .then()
                .statusCode(200)
                .body("read", equalTo(7))
                .body("recorded", equalTo(1))
                .body("rejected", equalTo(6))
                .body("errors.row", equalTo(List.of(2, 3, 4, 5, 6, 7)));

        var report = equality(id, "?only=differences");
        var verdict = report.getLast();
        assertThat(verdict.path("clean").asBoolean()).isFalse();
        assertThat(verdict.path("missingInLedger").asLong()).isEqualTo(2);
        assertThat(verdict.path("missingInSource").asLong()).isEqualTo(1);
        assertThat(verdict.path("unreadable").asLong()).isEqualTo(4);
        assertThat(report).anySatisfy(line -> {
            assertThat(line.path("sku").asText()).isEqualTo(already);
            assertThat(line.has("source")).isFalse();
            assertThat(line.path("ledger").asLong()).isEqualTo(2);
        });
        assertThat(report).anySatisfy(line -> {
            assertThat(line.path("sku").asText()).isEqualTo(later);
            assertThat(line.path("problem").asText()).contains("Expected a known SKU");
        });

        asAdmin().body(Map.of("name", "Late")).put("/v1/items/" + later).then().statusCode(200);
        send(id, file).then().body("recorded", equalTo(1)).body("unchanged", equalTo(1));
        assertThat(units(later, "available")).isEqualTo(6);
    }

    @Test
    void stock_that_was_there_before_is_a_difference() {
        var node = newPlace();
        var sku = newItemWith(2, node);
        var id = fresh("opening");
        send(id, "application/x-ndjson", "{\"sku\":\"%s\",\"location\":\"%s\",\"quantity\":5}".formatted(sku, node))
                .then()
                .body("recorded", equalTo(1));
        var report = equality(id, "?only=differences");
        assertThat(report.getFirst().path("ledger").asLong()).isEqualTo(7);
        assertThat(report.getFirst().path("difference").asLong()).isEqualTo(2);
        assertThat(report.getLast().path("different").asLong()).isEqualTo(1);
    }

    @Test
    void twenty_thousand_rows_in_one_call_are_some_forty_commits() {
        var node = newPlace();
        var prefix = fresh("BULK");
        var items = IntStream.range(0, MANY)
                .mapToObj(i -> prefix + "-" + i + ",Thing")
                .collect(Collectors.joining("\n", "sku,name\n", "\n"));
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body(items)
                .post("/v1/items:import")
                .then()
                .statusCode(200)
                .body("stored", equalTo(MANY));
        var file = IntStream.range(0, MANY)
                .mapToObj(i -> prefix + "-" + i + "," + node + "," + (i % 97))
                .collect(Collectors.joining("\n", "sku,location,quantity\n", "\n"));
        var id = fresh("opening");
        var before = metrics.get("ledger.commit").timer().count();

        send(id, file).then().statusCode(200).body("recorded", equalTo(MANY)).body("rejected", equalTo(0));

        assertThat(metrics.get("ledger.commit").timer().count() - before).isLessThan(100);
        var verdict = equality(id, "?only=differences");
        assertThat(verdict).hasSize(1);
        assertThat(verdict.getFirst().path("clean").asBoolean()).isTrue();
        assertThat(verdict.getFirst().path("rows").asLong()).isEqualTo(MANY);
        assertThat(verdict.getFirst().path("source").asLong())
                .isEqualTo(IntStream.range(0, MANY).mapToLong(i -> i % 97).sum());
        send(id, file).then().body("unchanged", equalTo(MANY)).body("recorded", equalTo(0));
    }

    private static final String ROW = """
            {"sku":"SKU","location":"WH-BERLIN","quantity":7,"bucket":"available","lot":"L","owner":"O",\
            "unitCost":{"amount":"1.00","currency":"EUR"},"occurredAt":"2026-03-02T08:00:00Z"}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"sku\":\"SKU\"|\"sku\":\"\"",
                "\"sku\":\"SKU\"|\"sku\":null",
                "\"sku\":\"SKU\"|\"sku\":7",
                "\"sku\":\"SKU\"|\"sku\":\"a@b\"",
                "\"sku\":\"SKU\"|\"sku\":\"a\\u0000b\"",
                "\"sku\":\"SKU\"|\"sku\":\"NOBODY-KNOWS\"",
                "\"WH-BERLIN\"|\"NOWHERE\"",
                "\"WH-BERLIN\"|\"\"",
                "\"WH-BERLIN\"|null",
                "\"quantity\":7|\"quantity\":-1",
                "\"quantity\":7|\"quantity\":1.5",
                "\"quantity\":7|\"quantity\":\"7\"",
                "\"quantity\":7|\"quantity\":null",
                "\"quantity\":7|\"quantity\":true",
                "\"quantity\":7|\"quantity\":1000000000001",
                "\"quantity\":7|\"quantity\":9223372036854775808",
                "\"available\"|\"held\"",
                "\"available\"|\"expected\"",
                "\"available\"|\"drawer\"",
                "\"lot\":\"L\"|\"lot\":\"\"",
                "\"lot\":\"L\"|\"lot\":\"\\u0007\"",
                "\"owner\":\"O\"|\"owner\":\"a@b\"",
                "\"1.00\"|\"-1.00\"",
                "\"1.00\"|\"1e99\"",
                "\"1.00\"|\"one\"",
                "\"EUR\"|\"EURO\"",
                "\"EUR\"|\"XYZ\"",
                "2026-03-02T08:00:00Z|yesterday",
                "2026-03-02T08:00:00Z|2026-02-30T08:00:00Z",
                "2026-03-02T08:00:00Z|2999-03-02T08:00:00Z",
                "2026-03-02T08:00:00Z|0001-01-01T00:00:00Z",
                "\"lot\":\"L\"|\"lot\":\"L\",\"lot\":\"L\"",
            })
    void a_bad_row_is_named_and_opens_nothing(String good, String bad) {
        var sku = newItem();
        assertThat(ROW).contains(good);
        send(fresh("opening"), "application/jsonl", ROW.replace(good, bad).replace("\"SKU\"", "\"" + sku + "\""))
                .then()
                .statusCode(200)
                .body("read", equalTo(1))
                .body("rejected", equalTo(1))
                .body("errors[0].detail", containsString("Expected"));
        assertThat(units(sku, "available")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sku,location,quantity\n", "sku,place,quantity\nX,Y,1\n", "\uFEFF", "{}"})
    void a_file_without_rows_or_columns_is_refused(String body) {
        send(fresh("opening"), body).then().statusCode(400).contentType(startsWith("application/problem+json"));
    }

    @Test
    void what_is_no_text_is_told() {
        var sku = newItem();
        var head = ("sku,location,quantity\n" + sku + "," + BERLIN + ",5\n").getBytes(UTF_8);
        var body = java.util.Arrays.copyOf(head, head.length + 2);
        body[head.length] = (byte) 0xC3;
        body[head.length + 1] = (byte) 0x28;
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", fresh("opening"))
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body(body)
                .post("/v1/openings:import")
                .then()
                .statusCode(200)
                .body("rejected", equalTo(1))
                .body("errors[0].detail", containsString("UTF-8"));
    }

    @Test
    void an_import_needs_its_name_its_type_and_its_place() {
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body("sku,location,quantity\nA,B,1\n")
                .post("/v1/openings:import")
                .then()
                .statusCode(400)
                .body("type", containsString("idempotency-key-missing"));
        send("\u00e4", "sku,location,quantity\nA,B,1\n").then().statusCode(400);
        send("x".repeat(101), "sku,location,quantity\nA,B,1\n").then().statusCode(400);
        send(fresh("opening"), "text/plain", "A").then().statusCode(415);
        asAdmin().get("/v1/openings/NOBODY/equality").then().statusCode(404);
        asAdmin()
                .urlEncodingEnabled(false)
                .get("/v1/openings/%00/equality")
                .then()
                .statusCode(404);
        asAdmin().get("/v1/openings/NOBODY/equality?only=some").then().statusCode(400);
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
                .extract()
                .<String>path("key");
        var sku = newItem();
        given().header("Authorization", "Bearer " + munich)
                .header("Idempotency-Key", fresh("opening"))
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body("sku,location,quantity\n%s,%s,1\n%s,%s,2\n".formatted(sku, BERLIN, sku, MUNICH))
                .post("/v1/openings:import")
                .then()
                .statusCode(200)
                .body("recorded", equalTo(1))
                .body("errors.row", equalTo(List.of(1)));
        assertThat(units(sku, "available")).isEqualTo(2);
    }
}
