package dev.perpetual.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.nullValue;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.ledger.closings.CloseSkus;
import dev.perpetual.ledger.verify.Passes;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class PastOverHttpTest extends LedgerTest {

    @Inject
    Database database;

    @Inject
    CloseSkus closings;

    @Test
    void scenario_5_two_movements_of_one_instant_both_count_from_that_instant_on() {
        var sku = newItem();
        movements(
                movementBody(fresh("m"), "receive", sku, 5, BERLIN), movementBody(fresh("m"), "sell", sku, 2, BERLIN));

        assertThat(onHand(sku, "?asOf=2026-03-02T07:59:59.999999Z")).isZero();
        assertThat(onHand(sku, "?asOf=2026-03-02T08:00:00Z")).isEqualTo(3);
        assertThat(item(sku, "?asOf=2026-03-02T08:00:00Z").getLong("version")).isEqualTo(2);
    }

    @Test
    void scenario_6_what_occurs_the_day_after_tomorrow_is_refused_and_now_is_unaffected() {
        var sku = newItemWith(5, BERLIN);
        var ahead = Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);
        movements(movementBody(fresh("m"), "receive", sku, 7, BERLIN).replace("2026-03-02T08:00:00Z", ahead.toString()))
                .then()
                .statusCode(400)
                .body("field", equalTo("movements[0].occurredAt"));

        assertThat(onHand(sku, "?asOf=" + Instant.now())).isEqualTo(5);
        assertThat(units(sku, "available")).isEqualTo(5);
    }

    @Test
    void a_fact_that_is_a_little_ahead_of_our_clock_counts_from_when_it_occurred() {
        var sku = newItemWith(5, BERLIN);
        var ahead = Instant.now().plus(4, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        movements(movementBody(fresh("m"), "receive", sku, 7, BERLIN).replace("2026-03-02T08:00:00Z", ahead.toString()))
                .then()
                .statusCode(200);

        assertThat(onHand(sku, "?asOf=" + Instant.now())).isEqualTo(5);
        assertThat(onHand(sku, "?asOf=" + ahead)).isEqualTo(12);
        assertThat(onHand(sku, "?recordedAsOf=" + Instant.now())).isEqualTo(12);
    }

    @Test
    void scenario_11_an_old_answer_stays_readable_after_a_correction() {
        var sku = newItemWith(5, BERLIN);
        var before = asAdmin().get("/v1/levels?sku=" + sku).jsonPath().getString("items[0].recordedAt");
        movements(movementBody(fresh("m"), "count-adjust", sku, -2, BERLIN)
                .replace("2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"));

        assertThat(onHand(sku, "")).isEqualTo(3);
        assertThat(onHand(sku, "?recordedAsOf=" + before)).isEqualTo(5);
        assertThat(onHand(sku, "?asOf=2026-03-02T08:30:00Z")).isEqualTo(5);
        assertThat(onHand(sku, "?asOf=2026-03-02T09:30:00Z")).isEqualTo(3);
        assertThat(onHand(sku, "?asOf=2026-03-02T09:30:00Z&recordedAsOf=" + before))
                .isEqualTo(5);
        asAdmin()
                .get("/v1/items/" + sku + "/timeline?recordedAsOf=" + before)
                .then()
                .body("items", hasSize(1))
                .body("items[0].onHand", equalTo(5))
                .body("next", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "asOf,yesterday",
        "asOf,2026-13-01T00:00:00Z",
        "asOf,2026-03-02",
        "asOf,1969-12-31T23:59:59Z",
        "asOf,9999-01-01T00:00:00Z",
        "recordedAsOf,1",
        "recordedAsOf,1969-12-31T23:59:59Z",
        "recordedAsOf,2999-01-01T00:00:00Z"
    })
    void a_time_that_cannot_be_answered_is_a_problem_that_names_it(String field, String time) {
        var sku = newItemWith(1, BERLIN);
        for (var path : List.of("/v1/levels", "/v1/levels/" + sku, "/v1/items/" + sku + "/timeline")) {
            asAdmin()
                    .queryParam(field, time)
                    .get(path)
                    .then()
                    .statusCode(400)
                    .body("type", containsString("invalid"))
                    .body("field", equalTo(field));
        }
    }

    @Test
    void all_levels_as_they_were_come_page_by_page_each_once() {
        var skus = new ArrayList<String>();
        for (var i = 0; i < 120; i++) {
            skus.add(newItemWith(i + 1, BERLIN));
        }
        var then = Instant.now();
        skus.forEach(sku -> movement(fresh("m"), "receive", sku, 1, MUNICH));

        var found = new HashSet<String>();
        var seen = new HashSet<Map<String, Object>>();
        var next = "";
        while (next != null) {
            var page = asAdmin()
                    .get("/v1/levels?location=" + BERLIN + "&bucket=available&recordedAsOf=" + then + next)
                    .then()
                    .statusCode(200)
                    .body("items.size()", lessThanOrEqualTo(100))
                    .extract()
                    .jsonPath();
            for (var i = 0; i < page.getList("items").size(); i++) {
                var sku = page.getString("items[" + i + "].sku");
                assertThat(seen.add(page.getMap("items[" + i + "]"))).as(sku).isTrue(); // Lots are levels of their own.
                found.add(sku);
                if (skus.contains(sku)) {
                    assertThat(page.getLong("items[" + i + "].onHand")).isEqualTo(skus.indexOf(sku) + 1L);
                }
            }
            next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
        }
        assertThat(found).containsAll(skus);
        assertThat(asAdmin()
                        .get("/v1/levels?sku=" + skus.getFirst() + "&location=" + MUNICH + "&recordedAsOf=" + then)
                        .jsonPath()
                        .getList("items"))
                .isEmpty();
    }

    @Test
    void a_timeline_of_many_pages_runs_on_from_page_to_page_and_says_who_and_why() {
        var sku = newItem();
        for (var batch = 0; batch < 5; batch++) {
            var bodies = new ArrayList<String>();
            for (var i = 0; i < 100; i++) {
                bodies.add(movementBody(fresh("m"), "receive", sku, 1, i % 10 == 0 ? MUNICH : BERLIN));
            }
            movements(bodies.toArray(String[]::new)).then().statusCode(200);
        }
        closings.closeAll();

        for (var location : List.of("at=1", "location=" + MUNICH)) {
            var path = "/v1/items/" + sku + "/timeline?" + location;
            var count = 0;
            var next = "";
            while (next != null) {
                var page = asAdmin()
                        .get(path + next)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                for (var row : page.getList("items.onHand", Long.class)) {
                    assertThat(row).isEqualTo(++count);
                }
                assertThat(page.getList("items.recordedBy")).doesNotContainNull();
                assertThat(page.getList("items.through")).containsOnly("http");
                assertThat(page.getList("items.cause.id")).containsOnly("T-1");
                next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
            }
            assertThat(count).isEqualTo(location.equals("at=1") ? 500 : 50);
        }
    }

    @Test
    void movements_are_found_by_when_they_were_recorded_and_paged() {
        var sku = newItemWith(1, BERLIN);
        var bodies = new ArrayList<String>();
        for (var i = 0; i < 450; i++) {
            bodies.add(movementBody(fresh("m"), "receive", sku, 1, MUNICH));
        }
        var from = Instant.now();
        movements(bodies.toArray(String[]::new)).then().statusCode(200);
        var to = Instant.now();
        movement(fresh("m"), "receive", sku, 1, MUNICH);

        for (var filter : List.of("sku=" + sku, "sku=" + sku + "&cause=T-1", "location=" + MUNICH, "cause=T-1")) {
            var versions = new ArrayList<Integer>();
            var next = "";
            while (next != null) {
                var page = asAdmin()
                        .get("/v1/movements?" + filter + "&from=" + from + "&to=" + to + next)
                        .then()
                        .statusCode(200)
                        .extract()
                        .jsonPath();
                versions.addAll(page.getList("items.version", Integer.class));
                next = page.getString("next") == null ? null : "&cursor=" + page.getString("next");
            }
            assertThat(versions)
                    .as(filter)
                    .hasSize(450)
                    .isSorted()
                    .startsWith(2)
                    .endsWith(451);
        }
    }

    @Test
    void a_closing_that_was_changed_is_found_and_named() {
        var sku = newItem();
        var bodies = new ArrayList<String>();
        for (var i = 0; i < 130; i++) {
            bodies.add(movementBody(fresh("m"), "receive", sku, 1, BERLIN));
        }
        movements(bodies.toArray(String[]::new));
        closings.closeAll();
        everythingIsAsItMustBe();

        change("UPDATE closing_balance SET available = available + 1 WHERE sku = ?", sku);
        assertThat(Passes.firstWrong(database, "closings = fold of the journal"))
                .contains(sku + " at " + BERLIN);
        change("UPDATE closing_balance SET available = available - 1 WHERE sku = ?", sku);
        change("UPDATE closing SET late = late + 1 WHERE sku = ?", sku);
        assertThat(Passes.firstWrong(database, "closings are dense and say how far they go"))
                .contains(sku + "/128");
        change("UPDATE closing SET late = late - 1 WHERE sku = ?", sku);
        change("""
                INSERT INTO late_fact SELECT sku, 0, 0, location, lot, owner, occurred_at, 7, expected, inspection,
                  available, held, picked, blocked, outbound, version, recorded_at FROM closing_balance WHERE sku = ?""", sku);
        assertThat(Passes.firstWrong(database, "late facts = those of the journal"))
                .contains(sku + "/7");
        change("DELETE FROM late_fact WHERE sku = ?", sku);
        everythingIsAsItMustBe();
    }

    private void change(String sql, String sku) throws DatabaseFailed {
        int changed = database.inTransaction(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, sku);
                return statement.executeUpdate();
            }
        });
        assertThat(changed).isPositive();
    }

    private static long onHand(String sku, String query) {
        return item(sku, query).getLong("onHand");
    }

    private static JsonPath item(String sku, String query) {
        return asAdmin()
                .get("/v1/levels/" + sku + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
