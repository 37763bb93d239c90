package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serials that make no sense get a problem that says what was expected and what came, and change nothing. */
@QuarkusTest
class BadSerialsTest extends LedgerTest {

    private static final String TOO_LONG = "S".repeat(101);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"S1\"]",
                "[\"S1\",\"S2\",\"S3\"]",
                "[\"S1\",\"S1\"]",
                "[\"S1\",\"\"]",
                "[\"S1\",\"   \"]",
                "[\"S1\",\" S2\"]",
                "[\"S1\",\"S2 \"]",
                "[\"S1\",null]",
                "[\"S1\",2]",
                "[\"S1\",2.5]",
                "[\"S1\",true]",
                "[\"S1\",{}]",
                "[\"S1\",[\"S2\"]]",
                "[\"S1\",\"S\\u0000\"]",
                "[\"S1\",\"S\\n2\"]",
                "[\"S1\",\"S\\t2\"]",
                "[\"S1\",\"S\\u007f\"]",
                "[\"S1\",\"S\\u0085\"]",
                "[\"S1\",\"TOO_LONG\"]",
                "\"S1\"",
                "{\"S1\":1}",
                "7",
                "MANY",
            })
    void bad_serials_are_named_wherever_they_come(String serials) {
        var sku = SerialsTest.newPhone();
        var bad = "\"serials\":"
                + serials.replace("TOO_LONG", TOO_LONG)
                        .replace(
                                "MANY",
                                IntStream.range(0, 1_001)
                                        .mapToObj(i -> "\"S" + i + "\"")
                                        .collect(Collectors.joining(",", "[", "]")));
        for (var kind : new String[] {"receive", "ship", "return", "block", "count-adjust"}) {
            movements(movementBody(fresh("m"), kind, sku, 2, BERLIN).replace("\"occurredAt\"", bad + ",\"occurredAt\""))
                    .then()
                    .statusCode(400)
                    .contentType(startsWith("application/problem+json"))
                    .body("detail", containsString("Expected"));
        }
        movement(fresh("m"), "receive", sku, 2, BERLIN).then().statusCode(200);
        var hold = fresh("h");
        hold(hold, sku, 2, BERLIN).then().statusCode(201);
        for (var step : new String[] {"pick", "ship"}) {
            step(hold, step, "{\"line\":1,\"quantity\":2," + bad + "}")
                    .then()
                    .statusCode(400)
                    .contentType(startsWith("application/problem+json"));
        }
        asAdmin()
                .body("{\"id\":\"%s\",\"location\":\"%s\",\"lines\":[{\"line\":1,\"sku\":\"%s\",\"good\":2,%s}]}"
                        .formatted(fresh("R"), BERLIN, sku, bad))
                .post("/v1/receipts")
                .then()
                .statusCode(400)
                .contentType(startsWith("application/problem+json"));
        assertThat(units(sku, "held")).isEqualTo(2);
        asAdmin().get("/v1/items/" + sku + "/serials").then().body("items.size()", equalTo(0));
    }

    @Test
    void serials_of_an_item_that_has_none_are_refused_and_can_be_sent_again() {
        var sku = newItemWith(2, BERLIN);
        var named = movementBody(fresh("m"), "sell", sku, 1, BERLIN)
                .replace("\"occurredAt\"", "\"serials\":[\"S1\"],\"occurredAt\"");
        movements(named)
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("refused"))
                .body("results[0].problem.type", containsString("not-tracked-by-serial"));
        var hold = fresh("h");
        hold(hold, sku, 1, BERLIN).then().statusCode(201);
        step(hold, "ship", "{\"line\":1,\"quantity\":1,\"serials\":[\"S1\"]}")
                .then()
                .statusCode(422)
                .body("type", containsString("not-tracked-by-serial"));
        step(hold, "release", "{\"line\":1,\"quantity\":1,\"serials\":[\"S1\"]}")
                .then()
                .statusCode(400);
        assertThat(units(sku, "available")).isEqualTo(1);
        assertThat(units(sku, "held")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receipts|\"good\":1,\"damaged\":1",
                "receipts|\"good\":1,\"inspect\":1",
                "purchase-orders|\"quantity\":2",
                "transfers|\"quantity\":2",
                "returns|\"quantity\":2",
            })
    void a_line_names_units_only_when_they_are_in_hand_and_share_one_fate(String documents, String units) {
        asAdmin()
                .body("""
                        {"id":"%1$s","supplier":"MILL","location":"%2$s","to":"%2$s","from":"%3$s","via":"%4$s","order":"O-1",
                         "lines":[{"line":1,"sku":"%5$s",%6$s,"serials":["S1","S2"]}]}""".formatted(fresh("D"), BERLIN, MUNICH, STORE, SerialsTest.newPhone(), units)
                        .replaceAll(fields(documents), ""))
                .post("/v1/" + documents)
                .then()
                .statusCode(400)
                .body("detail", containsString("serials"));
    }

    /** What a document of the kind does not have. */
    private static String fields(String documents) {
        return switch (documents) {
            case "receipts" -> "\"(to|from|via|order)\":\"[^\"]*\",";
            case "purchase-orders" -> "\"(location|from|via|order)\":\"[^\"]*\",";
            case "transfers" -> "\"(supplier|location|order)\":\"[^\"]*\",";
            default -> "\"(supplier|to|from|via)\":\"[^\"]*\",";
        };
    }

    @Test
    void a_hole_in_the_way_of_a_unit_is_not_closed_by_a_count() {
        var sku = SerialsTest.newPhone();
        movements(movementBody(fresh("m"), "ship", sku, 1, BERLIN)
                        .replace("\"occurredAt\"", "\"serials\":[\"S1\"],\"occurredAt\""))
                .then()
                .body("results[0].outcome", equalTo("recorded"));
        var hole = asAdmin().get("/v1/items/" + sku + "/serials/S1").jsonPath().getString("holes[0].id");
        asAdmin()
                .body("{\"id\":\"" + fresh("fix") + "\"}")
                .post("/v1/discrepancies/" + hole + "/resolve")
                .then()
                .statusCode(409)
                .body("type", containsString("needs-its-movement"));
    }

    @Test
    void serials_are_counted_in_base_units() {
        var sku = fresh("PHONE");
        asAdmin()
                .body("{\"name\":\"Phone\",\"tracking\":\"serial\",\"packs\":[{\"code\":\"PAIR\",\"units\":2}]}")
                .put("/v1/items/" + sku)
                .then()
                .statusCode(200);
        var pair = movementBody(fresh("m"), "receive", sku, 1, BERLIN)
                .replace("\"occurredAt\"", "\"pack\":\"PAIR\",\"serials\":SERIALS,\"occurredAt\"");
        movements(pair.replace("SERIALS", "[\"S1\"]"))
                .then()
                .statusCode(400)
                .body("detail", containsString("Expected 2 serials"));
        movements(pair.replace("SERIALS", "[\"S1\",\"S2\"]"))
                .then()
                .statusCode(200)
                .body("results[0].outcome", equalTo("recorded"));
    }

    @Test
    void of_movements_together_one_that_names_a_unit_twice_takes_all_along() {
        var sku = SerialsTest.newPhone();
        var named = "\"serials\":[\"S1\"],\"occurredAt\"";
        asAdmin()
                .body("{\"atomic\":true,\"movements\":[%s,%s]}"
                        .formatted(
                                movementBody(fresh("m"), "receive", sku, 1, BERLIN)
                                        .replace("\"occurredAt\"", named),
                                movementBody(fresh("m"), "receive", sku, 1, MUNICH)
                                        .replace("\"occurredAt\"", named)))
                .post("/v1/movements")
                .then()
                .statusCode(200)
                .body("results.outcome", equalTo(java.util.List.of("refused", "refused")))
                .body("results[0].problem.detail", containsString("serial S1"));
        asAdmin().get("/v1/items/" + sku + "/serials/S1").then().statusCode(404);
        assertThat(units(sku, "available")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serials/S1|404",
                "serials/%20|400",
                "serials/%00|400",
                "serials/S1?cursor=x|400",
                "serials?cursor=%00|400",
                "serials?location=a@b|400",
            })
    void a_unit_that_nobody_named_is_not_found(String path, int status) {
        asAdmin()
                .urlEncodingEnabled(false)
                .get("/v1/items/" + SerialsTest.newPhone() + "/" + path)
                .then()
                .statusCode(status)
                .contentType(startsWith("application/problem+json"));
    }
}
