package dev.perpetual.ledger.rebuild;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.closings.CloseSkus;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RebuildTest extends LedgerTest {

    private static final List<String> BY_SKU = List.of("balance", "hold_line", "discrepancy");

    @Inject
    CloseSkus closings;

    @Test
    void scenario_11_a_week_of_wrong_figures_is_folded_again_while_traffic_runs_and_every_change_is_told()
            throws Exception {
        var sku = newItemWith(10, BERLIN);
        var hold = fresh("hold");
        hold(hold, sku, 4, BERLIN).then().statusCode(201);
        step(hold, "pick", "{\"line\":1,\"quantity\":1}").then().statusCode(200);
        var other = fresh("hold");
        hold(other, sku, 1, BERLIN).then().statusCode(201);
        step(other, "ship", "").then().statusCode(200);
        movement(fresh("sale"), "sell", sku, 3, STORE).then().statusCode(200);
        movement(fresh("receipt"), "receive", sku, 5, STORE).then().statusCode(200);
        movement(fresh("sale"), "sell", sku, 4, STORE).then().statusCode(200);
        var right = copy(sku, hold, other);
        var busy = newItemWith(1_000, BERLIN);

        Superuser.run(
                "UPDATE balance SET available = available + 5, version = 1, floor = -9, occurred_at = now()"
                        + " WHERE sku = '%s' AND location = '%s'".formatted(sku, BERLIN),
                "DELETE FROM balance WHERE sku = '%s' AND location = '%s'".formatted(sku, STORE),
                "INSERT INTO balance (sku, location, lot, version, occurred_at, recorded_at)"
                        + " VALUES ('%s', '%s', 'NEVER', 1, now(), now())".formatted(sku, MUNICH),
                "UPDATE hold SET state = 'CLOSED', version = 7 WHERE id = '" + hold + "'",
                "UPDATE hold_line SET open = 0, released = 3 WHERE hold = '" + hold + "'",
                "DELETE FROM hold_line WHERE hold = '" + other + "'",
                "DELETE FROM hold WHERE id = '" + other + "'",
                "DELETE FROM discrepancy WHERE closed_at IS NULL AND sku = '" + sku + "'",
                "UPDATE discrepancy SET short_by = 2, closed_at = NULL, closed_by = NULL WHERE sku = '" + sku + "'",
                "UPDATE stream SET version = version + 3 WHERE id = '" + sku + "'");

        var report = whileBusy(busy, RebuildTest::rebuild);

        assertThat(copy(sku, hold, other)).isEqualTo(right);
        assertThat(changes(report, "balance", sku)).hasSize(3);
        assertThat(changes(report, "balance", sku))
                .anySatisfy(change -> {
                    assertThat(change.path("before").path("available").asLong()
                                    - change.path("after").path("available").asLong())
                            .isEqualTo(5);
                })
                .anySatisfy(change -> assertThat(change.has("before")).isFalse())
                .anySatisfy(change -> assertThat(change.has("after")).isFalse());
        assertThat(changes(report, "discrepancy", sku)).hasSize(2);
        assertThat(changes(report, "hold", hold)).isNotEmpty();
        assertThat(changes(report, "hold_line", other)).isNotEmpty();
        assertThat(changes(report, "stream", sku)).hasSize(1);
        everythingIsAsItMustBe();
        assertThat(changes(rebuild(), "balance", sku)).isEmpty();
        assertThat(units(busy, "available") + units(busy, "held")).isPositive();
    }

    @Test
    void what_was_said_of_lots_is_told_by_the_journal_and_made_again() throws SQLException {
        var sku = newItem();
        for (var day : List.of("2031-05-01T00:00:00Z", "2031-04-01T00:00:00Z")) {
            describe(sku, "SOLD", day);
        }
        describe(sku, "LOST", "2031-06-01T00:00:00.123456Z");
        asAdmin()
                .body("{\"id\":\"%s\",\"reason\":\"glass in it\"}".formatted(fresh("recall")))
                .post("/v1/items/" + sku + "/lots/SOLD/recall")
                .then()
                .statusCode(200);
        var right = lotsOf(sku);
        assertThat(right).contains("SOLD", "RECALLED", "glass in it", "LOST");
        assertThat(changes(rebuild(), "lot", sku)).isEmpty();

        Superuser.run(
                "UPDATE lot SET expires_at = NULL, withdrawn = NULL, reason = NULL, withdrawn_at = NULL, version = 9"
                        + " WHERE code = 'SOLD' AND sku = '" + sku + "'",
                "DELETE FROM lot WHERE code = 'LOST' AND sku = '" + sku + "'",
                "INSERT INTO lot (sku, code, version) VALUES ('" + sku + "', 'NEVER', 1)");
        var report = rebuild();

        assertThat(lotsOf(sku)).isEqualTo(right);
        assertThat(changes(report, "lot", sku)).hasSize(3);
        everythingIsAsItMustBe();
    }

    private static void describe(String sku, String lot, String expiresAt) {
        asAdmin()
                .body("{\"expiresAt\":\"" + expiresAt + "\"}")
                .put("/v1/items/" + sku + "/lots/" + lot)
                .then()
                .statusCode(200);
    }

    private static String lotsOf(String sku) throws SQLException {
        return Superuser.ask(
                "SELECT string_agg(lot::text, E'\\n' ORDER BY code) FROM lot WHERE sku = '%s'".formatted(sku));
    }

    @Test
    void closings_are_made_again_equal_bit_for_bit_and_every_change_is_told() throws SQLException {
        var sku = newItem();
        var bodies = new ArrayList<String>();
        for (var i = 0; i < 400; i++) {
            var late = i % 7 == 0 ? "2026-01-01T08:00:00Z" : "2026-03-02T08:00:00Z";
            bodies.add(movementBody(fresh("m"), "receive", sku, 1 + i % 3, i % 5 == 0 ? MUNICH : BERLIN)
                    .replace("2026-03-02T08:00:00Z", late));
        }
        movements(bodies.toArray(String[]::new)).then().statusCode(200);
        closings.closeAll();
        var right = closingsOf(sku);
        assertThat(changes(rebuild(), "closing", sku)).isEmpty();
        assertThat(closingsOf(sku)).isEqualTo(right);

        Superuser.run(
                "UPDATE closing SET late = late + 1 WHERE version = 256 AND sku = '" + sku + "'",
                "UPDATE closing_balance SET available = 0 WHERE closing = 128 AND sku = '" + sku + "'",
                "DELETE FROM late_fact WHERE level = 0 AND sku = '" + sku + "'");
        var report = rebuild();

        assertThat(closingsOf(sku)).isEqualTo(right);
        assertThat(changes(report, "closing", sku)).hasSize(1);
        assertThat(changes(report, "closing_balance", sku)).hasSize(2);
        assertThat(changes(report, "late_fact", sku))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.has("before")).isFalse());
        everythingIsAsItMustBe();
    }

    private static String closingsOf(String sku) throws SQLException {
        var text = new StringBuilder();
        for (var table : List.of("closing", "closing_balance", "late_fact")) {
            text.append(
                    Superuser.ask("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM %s AS t WHERE sku = '%s'"
                            .formatted(table, sku)));
        }
        return text.toString();
    }

    @Test
    void the_journal_folded_in_memory_is_the_table() throws SQLException {
        newItemWith(3, BERLIN);
        try (var connection = Superuser.connection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            var folded = FoldJournal.read(connection).balances();
            var table = new HashMap<BalanceKey, Balance>();
            var rows = connection.createStatement().executeQuery("""
                    SELECT sku, location, lot, owner, expected, inspection, available, held, picked, blocked,
                      outbound, floor, version, occurred_at, recorded_at, as_of FROM balance""");
            while (rows.next()) {
                var asOf = rows.getObject(16, OffsetDateTime.class);
                table.put(
                        new BalanceKey(
                                new Sku(rows.getString(1)),
                                new LocationId(rows.getString(2)),
                                new Goods(rows.getString(3), rows.getString(4))),
                        new Balance(
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7),
                                rows.getLong(8),
                                rows.getLong(9),
                                rows.getLong(10),
                                rows.getLong(11),
                                rows.getLong(12),
                                rows.getLong(13),
                                rows.getObject(14, OffsetDateTime.class).toInstant(),
                                rows.getObject(15, OffsetDateTime.class).toInstant(),
                                asOf == null ? null : asOf.toInstant()));
            }
            // What a supplier's confirmation adds is not in the journal.
            table.keySet().removeIf(key -> key.location().id().equals(SUPPLIER));
            folded.keySet().removeIf(key -> key.location().id().equals(SUPPLIER));
            assertThat(folded).isNotEmpty().isEqualTo(table);
        }
    }

    @Test
    void only_an_admin_may_rebuild() {
        given().header("Authorization", "Bearer nobody")
                .post("/v1/rebuild")
                .then()
                .statusCode(401);
        var key = asAdmin()
                .body("{\"name\":\"reader\",\"roles\":[\"stock:read\",\"operate\"]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath()
                .getString("key");
        given().header("Authorization", "Bearer " + key)
                .post("/v1/rebuild")
                .then()
                .statusCode(403);
    }

    /** Rebuilds while holds are placed and shipped. */
    private static List<JsonNode> whileBusy(String sku, Callable<List<JsonNode>> work) throws Exception {
        var stop = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<Integer>>();
            for (var writer = 0; writer < 3; writer++) {
                running.add(threads.submit(() -> {
                    var done = 0;
                    for (; !stop.get(); done++) {
                        var hold = fresh("hold");
                        hold(hold, sku, 1, BERLIN).then().statusCode(201);
                        step(hold, done % 2 == 0 ? "release" : "ship", "")
                                .then()
                                .statusCode(200);
                    }
                    return done;
                }));
            }
            List<JsonNode> result;
            try {
                result = work.call();
            } finally {
                stop.set(true);
            }
            for (var each : running) {
                assertThat(each.get()).isPositive();
            }
            return result;
        }
    }

    private static List<JsonNode> rebuild() {
        return asAdmin()
                .post("/v1/rebuild")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(Contracts::tree)
                .toList();
    }

    private static List<JsonNode> changes(List<JsonNode> report, String table, String named) {
        return report.stream()
                .filter(line -> table.equals(line.path("table").asText()))
                .filter(line -> line.toString().contains(named))
                .toList();
    }

    /** Every row of the SKU and the holds, in every column. */
    private static String copy(String sku, String... holds) throws SQLException {
        var text = new StringBuilder();
        for (var table : BY_SKU) {
            text.append(
                    Superuser.ask("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM %s AS t WHERE sku = '%s'"
                            .formatted(table, sku)));
        }
        text.append(
                Superuser.ask("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM hold AS t WHERE id IN ('%s')"
                        .formatted(String.join("','", holds))));
        return text.append(Superuser.ask("SELECT t::text FROM stream AS t WHERE id = '" + sku + "'"))
                .toString();
    }
}
