package dev.perpetual.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.database.DatabaseFailed;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CommitLoopTest extends LedgerTest {

    private static final Instant WHEN = Instant.parse("2026-03-02T08:00:00Z");

    /** Fewer than the pool holds, as jobs of the ledger use some. */
    private static final int CONNECTIONS = 12;

    @Inject
    Database database;

    @Inject
    CommitLoop loop;

    @Inject
    DataSource dataSource;

    @Test
    void two_instances_on_one_database_never_promise_twice() throws Exception {
        var one = newItemWith(150, BERLIN);
        var other = newItemWith(150, BERLIN);
        var second = new CommitLoop(database, new SimpleMeterRegistry());
        second.start();
        try {
            var outcomes = together(IntStream.range(0, 400)
                    .<Callable<Answer>>mapToObj(i -> {
                        // Crossed lines: they would deadlock if locks were not taken in order.
                        var hold = i % 3 == 0
                                ? hold(fresh("h"), one, other)
                                : i % 3 == 1 ? hold(fresh("h"), other, one) : hold(fresh("h"), one, one);
                        return () -> (i % 2 == 0 ? loop : second).submit(hold);
                    })
                    .toList());
            assertThat(outcomes)
                    .allMatch(answer -> answer.outcome() instanceof HoldChanged || answer.outcome() instanceof Refused);
        } finally {
            second.stop();
        }
        assertThat(units(one, "available")).isZero();
        assertThat(units(one, "available") + units(one, "held")).isEqualTo(150);
        assertThat(units(other, "available") + units(other, "held")).isEqualTo(150);
    }

    @Test
    void the_same_command_to_two_instances_at_once_has_one_effect() throws Exception {
        var sku = newItem();
        var second = new CommitLoop(database, new SimpleMeterRegistry());
        second.start();
        try {
            for (var round = 0; round < 20; round++) {
                var receipt = receipt(fresh("m"), sku, 1);
                var answers =
                        together(List.<Callable<Answer>>of(() -> loop.submit(receipt), () -> second.submit(receipt)));
                assertThat(answers).extracting(Answer::repeated).containsExactlyInAnyOrder(true, false);
                assertThat(answers.get(0).outcome()).isEqualTo(answers.get(1).outcome());
            }
        } finally {
            second.stop();
        }
        assertThat(units(sku, "available")).isEqualTo(20);
    }

    /** The commit travels with the writes, so that the server alone can stop it. */
    @Test
    void nothing_of_a_batch_is_committed_when_a_stream_is_not_behind_its_new_version() {
        var behind = new Sku(newItemWith(1, BERLIN));
        var even = new Sku(newItemWith(1, BERLIN));
        var version = version(behind);
        assertThatThrownBy(() -> database.inTransaction(
                        connection -> {
                            var changes = new Pipeline(connection);
                            Skus.raise(changes, Map.of(behind, version + 1));
                            Skus.raise(changes, Map.of(even, version(even)));
                            return changes;
                        },
                        (_, changes) -> changes.runAndCommit()))
                .isInstanceOfSatisfying(
                        DatabaseFailed.class,
                        failure -> assertThat(failure.isAboutTheData()).isTrue());
        assertThat(version(behind)).isEqualTo(version);
    }

    private long version(Sku sku) {
        return database.inStatement(connection -> {
            try (var select = connection.prepareStatement("SELECT version FROM stream WHERE id = ?")) {
                select.setString(1, sku.code());
                var rows = select.executeQuery();
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Test
    void a_command_that_the_database_cannot_take_spares_its_neighbours() throws Exception {
        var sku = newItem();
        var calls = new ArrayList<Callable<@Nullable Answer>>();
        for (var i = 0; i < 40; i++) {
            var receipt = receipt(i == 17 ? "nul-\u0000" : fresh("m"), sku, 1);
            calls.add(() -> {
                try {
                    return loop.submit(receipt);
                } catch (DatabaseFailed failure) {
                    assertThat(failure.isAboutTheData()).isTrue();
                    return null;
                }
            });
        }
        var answers = together(calls);
        assertThat(answers.stream().filter(answer -> answer == null)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer != null && answer.outcome() instanceof Recorded))
                .hasSize(39);
        assertThat(units(sku, "available")).isEqualTo(39);
    }

    @Test
    void scenario_7_connections_cut_while_deciding_lose_nothing_and_double_nothing() throws Exception {
        var sku = newItemWith(60, BERLIN);
        var calls = IntStream.range(0, 120)
                .<Callable<Answer>>mapToObj(i -> {
                    var hold = hold(fresh("h"), sku, sku);
                    return () -> {
                        if (i % 40 == 20) {
                            cutAllConnections();
                        }
                        return persistently(hold);
                    };
                })
                .toList();
        var granted = together(calls).stream().filter(answer -> answer.outcome() instanceof HoldChanged);
        assertThat(granted).hasSize(30);
        assertThat(units(sku, "held")).isEqualTo(60);
    }

    /** Committed, but nobody here knows: whoever asks again is told what was decided then. */
    @Test
    void scenario_7_an_answer_lost_between_the_commit_and_us_is_told_when_asked_again() throws Exception {
        var sku = newItemWith(5, BERLIN);
        try (var wire = new LostCommits(dataSource)) {
            var apart = new CommitLoop(new Database(wire.dataSource()), new SimpleMeterRegistry());
            apart.start();
            try {
                for (var command : List.of(receipt(fresh("m"), sku, 1), hold(fresh("h"), sku, sku))) {
                    wire.loseNext();
                    assertThatThrownBy(() -> apart.submit(command))
                            .isInstanceOfSatisfying(
                                    DatabaseFailed.class,
                                    failure -> assertThat(failure)
                                            .returns(true, DatabaseFailed::isAboutTheConnection)
                                            .returns(false, DatabaseFailed::mayBeTriedAgain));
                    var again = apart.submit(command);
                    assertThat(again.repeated()).isTrue();
                    assertThat(loop.submit(command)).isEqualTo(again);
                }
                assertThat(wire.lost()).isEqualTo(2);
            } finally {
                apart.stop();
            }
        }
        assertThat(units(sku, "available")).isEqualTo(4);
        assertThat(units(sku, "held")).isEqualTo(2);
    }

    @Test
    void a_pool_full_of_cut_connections_is_no_outage() throws Exception {
        var sku = newItem();
        onManyConnections(_ -> 1);
        Superuser.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename LIKE '%app'");

        assertThat(loop.submit(receipt(fresh("m"), sku, 1)).outcome()).isInstanceOf(Recorded.class);
        assertThat(units(sku, "available")).isEqualTo(1);
    }

    /** Else the server may look at the size of each for ever. */
    @Test
    void single_commands_and_single_reads_are_planned_once_and_not_each_anew() throws Exception {
        var sku = newItem();
        var uses = 60;
        cutAllConnections();
        for (var i = 0; i < uses; i++) {
            persistently(receipt(fresh("m"), sku, 2));
            persistently(hold(fresh("h"), sku, sku));
            units(sku, "available");
        }
        var planned = onManyConnections(Planned::of);
        for (var part :
                List.of("FOR NO KEY UPDATE OF stream", "JOIN balance USING", "LEFT JOIN LATERAL (SELECT balance")) {
            var statements = planned.stream()
                    .flatMap(List::stream)
                    .filter(statement -> statement.text().contains(part))
                    .toList();
            assertThat(statements.stream().mapToLong(Planned::uses).sum())
                    .as("uses of %s", part)
                    .isGreaterThan(uses / 2);
            assertThat(statements).as(part).allMatch(statement -> statement.plannedAnew() == 0);
        }
    }

    /** A statement as one connection has it. @param plannedAnew uses that had a plan of their own */
    private record Planned(String text, long uses, long plannedAnew) {

        static List<Planned> of(Connection connection) throws SQLException {
            try (var select = connection.createStatement()) {
                var rows = select.executeQuery("""
                        SELECT statement, generic_plans + custom_plans, custom_plans FROM pg_prepared_statements""");
                var found = new ArrayList<Planned>();
                while (rows.next()) {
                    found.add(new Planned(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
                return found;
            }
        }
    }

    /** On each once, as nobody gives one back before all are taken. */
    private <T> List<T> onManyConnections(Database.Work<T> work) throws InterruptedException {
        var all = new CountDownLatch(CONNECTIONS);
        return together(IntStream.range(0, CONNECTIONS)
                .<Callable<T>>mapToObj(_ -> () -> database.inTransaction(connection -> {
                    all.countDown();
                    try {
                        assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException stopped) {
                        throw new IllegalStateException(stopped);
                    }
                    return work.on(connection);
                }))
                .toList());
    }

    private Answer persistently(Submitted command) {
        while (true) {
            try {
                return loop.submit(command);
            } catch (DatabaseFailed unknown) {
                Thread.onSpinWait(); // The same id again: that is how a client finds out.
            }
        }
    }

    private void cutAllConnections() {
        try {
            database.inTransaction(connection -> {
                try (var statement = connection.createStatement()) {
                    return statement.execute("""
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE usename = current_user AND pid <> pg_backend_pid()""");
                }
            });
        } catch (DatabaseFailed cutToo) {
            // Somebody else cut this one.
        }
    }

    @Test
    void the_application_can_neither_change_nor_remove_what_is_in_the_journal() {
        newItemWith(1, BERLIN);
        for (var statement : List.of(
                "UPDATE journal SET quantity = 2",
                "DELETE FROM journal",
                "TRUNCATE journal",
                "UPDATE journal_default SET quantity = 2",
                "ALTER TABLE journal DISABLE TRIGGER ALL")) {
            assertThatThrownBy(() -> database.inTransaction(connection -> {
                        try (var sql = connection.createStatement()) {
                            return sql.execute(statement);
                        }
                    }))
                    .as(statement)
                    .isInstanceOf(DatabaseFailed.class)
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    @Test
    void the_database_itself_refuses_to_promise_what_is_not_there() {
        var sku = newItemWith(1, BERLIN);
        assertThatThrownBy(() -> database.inTransaction(connection -> {
                    try (var sql = connection.prepareStatement(
                            "UPDATE balance SET available = available - 2, held = held + 2 WHERE sku = ?")) {
                        sql.setString(1, sku);
                        return sql.executeUpdate();
                    }
                }))
                .isInstanceOf(DatabaseFailed.class)
                .hasMessageContaining("check constraint");
    }

    static <T> List<T> together(List<? extends Callable<T>> calls) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(32)) {
            return threads.invokeAll(calls).stream()
                    .map(future -> future.resultNow())
                    .toList();
        }
    }

    static Submitted hold(String id, String sku, String otherSku) {
        return new Submitted(
                id,
                "hash",
                "tester",
                new PlaceHold(
                        new HoldId(id),
                        new Hold.Owner("order", "O-" + id),
                        Hold.Fill.ALL,
                        null,
                        List.of(
                                new AskedLine(1, new Sku(sku), new LocationId(BERLIN), Goods.PLAIN, 1),
                                new AskedLine(2, new Sku(otherSku), new LocationId(BERLIN), Goods.PLAIN, 1)),
                        WHEN));
    }

    static Submitted receipt(String id, String sku, long units) {
        return new Submitted(
                id,
                "hash",
                "tester",
                new RecordMovement(
                        MovementKind.RECEIVE,
                        new Sku(sku),
                        units,
                        Account.beyond(Outside.SUPPLIER),
                        Account.at(new LocationId(BERLIN), Bucket.AVAILABLE),
                        Goods.PLAIN,
                        null,
                        null,
                        new Cause("test", "T", null),
                        WHEN));
    }
}
