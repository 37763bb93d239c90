package dev.perpetual.ledger.counts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.ledger.Superuser;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CountRacesTest extends CountSentences {

    @Test
    void people_who_count_at_the_same_time_lose_nothing_of_each_other() throws Exception {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 40);
        var count = open(bin, "");
        enter("Ann", count, "", line(sku, bin, 0, "")).then().statusCode(200);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var counters = new ArrayList<Callable<Integer>>();
            for (var i = 0; i < 8; i++) {
                counters.add(() -> {
                    for (var each = 0; each < 5; each++) {
                        enter("Ann", count, "add", line(sku, bin, 1, "")).then().statusCode(200);
                    }
                    return 5;
                });
            }
            for (var counter : threads.invokeAll(counters)) {
                assertThat(counter.get()).isEqualTo(5);
            }
        }
        as("Ann").get("/v1/counts/" + count + "/lines").then().body("items[0].counted", equalTo(40));
        finish(count);
        assertThat(kinds(count)).isEmpty();
    }

    @Test
    void one_step_sent_by_many_at_once_takes_effect_once() throws Exception {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 10);
        var count = open(bin, "");
        var body = "{\"id\":\"%s\",\"mode\":\"add\",\"lines\":[%s]}".formatted(fresh("e"), line(sku, bin, 3, ""));
        var answers = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 8; i++) {
            answers.add(() ->
                    as("Ann").body(body).post("/v1/counts/" + count + "/lines").statusCode());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(answers)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        as("Ann").get("/v1/counts/" + count + "/lines").then().body("items[0].counted", equalTo(3));
    }

    @Test
    void a_count_that_was_interrupted_while_it_was_applied_goes_on_and_moves_nothing_twice() throws SQLException {
        var bin = newPlace(null);
        var sku = newItemAt(bin, 10);
        var other = newItemAt(bin, 10);
        var count = open(bin, "");
        enter("Ann", count, "", line(sku, bin, 7, ""), line(other, bin, 12, ""))
                .then()
                .statusCode(200);
        finish(count);
        // As if the ledger had died between the commit of the movements and that of the count.
        Superuser.run(
                "UPDATE stock_count SET state = 'APPLYING', applied_at = NULL, applied_by = NULL WHERE id = '%s'"
                        .formatted(count),
                "UPDATE stock_count_line SET applied_version = NULL WHERE count = '%s'".formatted(count));
        everythingIsAsItMustBe();

        decide("Bob", count, "apply").then().statusCode(200).body("state", equalTo("applied"));

        assertThat(kinds(count)).hasSize(2);
        assertThat(at(sku, bin, "available")).isEqualTo(7);
        assertThat(at(other, bin, "available")).isEqualTo(12);
    }

    @Test
    void a_count_of_more_lines_than_one_commit_takes_is_applied_whole() {
        var bin = newPlace(null);
        var prefix = fresh("MANY");
        var skus = IntStream.range(0, 1_100).mapToObj(i -> prefix + "-" + i).toList();
        upload("items:import", skus.stream().collect(Collectors.joining(",Thing\n", "sku,name\n", ",Thing\n")));
        upload("openings:import", sheet(skus.stream(), bin, 5));
        var count = open(bin, "");
        upload("counts/" + count + "/lines:import", sheet(skus.stream(), bin, 4));
        finish(count);
        asAdmin()
                .get("/v1/counts/" + count)
                .then()
                .body("lines.counted", equalTo(1_100))
                .body("lines.missing", equalTo(1_100));
        assertThat(at(prefix + "-0", bin, "available")).isEqualTo(4);
        assertThat(at(prefix + "-1099", bin, "available")).isEqualTo(4);
    }

    private static String sheet(java.util.stream.Stream<String> skus, String bin, int units) {
        return skus.map(sku -> sku + "," + bin + "," + units)
                .collect(Collectors.joining("\n", "sku,location,quantity\n", "\n"));
    }

    private static void upload(String path, String csv) {
        given().header("Authorization", "Bearer " + Infrastructure.ADMIN_KEY)
                .header("Idempotency-Key", fresh("file"))
                .contentType("text/csv")
                .urlEncodingEnabled(false)
                .body(csv)
                .post("/v1/" + path)
                .then()
                .statusCode(200)
                .body("rejected", equalTo(0));
    }
}
