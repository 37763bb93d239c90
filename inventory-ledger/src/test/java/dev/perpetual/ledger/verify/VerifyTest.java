package dev.perpetual.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

@QuarkusTest
class VerifyTest extends LedgerTest {

    /** What a superuser does to a table, and how it is mended; {sku} and {hold} are those of the test. */
    private record Corruption(String pass, String names, String change, String mend) {}

    private static final List<Corruption> CORRUPTIONS = List.of(
            movement(
                    "every movement goes a way that its kind allows",
                    "position",
                    "to_account = 'held'",
                    "to_account = 'available'"),
            movement("versions are dense per stream", "{sku}", "version = 99", "version = 1", 1, 99),
            movement(
                    "the columns of a movement are its body",
                    "{sku}/1",
                    "occurred_at = occurred_at + interval '1 day'",
                    "occurred_at = occurred_at - interval '1 day'"),
            movement("never more held than was available", "{sku}/2", "quantity = 3", "quantity = 10"),
            row(
                    "what is inside came from outside",
                    "{sku}",
                    "balance",
                    "blocked = blocked + 1",
                    "blocked = blocked - 1"),
            row(
                    "what is below zero is a case",
                    "{sku}",
                    "discrepancy",
                    "short_by = short_by + 1",
                    "short_by = short_by - 1"),
            row(
                    "balance = fold of the journal",
                    "{sku}",
                    "balance",
                    "available = available + 1",
                    "available = available - 1"),
            row("balance = fold of the journal", "{sku}", "balance", "version = version + 1", "version = version - 1"),
            row("balance = fold of the journal", "{sku}", "balance", "floor = floor - 1", "floor = floor + 1"),
            row(
                    "balance = fold of the journal",
                    "{sku}",
                    "balance",
                    "occurred_at = occurred_at + interval '1 microsecond'",
                    "occurred_at = occurred_at - interval '1 microsecond'"),
            row(
                    "balance = fold of the journal",
                    "{sku}",
                    "balance",
                    "recorded_at = recorded_at - interval '1 microsecond'",
                    "recorded_at = recorded_at + interval '1 microsecond'"),
            row("balance = fold of the journal", "{sku}", "balance", "lot = 'L-?'", "lot = ''"),
            row("discrepancy = fold of the journal", "{sku}", "discrepancy", "cause_id = 'other'", "cause_id = 'T-1'"),
            row("holds = held and picked", "{sku}", "balance", "held = held + 1", "held = held - 1"),
            line("hold_line = fold of the journal", "version = version + 1", "version = version - 1"),
            line(
                    "no hold leaks",
                    "open = open - 1, released = released + 1",
                    "open = open + 1, released = released - 1"),
            line(
                    "nothing is released twice",
                    "open = open + 1, released = released - 1",
                    "open = open - 1, released = released + 1"),
            hold("hold = fold of the journal", "owner_id = 'other'", "owner_id = 'O-{hold}'"),
            hold("a hold is open while units are", "state = 'CLOSED'", "state = 'OPEN'"),
            hold("a deadline was announced or agreed", "expires_at = '2099-01-01'", "expires_at = NULL"),
            new Corruption(
                    "stream = fold of the journal",
                    "{sku}",
                    "UPDATE stream SET version = version + 1 WHERE id = '{sku}'",
                    "UPDATE stream SET version = version - 1 WHERE id = '{sku}'"),
            new Corruption(
                    "each unit of a hold ends once",
                    "{hold}/3",
                    outcome("\"released\":1", "\"released\":2"),
                    outcome("\"released\":2", "\"released\":1")),
            new Corruption(
                    "every movement has a command that was answered",
                    "{sku}/2",
                    "UPDATE command SET id = 'hold:lost-{hold}' WHERE id = 'hold:{hold}'",
                    "UPDATE command SET id = 'hold:{hold}' WHERE id = 'hold:lost-{hold}'"),
            new Corruption(
                    "every answer tells what was recorded",
                    "movement:receipt-{sku}",
                    answer("movement:receipt-{sku}", "\"version\":1", "\"version\":77"),
                    answer("movement:receipt-{sku}", "\"version\":77", "\"version\":1")),
            new Corruption(
                    "every answer about a hold tells what was announced",
                    "hold:{hold}",
                    answer("hold:{hold}", "\"OPEN\",\"version\":1", "\"OPEN\",\"version\":77"),
                    answer("hold:{hold}", "\"OPEN\",\"version\":77", "\"OPEN\",\"version\":1")));

    private static Corruption movement(String pass, String names, String change, String mend) {
        return movement(pass, names, change, mend, 1, 1);
    }

    private static Corruption movement(String pass, String names, String change, String mend, int from, int to) {
        var update = "UPDATE journal SET %s WHERE topic = 'stock-movements' AND stream = '{sku}' AND version = %d";
        return new Corruption(pass, names, update.formatted(change, from), update.formatted(mend, to));
    }

    private static Corruption row(String pass, String names, String table, String change, String mend) {
        var update = "UPDATE " + table + " SET %s WHERE sku = '{sku}'"
                + (table.equals("balance") ? " AND location = '" + BERLIN + "'" : "");
        return new Corruption(pass, names, update.formatted(change), update.formatted(mend));
    }

    private static Corruption line(String pass, String change, String mend) {
        var update = "UPDATE hold_line SET %s WHERE hold = '{hold}'";
        return new Corruption(pass, "{hold}", update.formatted(change), update.formatted(mend));
    }

    private static Corruption hold(String pass, String change, String mend) {
        var update = "UPDATE hold SET %s WHERE id = '{hold}'";
        return new Corruption(pass, "{hold}", update.formatted(change), update.formatted(mend));
    }

    private static String outcome(String from, String to) {
        return "UPDATE journal SET body = replace(body::text, '%s', '%s')::json WHERE stream = '{hold}' AND version = 3"
                .formatted(from, to);
    }

    private static String answer(String command, String from, String to) {
        return "UPDATE command SET answer = replace(answer, '%s', '%s') WHERE id = '%s'".formatted(from, to, command);
    }

    @Inject
    HoldLeaks leaks;

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

        for (var each : CORRUPTIONS) {
            Superuser.run(filled(each.change(), sku, hold));
            try {
                assertThat(wrong().get(each.pass()))
                        .as(each.toString())
                        .isNotNull()
                        .contains(filled(each.names(), sku, hold));
            } finally {
                Superuser.run(filled(each.mend(), sku, hold));
            }
        }
        everythingIsAsItMustBe();
    }

    @Test
    void every_pass_is_seen_to_fail_here_or_beside() {
        var shown = CORRUPTIONS.stream().map(Corruption::pass).collect(Collectors.toCollection(TreeSet::new));
        shown.add("no hold outlives its deadline"); // Below.
        shown.add("the journal is as it was sealed"); // SealTest.
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
            assertThat(wrong().get("no hold outlives its deadline")).contains(hold);
            Superuser.run("UPDATE hold SET expires_at = NULL WHERE id = '" + hold + "'");
            blocker.rollback();
        }
        everythingIsAsItMustBe();
    }

    @Test
    void units_that_a_hold_leaked_or_gave_back_twice_are_counted_until_they_are_mended() throws SQLException {
        var sku = newItemWith(9, BERLIN);
        leaks.look();
        var hold = fresh("hold");
        hold(hold, sku, 4, BERLIN).then().statusCode(201);
        step(hold, "release", "{\"line\":1,\"quantity\":2}").then().statusCode(200);
        assertThat(leaks.look()).isEqualTo(new HoldLeaks.Counts(0, 0));

        var line = " WHERE hold = '" + hold + "'";
        Superuser.run("UPDATE hold_line SET open = 0, released = 4" + line);
        assertThat(leaks.look()).isEqualTo(new HoldLeaks.Counts(2, 0));
        Superuser.run("UPDATE hold_line SET open = 3, released = 1" + line);
        assertThat(leaks.look()).isEqualTo(new HoldLeaks.Counts(0, 1));
        Superuser.run("UPDATE hold_line SET open = 2, released = 2" + line);
        assertThat(leaks.look()).isEqualTo(new HoldLeaks.Counts(0, 0));
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
