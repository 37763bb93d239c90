package dev.perpetual.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.seal.SealJournal;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VerifyTest extends LedgerTest {

    @Inject
    Database database;

    @Inject
    HoldLeaks leaks;

    @Inject
    SealJournal seals;

    @Test
    void each_pass_names_what_a_superuser_changed() throws SQLException {
        var sku = newItem();
        movement("receipt-" + sku, "receive", sku, 10, BERLIN).then().statusCode(200);
        var hold = fresh("hold");
        hold(hold, sku, 4, BERLIN).then().statusCode(201);
        step(hold, "pick", "{\"line\":1,\"quantity\":1}").then().statusCode(200);
        step(hold, "release", "{\"line\":1,\"quantity\":1}").then().statusCode(200);
        movement(fresh("sale"), "sell", sku, 3, STORE).then().statusCode(200);
        everythingIsAsItMustBe();
        seals.seal(Duration.ofSeconds(20)); // What is changed for a moment must not be sealed in that moment.

        for (var each : Corruptions.ALL) {
            Superuser.run(filled(each.change(), sku, hold));
            try {
                assertThat(Passes.firstWrong(database, each.pass()))
                        .as(each.toString())
                        .contains(filled(each.names(), sku, hold));
            } finally {
                Superuser.run(filled(each.mend(), sku, hold));
            }
        }
        everythingIsAsItMustBe();
    }

    @Test
    void every_pass_is_seen_to_fail_here_or_beside() {
        var shown = Corruptions.ALL.stream()
                .map(Corruptions.Corruption::pass)
                .collect(Collectors.toCollection(TreeSet::new));
        shown.add("no hold outlives its deadline"); // Below.
        shown.add("the journal is as it was sealed"); // SealTest.
        ClosingChecks.ALL.forEach(pass -> shown.add(pass.name())); // PastOverHttpTest.
        assertThat(shown).containsAll(Checks.ALL.stream().map(Pass::name).toList());
    }

    @Test
    void a_hold_that_nobody_ends_at_its_deadline_is_named() throws SQLException {
        var sku = newItemWith(5, BERLIN);
        var hold = fresh("hold");
        hold(hold, sku, 2, BERLIN).then().statusCode(201);
        try (var blocker = Superuser.connection();
                var statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT FROM stream WHERE id = '" + sku + "' FOR UPDATE");
            Superuser.run("UPDATE hold SET expires_at = now() - interval '1 minute' WHERE id = '" + hold + "'");
            assertThat(Passes.firstWrong(database, "no hold outlives its deadline"))
                    .contains(hold);
            Superuser.run("UPDATE hold SET expires_at = NULL WHERE id = '" + hold + "'");
            blocker.rollback();
        }
    }

    @Test
    void units_that_a_hold_leaked_or_gave_back_twice_are_counted_until_they_are_mended() throws SQLException {
        var sku = newItemWith(9, BERLIN);
        var hold = fresh("hold");
        var line = " WHERE hold = '" + hold + "'";
        try (var writer = Superuser.connection();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("LOCK journal IN ROW EXCLUSIVE MODE"); // Whoever writes may be behind: nobody looks yet.
            hold(hold, sku, 4, BERLIN).then().statusCode(201);
            step(hold, "release", "{\"line\":1,\"quantity\":2}").then().statusCode(200);
            Superuser.run("UPDATE hold_line SET open = 0, released = 4" + line);
            writer.rollback();
        }
        counted(2, 0);
        Superuser.run("UPDATE hold_line SET open = 3, released = 1" + line);
        counted(0, 1);
        Superuser.run("UPDATE hold_line SET open = 2, released = 2" + line);
        counted(0, 0);
    }

    @Test
    void a_look_for_leaks_costs_what_is_new_and_not_what_was_there_before() {
        var plan = database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off");
                var rows = statement.executeQuery(
                        "EXPLAIN " + HoldLeaks.NAMED.replaceFirst("\\?", "100").replaceFirst("\\?", "200"));
                var lines = new ArrayList<String>();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
                return lines;
            }
        });
        assertThat(plan)
                .filteredOn(line -> line.contains("Index Scan on"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("position_idx"));
    }

    private void counted(long leaked, long releasedTwice) {
        Eventually.holds(() -> assertThat(leaks.counts()).isEqualTo(new HoldLeaks.Counts(leaked, releasedTwice)));
    }

    @Test
    void every_table_has_its_pass_or_a_reason_not_to() throws SQLException {
        assertThat(unknownTables()).isNull();
    }

    private static String unknownTables() throws SQLException {
        var known = Checks.known().stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return Superuser.ask("""
                SELECT string_agg(relname, ', ') FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                  AND relname NOT IN (%s)""".formatted(known));
    }

    @Test
    void a_table_without_a_pass_would_be_noticed() throws SQLException {
        try (var connection = Superuser.connection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE nobody_looks_at (id int)");
            try {
                assertThat(unknownTables()).isEqualTo("nobody_looks_at");
            } finally {
                statement.execute("DROP TABLE nobody_looks_at");
            }
        }
    }

    @Test
    void verify_raises_no_false_alarm_while_traffic_runs() throws Exception {
        var one = newItemWith(500, BERLIN);
        var other = newItemWith(500, BERLIN);
        var stop = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<Callable<Integer>>();
            for (var writer = 0; writer < 4; writer++) {
                var sku = writer % 2 == 0 ? one : other;
                writers.add(() -> {
                    var done = 0;
                    for (; !stop.get(); done++) {
                        var hold = fresh("hold");
                        hold(hold, sku, 1, BERLIN);
                        step(hold, done % 2 == 0 ? "release" : "ship", "");
                        movement(fresh("sale"), "sell", sku, 1, STORE);
                        movement(fresh("receipt"), "receive", sku, done % 3 + 1, STORE);
                    }
                    return done;
                });
            }
            var running = writers.stream().map(threads::submit).toList();
            try {
                for (var round = 0; round < 5; round++) {
                    assertThat(wrong()).isEmpty();
                }
            } finally {
                stop.set(true);
            }
            for (var each : running) {
                assertThat(each.get()).isPositive();
            }
        }
    }

    /** Name of each pass that is not clean, with the first wrong row. */
    private static Map<String, String> wrong() {
        return asAdmin()
                .post("/v1/verify?topics=false")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .map(Contracts::tree)
                .filter(line -> line.has("ok") && !line.path("ok").asBoolean())
                .collect(Collectors.toMap(
                        line -> line.path("check").asText(),
                        line -> line.path("firstWrong").asText()));
    }

    private static String filled(String text, String sku, String hold) {
        return text.replace("{sku}", sku).replace("{hold}", hold);
    }
}
