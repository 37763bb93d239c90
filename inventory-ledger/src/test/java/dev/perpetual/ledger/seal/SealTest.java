package dev.perpetual.ledger.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.testing.Contracts;
import dev.perpetual.kit.testing.Eventually;
import dev.perpetual.kit.testing.Infrastructure;
import dev.perpetual.kit.testing.TopicReader;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.verify.Passes;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SealTest extends LedgerTest {

    @Inject
    Database database;

    @Inject
    SealJournal seals;

    @Test
    void a_range_waits_for_a_transaction_that_has_a_position_but_has_not_committed() throws SQLException {
        sealed();
        var id = fresh("late");
        try (var late = Superuser.connection();
                var statement = late.createStatement()) {
            late.setAutoCommit(false);
            statement.execute(
                    "INSERT INTO stream (topic, id, version) VALUES ('supplier-reports.parked.inventory-ledger', '" + id
                            + "', 1)");
            var drawn = statement.executeQuery("""
                    INSERT INTO journal (topic, stream, version, key, type, body, recorded_at)
                    VALUES ('supplier-reports.parked.inventory-ledger', '%s', 1, 'k', 'proof.v1', '{}', now()) RETURNING position""".formatted(id));
            drawn.next();
            var position = drawn.getLong(1);
            newItemWith(1, BERLIN); // Commits at a higher position.

            assertThat(seals.seal(Duration.ofMillis(100))).isZero();
            assertThat(head().getLong("head.lastPosition")).isLessThan(position);

            late.commit();
            sealed();
            assertThat(head().getLong("head.lastPosition")).isGreaterThan(position);
            assertThat(Superuser.ask("SELECT count(*) FROM seal WHERE %d = ANY(positions)".formatted(position)))
                    .isEqualTo("1");
        }
        assertThat(wrong()).isEmpty();
    }

    @Test
    void what_a_superuser_changes_removes_or_inserts_is_named() throws SQLException {
        var gap = gap();
        var sku = newItemWith(7, BERLIN);
        newItemWith(1, BERLIN);
        sealed();
        var position = Superuser.ask("SELECT position FROM journal WHERE stream = '" + sku + "'");
        var row = " WHERE position = " + position;

        Superuser.run("UPDATE journal SET key = 'other'" + row);
        assertThat(wrong()).contains("of the row at position " + position);
        Superuser.run("UPDATE journal SET key = stream" + row);
        assertThat(wrong()).isEmpty();

        Superuser.run("CREATE TABLE saved AS SELECT * FROM journal" + row, "DELETE FROM journal" + row);
        assertThat(wrong()).contains("Expected a row at position " + position + ", but got none");
        Superuser.run("INSERT INTO journal SELECT * FROM saved");
        assertThat(wrong()).isEmpty();

        Superuser.run(
                "UPDATE saved SET position = %d, version = 2".formatted(gap),
                "INSERT INTO journal SELECT * FROM saved");
        assertThat(wrong()).contains("Expected no row at position " + gap + ", but got one");
        Superuser.run("DELETE FROM journal WHERE position = " + gap);
        try (var connection = Superuser.connection()) {
            connection.createStatement().execute("DROP TABLE saved");
        }
        assertThat(wrong()).isEmpty();
    }

    @Test
    void a_seal_that_a_superuser_changed_or_removed_is_named() throws SQLException {
        newItemWith(1, BERLIN);
        sealed();
        newItemWith(1, BERLIN);
        sealed();
        var number = head().getLong("head.number");

        Superuser.run("UPDATE seal SET rows = rows, hash = sha256(hash), previous = previous WHERE number = " + number);
        assertThat(wrong()).contains("seal " + number).contains("the seal itself was changed");
        Superuser.run(
                "CREATE TABLE kept AS SELECT * FROM seal WHERE number = " + (number - 1),
                "DELETE FROM seal WHERE number = " + (number - 1));
        assertThat(wrong()).contains("Expected seal " + (number - 1) + ", but got " + number);
        Superuser.run("INSERT INTO seal SELECT * FROM kept", "DELETE FROM seal WHERE number = " + number);
        try (var connection = Superuser.connection()) {
            connection.createStatement().execute("DROP TABLE kept");
        }
        sealed();
        assertThat(wrong()).isEmpty();
    }

    @Test
    void an_outsider_who_kept_a_head_notices_a_past_that_was_sealed_anew() throws SQLException {
        var sku = newItemWith(7, BERLIN);
        sealed();
        var kept = head();
        try (var topic = new TopicReader(Infrastructure.running().bootstrapServers(), "seals")) {
            var told = topic.await(record -> record.value().contains(kept.getString("head.hash")));
            assertThat(Contracts.violations("seals", "journal.sealed.v1", told.value()))
                    .isEmpty();
            assertThat(told.key()).isEqualTo("inventory-ledger");
        }
        var from = kept.getLong("head.number");

        Superuser.run(
                "UPDATE journal SET key = 'other' WHERE stream = '" + sku + "'",
                "DELETE FROM seal WHERE number >= " + from);
        sealed();
        assertThat(wrong()).isEmpty(); // From inside nothing can be seen.
        assertThat(head().getString("items.find { it.number == %d }.hash".formatted(from)))
                .isNotEqualTo(kept.getString("head.hash"));

        Superuser.run(
                "UPDATE journal SET key = stream WHERE stream = '" + sku + "'",
                "DELETE FROM seal WHERE number >= " + from);
        sealed();
    }

    /** Seals all that is recorded. */
    private void sealed() {
        var newest = Eventually.value(
                () -> {
                    seals.seal(Duration.ofSeconds(5));
                    return Superuser.ask("""
                            SELECT coalesce((SELECT max(last_position) FROM seal), 0)
                              >= (SELECT max(position) FROM journal)""");
                },
                "t"::equals);
        assertThat(newest).isEqualTo("t");
    }

    /** A position that no row has. */
    private static long gap() throws SQLException {
        try (var connection = Superuser.connection();
                var statement = connection.createStatement()) {
            var drawn = statement.executeQuery("SELECT nextval('journal_position')");
            drawn.next();
            return drawn.getLong(1);
        }
    }

    private static JsonPath head() {
        return asAdmin().get("/v1/seals").then().statusCode(200).extract().jsonPath();
    }

    private String wrong() {
        return Passes.firstWrong(database, "the journal is as it was sealed");
    }
}
