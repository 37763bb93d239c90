package dev.perpetual.benchmarks.limits;

import dev.perpetual.benchmarks.load.HttpLoad;
import dev.perpetual.benchmarks.load.HttpLoad.Work;
import dev.perpetual.sandbox.Beside;
import dev.perpetual.sandbox.Part;
import dev.perpetual.sandbox.Running;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The limits, measured before and after the figures that are compared with them. */
public final class Limits implements AutoCloseable {

    /** Two looks at one machine that differ by more say that something else was running on it. */
    private static final double APART_MAX = 1.5;

    private static final int CLIENTS = 32;
    private static final int TIMES = 3;

    /** What is measured, in units per second. */
    public enum Limit {
        SINGLY("(a) one movement per commit, 32 connections, 10,000 SKUs"),
        SINGLY_ONE_SKU("(a) one movement per commit, 32 connections, one SKU"),
        IN_BATCHES("(b) set-based SQL, 1,000 movements per commit"),
        IN_BATCHES_OF_OWN_ROWS("(b) with the rows and indexes of the ledger's own tables"),
        EMPTY("(c) empty HTTP endpoint, 32 clients"),
        READER("(d) plain consumer that folds");

        private final String text;

        Limit(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    private final SqlLimits sql;
    private final Beside empty;
    private final HttpLoad load;
    private final String bootstrapServers;
    private final Duration length;
    private final List<Map<Limit, Double>> looks = new ArrayList<>();

    /** The tables are made in the database of a service that this run does not start, so that no relay reads them. */
    public Limits(Running running, Duration length) throws SQLException {
        this.sql = new SqlLimits(running.database(Part.SUPPLIER), running.database(Part.LEDGER));
        this.empty = Beside.program(running, "benchmarks/empty");
        this.load = new HttpLoad(empty.url(), "none");
        this.bootstrapServers = running.bootstrapServers();
        this.length = length;
    }

    private interface Measurement {
        double perSecond() throws Exception;
    }

    /** Brings the server to where it is after hours: all that follows is measured with a log that no longer grows. */
    public void fillLog() throws SQLException {
        sql.fillLog();
    }

    /** Of single commits at this part of limit (a), in milliseconds; each counts from the moment when it was due. */
    public double commitP99(double share, Duration length) throws SQLException, InterruptedException {
        return sql.singlyP99(of(Limit.SINGLY) * share, length);
    }

    /** Of answers of the empty endpoint at this part of limit (c), over so many connections; else as above. */
    public double emptyP99(double share, int connections, Duration length) throws IOException {
        return load.open(connections, of(Limit.EMPTY) * share, length, nothing())
                .millis(99);
    }

    private Work nothing() {
        return Work.expecting(200, "", (_, _) -> load.get("/empty"));
    }

    /** Looks at all of them, each the median of {@value #TIMES}, after one that does not count. */
    public void measure() throws Exception {
        var look = new EnumMap<Limit, Double>(Limit.class);
        look.put(Limit.SINGLY, median(() -> sql.singly(SqlLimits.SKUS, length)));
        look.put(Limit.SINGLY_ONE_SKU, median(() -> sql.singly(1, length)));
        look.put(Limit.IN_BATCHES, median(() -> sql.inBatches(length)));
        look.put(Limit.IN_BATCHES_OF_OWN_ROWS, median(() -> sql.inBatchesOfOwnRows(length)));
        look.put(
                Limit.EMPTY,
                median(() -> load.closed(CLIENTS, length, nothing()).perSecond()));
        look.put(Limit.READER, median(() -> ReaderLimit.perSecond(bootstrapServers, length)));
        looks.add(look);
    }

    private static double median(Measurement measurement) throws Exception {
        measurement.perSecond();
        var all = new double[TIMES];
        for (var i = 0; i < TIMES; i++) {
            all[i] = measurement.perSecond();
        }
        java.util.Arrays.sort(all);
        return all[TIMES / 2];
    }

    /** Over all looks so far. */
    public double of(Limit limit) {
        return looks.stream().mapToDouble(look -> look.get(limit)).average().orElseThrow();
    }

    /** The looks in their order. */
    public List<Double> looks(Limit limit) {
        return looks.stream().map(look -> look.get(limit)).toList();
    }

    /** Those that moved so much between two looks that what was compared with them says nothing. */
    public List<Limit> moved() {
        return java.util.Arrays.stream(Limit.values())
                .filter(limit -> {
                    var seen = looks(limit).stream()
                            .mapToDouble(Double::doubleValue)
                            .summaryStatistics();
                    return seen.getMax() > seen.getMin() * APART_MAX;
                })
                .toList();
    }

    @Override
    public void close() {
        empty.close();
    }
}
