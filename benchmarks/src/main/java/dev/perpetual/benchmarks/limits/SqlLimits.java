package dev.perpetual.benchmarks.limits;

import dev.perpetual.sandbox.ServiceDatabase.Credentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * What PostgreSQL does for the least that a ledger must store: a balance and a journal row per movement, durable. Two
 * plain tables in a database that nobody relays, with one index each; and, to tell the price of wider rows from that of
 * the ledger's own work, copies of the ledger's tables beside them.
 */
final class SqlLimits {

    static final int CONNECTIONS = 32;
    static final int SKUS = 10_000;
    private static final int BATCH = 1_000;
    /** So much that the sandbox's server ends two checkpoints, after each of which it keeps the segments. */
    private static final int LOG_GIGABYTES = 3;
    /** As many as the ledger has commit loops. */
    private static final int WRITERS = 1;

    private static final String SINGLY = """
            WITH taken AS (
              UPDATE limit_balance SET available = available - 1, held = held + 1, version = version + 1
              WHERE sku = ? AND location = 'bench-main' AND available >= 1 RETURNING sku, location)
            INSERT INTO limit_journal (command, sku, location, quantity, from_account, to_account)
            SELECT ?, sku, location, 1, 'available', 'held' FROM taken""";

    private final Credentials database;
    private final Credentials ledger;
    private long own;

    SqlLimits(Credentials database, Credentials ledger) throws SQLException {
        this.database = database;
        this.ledger = ledger;
        try (var connection = connect(ledger);
                var statement = connection.createStatement()) {
            statement.execute("""
                    DROP TABLE IF EXISTS limit_journal, limit_balance;
                    CREATE TABLE limit_journal (LIKE journal INCLUDING ALL);
                    CREATE TABLE limit_balance (LIKE balance INCLUDING ALL)
                      WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0)""");
        }
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("""
                    DROP TABLE IF EXISTS limit_journal, limit_balance;
                    CREATE TABLE limit_journal (
                      position bigint GENERATED ALWAYS AS IDENTITY (CACHE 1000) PRIMARY KEY, command text NOT NULL,
                      sku text NOT NULL, location text NOT NULL, quantity bigint NOT NULL, from_account text NOT NULL,
                      to_account text NOT NULL, recorded_at timestamptz NOT NULL DEFAULT now());
                    CREATE TABLE limit_balance (
                      sku text NOT NULL, location text NOT NULL, available bigint NOT NULL CHECK (available >= 0),
                      held bigint NOT NULL, version bigint NOT NULL, PRIMARY KEY (sku, location)
                    ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
                    INSERT INTO limit_balance
                    SELECT 'LIMIT-' || lpad(i::text, 5, '0'), 'bench-main', 1000000000, 0, 0
                    FROM generate_series(0, %d) AS i""".formatted(SKUS - 1));
        }
    }

    /**
     * Writes as much log as the server keeps. From then on it uses segments again, as a server that has run for a while
     * does; before, whoever commits makes a new one every so often, and everybody waits for its flush.
     */
    void fillLog() throws SQLException {
        try (var connection = connect(database);
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE limit_log (filler text STORAGE PLAIN)");
            for (var gigabyte = 0; gigabyte < LOG_GIGABYTES; gigabyte++) {
                statement.execute(
                        "INSERT INTO limit_log SELECT repeat('x', 8000) FROM generate_series(1, (1 << 30) / 8000)");
                statement.execute("TRUNCATE limit_log");
            }
            statement.execute("DROP TABLE limit_log");
        }
    }

    /** Movements per second of {@value #CONNECTIONS} connections, each one movement per durable commit. */
    double singly(int skus, Duration length) throws SQLException, InterruptedException {
        return perSecond(
                database,
                CONNECTIONS,
                length,
                1,
                SINGLY,
                (insert, random, number) -> single(insert, skus, random, number));
    }

    /**
     * The 99th percentile, in milliseconds, of such commits on {@value #SKUS} SKUs that become due at a steady rate, each
     * counted from that moment. Those of the first sixth are not counted: their connections are new.
     */
    double singlyP99(double perSecond, Duration length) throws SQLException, InterruptedException {
        var count = Math.round(perSecond * length.toMillis() / 1_000);
        var next = new AtomicLong();
        var micros = new ConcurrentHistogram(3);
        onConnections(database, CONNECTIONS, SINGLY, (insert, random, begin) -> {
            var done = 0L;
            for (var number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                var due = begin + Math.round(number * 1e9 / perSecond);
                for (var early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                single(insert, SKUS, random, number);
                if (number >= count / 6) {
                    micros.recordValue((System.nanoTime() - due) / 1_000);
                }
                done++;
            }
            return done;
        });
        return micros.getValueAtPercentile(99) / 1_000.0;
    }

    private static void single(PreparedStatement insert, int skus, SplittableRandom random, long number)
            throws SQLException {
        insert.setString(1, sku(random.nextInt(skus)));
        insert.setString(2, "limit-" + number);
        if (insert.executeUpdate() != 1) {
            throw new SQLException("Expected stock for the limit, but there is none");
        }
    }

    /** Movements per second in batches of {@value #BATCH}: one insert of rows, one grouped and sorted upsert of balances. */
    double inBatches(Duration length) throws SQLException, InterruptedException {
        return perSecond(
                database,
                WRITERS,
                length,
                BATCH,
                "WITH moved AS ("
                        + " INSERT INTO limit_journal (command, sku, location, quantity, from_account, to_account)"
                        + " SELECT command, sku, 'bench-main', 1, 'supplier', 'available' FROM unnest(?, ?) AS m (command, sku))"
                        + " INSERT INTO limit_balance AS b (sku, location, available, held, version)"
                        + " SELECT sku, 'bench-main', units, 0, units FROM unnest(?, ?) AS n (sku, units)"
                        + " ON CONFLICT (sku, location) DO UPDATE SET available = b.available + excluded.available,"
                        + " held = b.held + excluded.held, version = b.version + excluded.version",
                this::batch);
    }

    private void batch(PreparedStatement insert, SplittableRandom random, long number) throws SQLException {
        var batch = new Batch(random, "limit-" + number);
        var connection = insert.getConnection();
        insert.setArray(1, connection.createArrayOf("text", batch.commands));
        insert.setArray(2, connection.createArrayOf("text", batch.skus));
        batch.setGrouped(insert, 3);
        insert.executeUpdate();
    }

    /** As {@link #inBatches}, with the columns, the JSON and the indexes of the ledger's own journal and balances. */
    double inBatchesOfOwnRows(Duration length) throws SQLException, InterruptedException {
        return perSecond(
                ledger,
                WRITERS,
                length,
                BATCH,
                "WITH moved AS ("
                        + " INSERT INTO limit_journal (command, stream, version, body, topic, key, type, recorded_at, kind,"
                        + " quantity, lot, from_account, to_location, to_account, cause_type, cause_id, occurred_at)"
                        + " SELECT command, sku, version, body::json, 'stock-movements', sku, 'stock.movement.recorded.v1',"
                        + " now(), 'receive', 1, '', 'supplier', 'bench-main', 'available', 'purchase-order', 'bench', now()"
                        + " FROM unnest(?, ?, ?, ?) AS m (command, sku, version, body))"
                        + " INSERT INTO limit_balance AS b (sku, location, available, version, occurred_at, recorded_at)"
                        + " SELECT sku, 'bench-main', units, units, now(), now() FROM unnest(?, ?) AS n (sku, units)"
                        + " ON CONFLICT ON CONSTRAINT limit_balance_pkey DO UPDATE"
                        + " SET available = b.available + excluded.available, version = b.version + excluded.version",
                this::ownBatch);
    }

    private void ownBatch(PreparedStatement insert, SplittableRandom random, long number) throws SQLException {
        var versions = new Long[BATCH];
        var bodies = new String[BATCH];
        var batch = new Batch(random, "limit-own-" + number);
        for (var i = 0; i < BATCH; i++) {
            versions[i] = ++own;
            bodies[i] = """
                    {"id":"%s/%d","command":"%s","sku":"%1$s","version":%2$d,"kind":"receive","quantity":1,\
                    "from":{"outside":"supplier"},"to":{"location":"bench-main","bucket":"available"},\
                    "cause":{"type":"purchase-order","id":"bench"},"occurredAt":"2026-01-05T08:00:00Z",\
                    "recordedAt":"2026-01-05T08:00:00.123456Z","recordedBy":"admin"}""".formatted(batch.skus[i], versions[i], batch.commands[i]);
        }
        var connection = insert.getConnection();
        insert.setArray(1, connection.createArrayOf("text", batch.commands));
        insert.setArray(2, connection.createArrayOf("text", batch.skus));
        insert.setArray(3, connection.createArrayOf("int8", versions));
        insert.setArray(4, connection.createArrayOf("text", bodies));
        batch.setGrouped(insert, 5);
        insert.executeUpdate();
    }

    /** So many movements of one unit and their sums by SKU, sorted. */
    private static final class Batch {
        private final String[] commands = new String[BATCH];
        private final String[] skus = new String[BATCH];
        private final TreeMap<String, Long> grouped = new TreeMap<>();

        Batch(SplittableRandom random, String id) {
            for (var i = 0; i < BATCH; i++) {
                commands[i] = id + "-" + i;
                skus[i] = sku(random.nextInt(SKUS));
                grouped.merge(skus[i], 1L, Long::sum);
            }
        }

        void setGrouped(PreparedStatement insert, int first) throws SQLException {
            var connection = insert.getConnection();
            insert.setArray(
                    first, connection.createArrayOf("text", grouped.keySet().toArray(String[]::new)));
            insert.setArray(
                    first + 1, connection.createArrayOf("int8", grouped.values().toArray(Long[]::new)));
        }
    }

    private static String sku(int number) {
        return "LIMIT-%05d".formatted(number);
    }

    private interface Step {
        void run(PreparedStatement statement, SplittableRandom random, long number) throws SQLException;
    }

    private static double perSecond(
            Credentials database, int connections, Duration length, int each, String sql, Step step)
            throws SQLException, InterruptedException {
        return each
                * onConnections(database, connections, sql, (statement, random, begin) -> {
                    var done = 0L;
                    for (; System.nanoTime() - begin < length.toNanos(); done++) {
                        step.run(statement, random, done);
                    }
                    return done;
                });
    }

    /** What one connection does. @param begin when all were open, in nanoseconds. Returns the number of its steps. */
    private interface Worker {
        long run(PreparedStatement statement, SplittableRandom random, long begin) throws SQLException;
    }

    /** Returns the steps of all per second, from when all were open to when the last was done. */
    private static double onConnections(Credentials database, int count, String sql, Worker worker)
            throws SQLException, InterruptedException {
        var connections = new ArrayList<Connection>();
        try (var threads = Executors.newFixedThreadPool(count)) {
            for (var c = 0; c < count; c++) {
                connections.add(connect(database));
            }
            var begin = System.nanoTime();
            List<Future<Long>> counts = new ArrayList<>();
            for (var c = 0; c < count; c++) {
                var random = new SplittableRandom(c);
                var connection = connections.get(c);
                Callable<Long> work = () -> {
                    try (var statement = connection.prepareStatement(sql)) {
                        return worker.run(statement, random, begin);
                    }
                };
                counts.add(threads.submit(work));
            }
            var total = 0L;
            for (var steps : counts) {
                total += steps.get();
            }
            return total / ((System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException failure) {
            throw new SQLException(failure.getCause());
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    private static Connection connect(Credentials database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.ownerUser(), database.ownerPassword());
    }
}
