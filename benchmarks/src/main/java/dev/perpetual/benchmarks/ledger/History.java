package dev.perpetual.benchmarks.ledger;

import dev.perpetual.ledger.closings.Closings;
import dev.perpetual.sandbox.Part;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lays down movements as if the ledger had recorded them years ago: set-based SQL by the tables' owner, in such a way that
 * every check of verify still holds. The rows go into a partition that is attached when it is full, so that the relay,
 * which would need minutes for them, never sees them; therefore only verify without topics says anything afterwards.
 */
final class History {

    /** Small enough that the relay's view of one transaction stays in memory. */
    private static final int ROWS_PER_TRANSACTION = 100_000;

    private static final long UNREAD_BYTES_MAX = 1L << 30;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final int FIRST_YEAR = 2010;

    private final UnderTest ledger;
    private final Stock stock;
    private int partitions;

    History(UnderTest ledger) {
        this.ledger = ledger;
        this.stock = new Stock(ledger);
    }

    /** New SKUs with so many receipts each; enough stock arrives with the first. */
    void lay(Skus skus, int each) throws SQLException, IOException, InterruptedException {
        UnderTest.say("Laying down %d movements of each of %d SKUs", each, skus.count());
        stock.putItems(skus.all());
        var year = FIRST_YEAR + partitions++;
        var partition = "journal_bench_" + year;
        execute("""
                CREATE TABLE %s (LIKE journal INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
                REVOKE ALL ON %1$s FROM %s""".formatted(partition, ledger.running().database(Part.LEDGER).appUser()));
        var versions = Math.max(1, ROWS_PER_TRANSACTION / skus.count());
        for (var from = 1; from <= each; from += versions) {
            lay(skus, partition, year, from, Math.min(each, from + versions - 1));
        }
        execute(
                "ALTER TABLE journal ATTACH PARTITION %s FOR VALUES FROM ('%d-01-01 00:00:00+00') TO ('%d-01-01 00:00:00+00')"
                        .formatted(partition, year, year + 1),
                balances(skus, each, year),
                "UPDATE stream SET version = %d WHERE topic = 'stock-movements' AND id LIKE '%s-%%'"
                        .formatted(each, skus.prefix()));
        vacuum("journal", "command", "balance", "stream");
        awaitSettled(skus, each, partition);
        vacuum("closing", "closing_balance");
    }

    /** What the ledger does behind its journal is done, as it would be with a history that grew day by day. */
    private void awaitSettled(Skus skus, int each, String partition) throws SQLException {
        var newest = ledger.number("SELECT max(position) FROM " + partition);
        var blocks = skus.count() * (long) (each / Closings.BLOCK);
        await(
                "seals and closings",
                () -> ledger.number("SELECT coalesce(max(last_position), 0) FROM seal") >= newest
                        && ledger.number("SELECT count(*) FROM closing WHERE sku LIKE '%s-%%'".formatted(skus.prefix()))
                                >= blocks);
    }

    /** Else the server does it in the background, beside what is measured next. */
    private void vacuum(String... tables) throws SQLException {
        try (var connection = ledger.connect();
                var statement = connection.createStatement()) {
            for (var table : tables) {
                statement.execute("VACUUM (ANALYZE) " + table);
            }
        }
    }

    private void lay(Skus skus, String partition, int year, int from, int to) throws SQLException {
        execute("""
                WITH one AS (
                  SELECT %8$s AS sku, version,
                    CASE version WHEN 1 THEN %2$d ELSE 1 END AS quantity,
                    '%1$s-' || number || '-' || version AS command,
                    timestamptz '%3$d-01-01 00:00:00+00' + version * interval '5 minutes' AS at
                  FROM generate_series(%4$d, %5$d) AS version, generate_series(0, %6$d) AS number
                ), answered AS (
                  INSERT INTO command (id, hash, answer, recorded_at)
                  SELECT 'movement:' || command, md5(command),
                    format('{"outcome":"recorded","version":%%s,"at":"%%s"}', version, %7$s), at FROM one
                )
                INSERT INTO %9$s (position, topic, stream, version, key, type, body, recorded_at, kind, quantity, lot,
                  from_account, to_location, to_account, cause_type, cause_id, command, occurred_at)
                SELECT nextval('journal_position'), 'stock-movements', sku, version, sku, 'stock.movement.recorded.v1',
                  format('{"id":"%%s/%%s","command":"%%s","sku":"%%1$s","version":%%2$s,"kind":"receive","quantity":%%4$s,'
                    '"from":{"outside":"supplier"},"to":{"location":"bench-main","bucket":"available"},'
                    '"cause":{"type":"purchase-order","id":"bench-po-%%2$s"},"occurredAt":"%%5$s","recordedAt":"%%5$s",'
                    '"recordedBy":"admin"}', sku, version, command, quantity, %7$s)::json,
                  at, 'receive', quantity, '', 'supplier', 'bench-main', 'available', 'purchase-order',
                  'bench-po-' || version, command, at
                FROM one""".formatted(
                        skus.prefix(),
                        Stock.UNITS,
                        year,
                        from,
                        to,
                        skus.count() - 1,
                        "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
                        skus.atNumber(),
                        partition));
        awaitRelay();
    }

    private static String balances(Skus skus, int each, int year) {
        return """
                INSERT INTO balance (sku, location, available, version, occurred_at, recorded_at)
                SELECT %s, 'bench-main', %d, %d, at, at
                FROM generate_series(0, %d) AS number,
                  (SELECT timestamptz '%d-01-01 00:00:00+00' + %3$d * interval '5 minutes' AS at) AS newest""".formatted(skus.atNumber(), Stock.UNITS + each - 1, each, skus.count() - 1, year);
    }

    /** The log that nobody has read yet must not fill the disk, nor lose the relay its place. */
    private void awaitRelay() throws SQLException {
        await("the relay", () -> ledger.number(RelayFigures.UNREAD) <= UNREAD_BYTES_MAX);
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(String whom, Condition condition) throws SQLException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "Expected %s to catch up within %s, but they did not".formatted(whom, PATIENCE));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        }
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = ledger.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (var one : statements) {
                statement.execute(one);
            }
            connection.commit();
        }
    }
}
