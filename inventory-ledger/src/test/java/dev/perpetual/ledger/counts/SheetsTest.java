package dev.perpetual.ledger.counts;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.kit.testing.Infrastructure;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SheetsTest extends CountSentences {

    private static Response sheet(String count, String key, String mode, String type, String body) {
        return given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", key)
                .contentType(type)
                .urlEncodingEnabled(false)
                .body(body.getBytes(UTF_8))
                .post("/v1/counts/" + count + "/lines:import" + mode);
    }

    @Test
    void a_sheet_comes_as_csv_every_row_is_reported_and_blank_ones_are_not_counted() {
        var bin = newPlace(null);
        var mug = newItemAt(bin, 10);
        var tea = newItemAt(bin, 5);
        var count = open(bin, "");
        var file = """
                \uFEFFsku,location,lot,quantity
                %1$s,%3$s,,9
                %2$s,%3$s,,
                %1$s,%3$s,,9
                NOBODY-KNOWS,%3$s,,1
                %1$s,NOWHERE,,1
                %1$s,%3$s,,nine
                %1$s,%3$s,,-1
                %1$s,%3$s,,1,2,3,4
                """.formatted(mug, tea, bin);
        var key = fresh("sheet");

        var first = sheet(count, key, "", "text/csv", file)
                .then()
                .statusCode(200)
                .body("read", equalTo(8))
                .body("entered", equalTo(1))
                .body("blank", equalTo(1))
                .body("rejected", equalTo(6))
                .body("errors.row.sort()", equalTo(List.of(3, 4, 5, 6, 7, 8)))
                .extract()
                .asString();

        assertThat(sheet(count, key, "", "text/csv", file).asString()).isEqualTo(first);
        finish(count);
        assertThat(at(mug, bin, "available")).isEqualTo(9);
        assertThat(at(tea, bin, "available")).isEqualTo(5);
    }

    @Test
    void json_lines_of_several_people_add_up_and_the_same_file_never_twice() {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 1_200);
        var count = open(bin, "");
        var file = IntStream.range(0, 1_200)
                .mapToObj(_ -> line(sku, bin, 1, ""))
                .collect(Collectors.joining("\n", "", "\nnull\n{\n"));
        var key = fresh("sheet");
        for (var round = 0; round < 2; round++) {
            sheet(count, key, "?mode=add", "application/x-ndjson", file)
                    .then()
                    .statusCode(200)
                    .body("entered", equalTo(1_200))
                    .body("rejected", equalTo(2));
        }
        asAdmin().get("/v1/counts/" + count + "/lines").then().body("items[0].counted", equalTo(1_200));
        sheet(count, key, "?mode=add", "application/x-ndjson", file.replace("\"quantity\":1", "\"quantity\":2"))
                .then()
                .statusCode(422)
                .body("type", containsString("idempotency-key-reused"));
        finish(count);
        assertThat(kinds(count)).isEmpty();
    }
}
