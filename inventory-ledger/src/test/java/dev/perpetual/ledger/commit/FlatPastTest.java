package dev.perpetual.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.LedgerTest;
import dev.perpetual.ledger.Superuser;
import dev.perpetual.ledger.closings.CloseSkus;
import dev.perpetual.ledger.closings.Closings;
import dev.perpetual.ledger.closings.FigureKey;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Outside;
import dev.perpetual.ledger.domain.Sku;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a question about the past reads, counted by the database itself. Last, as its long histories stay where they are. */
@QuarkusTest
@Order(Integer.MAX_VALUE)
class FlatPastTest extends LedgerTest {

    private static final int SHORT = 1_280;
    /** Few enough for every day; {@code -Dpast.movements=100000} was run too. */
    private static final int LONG = Integer.getInteger("past.movements", 20_000);

    private static final int PER_BATCH = 1_000;
    private static final Instant START =
            Instant.now().truncatedTo(ChronoUnit.MICROS).minus(100, ChronoUnit.DAYS);

    /** Two blocks at each end, and what is found by index beside them. */
    private static final long ROWS_MAX = 4 * 128 + 200;

    /** As a plan has them that expects many rows: what is not looked up by its key is then read whole. */
    private static final String OTHER_JOINS = "SET LOCAL enable_nestloop = off";

    @Inject
    Database database;

    @Inject
    CloseSkus closings;

    @Test
    void a_question_about_the_past_reads_as_much_of_a_long_history_as_of_a_short_one() {
        var brief = history(SHORT, FlatPastTest::at);
        var endless = history(LONG, FlatPastTest::at);
        for (var part : List.of(0.01, 0.5, 0.99)) {
            assertThat(readOf(brief, at((long) (part * SHORT)), null)).isLessThan(ROWS_MAX);
            assertThat(readOf(endless, at((long) (part * LONG)), null)).isLessThan(ROWS_MAX);
            assertThat(readOf(endless, null, at((long) (part * LONG)))).isLessThan(ROWS_MAX);
            assertThat(readOf(endless, at((long) (part * LONG / 2)), at((long) (part * LONG))))
                    .isLessThan(ROWS_MAX);
        }
    }

    @Test
    void so_it_does_when_the_long_history_was_learned_in_no_order_at_all() {
        var random = new SplittableRandom(4711);
        var shuffled = history(LONG, _ -> at(-random.nextLong(1, LONG)));
        var rows = readOf(shuffled, at(-LONG / 2), null);
        assertThat(rows).isLessThan(ROWS_MAX);
        var page = asAdmin()
                .get("/v1/levels/" + shuffled + "?asOf=" + at(-LONG / 2))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getLong("onHand")).isEqualTo(unitsBy(shuffled, at(-LONG / 2)));
    }

    @Test
    void a_block_is_closed_by_reading_its_movements_once_however_many_closings_there_are() throws SQLException {
        var sku = history(SHORT, FlatPastTest::at);
        try (var superuser = Superuser.connection();
                var statement = superuser.createStatement()) {
            statement.execute("""
                    INSERT INTO closing (sku, version, position, occurred_at, recorded_at, late)
                    SELECT ' OTHER-' || number, 128, 0, now(), now(), 0 FROM generate_series(1, 20000) AS number""");
            try {
                statement.execute("ANALYZE closing");
                assertThat(read(OTHER_JOINS, connection -> {
                            Closings.again(connection, Map.of(sku, (long) SHORT));
                            return sku;
                        }))
                        .isBetween((long) SHORT, SHORT * 3L / 2);
            } finally {
                statement.execute("DELETE FROM closing WHERE sku LIKE ' OTHER-%'");
            }
        }
    }

    @Test
    void a_full_fold_would_be_noticed() {
        var sku = history(SHORT, FlatPastTest::at);
        assertThat(read(connection -> {
                    try (var select = connection.prepareStatement(
                            "SELECT sum(quantity) FROM journal WHERE topic = 'stock-movements' AND stream = ?")) {
                        select.setString(1, sku);
                        return select.executeQuery();
                    }
                }))
                .isGreaterThan(ROWS_MAX);
    }

    private static Instant at(long second) {
        return START.plusSeconds(second);
    }

    /** Receipts of one unit, one a second. */
    private String history(int count, LongFunction<Instant> occurredAt) {
        var sku = newItem();
        for (var made = 0; made < count; made += PER_BATCH) {
            var commands = new ArrayList<Command>();
            for (var i = made; i < Math.min(count, made + PER_BATCH); i++) {
                commands.add(new RecordMovement(
                        MovementKind.RECEIVE,
                        new Sku(sku),
                        1,
                        Account.beyond(Outside.SUPPLIER),
                        Account.at(new LocationId(BERLIN), Bucket.AVAILABLE),
                        Goods.PLAIN,
                        null,
                        null,
                        new Cause("test", "FLAT", null),
                        occurredAt.apply(i)));
            }
            PastTest.record(database, at(made), commands);
        }
        closings.closeAll();
        return sku;
    }

    private long readOf(String sku, @Nullable Instant happened, @Nullable Instant known) {
        return read(connection -> {
            var versions = Past.versions(connection, List.of(sku), known);
            return Past.figures(connection, List.of(new FigureKey(sku, BERLIN, "", "")), versions, happened);
        });
    }

    /**
     * Rows that the work made the database fetch. A table that other tests left short is not read whole for that, and not by
     * a plan that was made when it was short.
     */
    private long read(Database.Work<?> work) {
        return read("", work);
    }

    private long read(String setting, Database.Work<?> work) {
        return database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute(
                        "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan; " + setting);
            }
            var before = fetched(connection);
            var ignored = work.on(connection);
            assertThat(ignored).isNotNull();
            return fetched(connection) - before;
        });
    }

    private static long fetched(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            var rows = statement.executeQuery(
                    "SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables");
            rows.next();
            return rows.getLong(1);
        }
    }

    private long unitsBy(String sku, Instant time) {
        return database.inTransaction(connection -> {
            try (var select = connection.prepareStatement(
                    "SELECT sum(quantity) FROM journal WHERE stream = ? AND occurred_at <= ?::timestamptz")) {
                select.setString(1, sku);
                select.setString(2, time.toString());
                var rows = select.executeQuery();
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}
