package dev.perpetual.ledger.counts;

import dev.perpetual.ledger.catalog.Catalog;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.CountLine.Basis;
import dev.perpetual.ledger.domain.CountLine.Recount;
import dev.perpetual.ledger.domain.CountLine.Tally;
import dev.perpetual.ledger.domain.CountLine.Verdict;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Money;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table {@code stock_count_line}. Many rows travel as one JSON text, so that a statement costs the same for all. */
final class CountLines {

    private static final String COLUMNS = "line, sku, location, lot, owner, opening_version, opening_units, counted,"
            + " first_version, first_at, last_version, last_at, counters, entered_at, unit_cost, currency, recounted,"
            + " judged_version, expected, variance, found, large, recount, applied_version, settled_by";

    private CountLines() {}

    /** A line as columns of a statement. */
    record Row(
            int line,
            String sku,
            String location,
            String lot,
            String owner,
            long openingVersion,
            long openingUnits,
            @Nullable Long counted,
            @Nullable Long firstVersion,
            @Nullable String firstAt,
            @Nullable Long lastVersion,
            @Nullable String lastAt,
            @Nullable List<String> counters,
            @Nullable String enteredAt,
            @Nullable String unitCost,
            @Nullable String currency,
            boolean recounted,
            @Nullable Long judgedVersion,
            @Nullable Long expected,
            @Nullable Long variance,
            @Nullable Boolean found,
            @Nullable Boolean large,
            @Nullable String recount) {

        static Row of(CountLine line) {
            var key = line.key();
            var tally = line.tally();
            var verdict = line.verdict();
            var cost = tally == null ? null : tally.unitCost();
            return new Row(
                    line.line(),
                    key.sku().code(),
                    key.location().id(),
                    key.goods().lot(),
                    key.goods().owner(),
                    line.openingVersion(),
                    line.openingUnits(),
                    tally == null ? null : tally.counted(),
                    tally == null ? null : tally.first().version(),
                    tally == null ? null : text(tally.first().at()),
                    tally == null ? null : tally.last().version(),
                    tally == null ? null : text(tally.last().at()),
                    tally == null ? null : tally.by(),
                    tally == null ? null : text(tally.enteredAt()),
                    cost == null ? null : cost.amount().toPlainString(),
                    cost == null ? null : cost.currency(),
                    tally != null && tally.recounted(),
                    verdict == null ? null : verdict.version(),
                    verdict == null ? null : verdict.expected(),
                    verdict == null ? null : verdict.variance(),
                    verdict == null ? null : verdict.found(),
                    verdict == null ? null : verdict.large(),
                    verdict == null || verdict.recount() == null
                            ? null
                            : verdict.recount().name());
        }

        private static @Nullable String text(@Nullable Instant time) {
            return time == null ? null : time.toString();
        }
    }

    /** The rows in a statement, by the names of {@link Row}. */
    static final String ROWS = """
            json_to_recordset(?::json) AS next (line int, sku text, location text, lot text, owner text,
              "openingVersion" bigint, "openingUnits" bigint, counted bigint, "firstVersion" bigint,
              "firstAt" timestamptz, "lastVersion" bigint, "lastAt" timestamptz, counters text[],
              "enteredAt" timestamptz, "unitCost" numeric, currency text, recounted boolean, "judgedVersion" bigint,
              expected bigint, variance bigint, found boolean, large boolean, recount text)""";

    static String rows(Collection<CountLine> lines) {
        return Catalog.write(lines.stream().map(Row::of).toList());
    }

    /** What stands at the places of a count, as of one moment. @return how many lines */
    static int freeze(Connection connection, Counts.Head head) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO stock_count_line (count, line, sku, location, lot, owner, opening_version, opening_units)
                SELECT place.count, row_number() OVER (ORDER BY location, sku, lot, owner), sku, location, lot, owner,
                  stream.version, inspection + available + held + picked + blocked
                FROM stock_count_place AS place JOIN balance USING (location)
                JOIN stream ON stream.topic = 'stock-movements' AND stream.id = balance.sku
                WHERE place.count = ? AND inspection + available + held + picked + blocked <> 0
                  AND (?::text[] IS NULL OR sku = ANY(?)) AND (?::text[] IS NULL OR lot = ANY(?))""")) {
            insert.setString(1, head.id());
            array(insert, 2, head.skus());
            array(insert, 3, head.skus());
            array(insert, 4, head.lots());
            array(insert, 5, head.lots());
            return insert.executeUpdate();
        }
    }

    private static void array(PreparedStatement statement, int place, @Nullable List<String> values)
            throws SQLException {
        statement.setArray(place, values == null ? null : Counts.text(statement.getConnection(), values));
    }

    /** Lines in their order. @param filter a condition beside, trusted */
    static List<CountLine> page(Connection connection, String count, int after, String filter, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM stock_count_line WHERE count = ? AND line > ? AND " + filter + " ORDER BY line LIMIT ?")) {
            select.setString(1, count);
            select.setInt(2, after);
            select.setInt(3, limit);
            return read(select);
        }
    }

    /** The lines of the same SKU, place and lot, whoever owns it. */
    static List<CountLine> at(Connection connection, String count, Collection<BalanceKey> keys) throws SQLException {
        var wanted = keys.stream()
                .map(key -> CountLine.opened(0, key, 0, 0))
                .map(Row::of)
                .toList();
        try (var select = connection.prepareStatement("SELECT " + COLUMNS + " FROM stock_count_line WHERE count = ?"
                + " AND (sku, location, lot) IN (SELECT sku, location, lot FROM " + ROWS + ") ORDER BY line")) {
            select.setString(1, count);
            select.setString(2, Catalog.write(wanted));
            return read(select);
        }
    }

    private static List<CountLine> read(PreparedStatement select) throws SQLException {
        var rows = select.executeQuery();
        var lines = new ArrayList<CountLine>();
        while (rows.next()) {
            lines.add(read(rows));
        }
        return lines;
    }

    private static CountLine read(ResultSet row) throws SQLException {
        return new CountLine(
                row.getInt(1),
                new BalanceKey(
                        new Sku(row.getString(2)),
                        new LocationId(row.getString(3)),
                        new Goods(row.getString(4), row.getString(5))),
                row.getLong(6),
                row.getLong(7),
                tally(row),
                verdict(row),
                row.getObject(24, Long.class),
                row.getString(25));
    }

    private static @Nullable Tally tally(ResultSet row) throws SQLException {
        var counted = row.getObject(8, Long.class);
        if (counted == null) {
            return null;
        }
        var cost = row.getBigDecimal(15);
        return new Tally(
                counted,
                new Basis(row.getObject(9, Long.class), Counts.time(row, 10)),
                new Basis(row.getObject(11, Long.class), Counts.time(row, 12)),
                Objects.requireNonNull(Counts.list(row.getArray(13))),
                Objects.requireNonNull(Counts.time(row, 14)),
                cost == null ? null : new Money(cost, row.getString(16)),
                row.getBoolean(17));
    }

    private static @Nullable Verdict verdict(ResultSet row) throws SQLException {
        var version = row.getObject(18, Long.class);
        if (version == null) {
            return null;
        }
        var recount = row.getString(23);
        return new Verdict(
                version,
                row.getLong(19),
                row.getLong(20),
                row.getBoolean(21),
                row.getBoolean(22),
                recount == null ? null : Recount.valueOf(recount));
    }

    /** The number of the last line. */
    static int last(Connection connection, String count) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT coalesce(max(line), 0) FROM stock_count_line WHERE count = ?")) {
            select.setString(1, count);
            var row = select.executeQuery();
            row.next();
            return row.getInt(1);
        }
    }

    /** New lines and what changed of known ones. */
    static void store(Connection connection, String count, Collection<CountLine> lines) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        try (var upsert = connection.prepareStatement("""
                INSERT INTO stock_count_line AS known (count, line, sku, location, lot, owner, opening_version,
                  opening_units, counted, first_version, first_at, last_version, last_at, counters, entered_at, unit_cost,
                  currency, recounted, judged_version, expected, variance, found, large, recount)
                SELECT ?, line, sku, location, lot, owner, "openingVersion", "openingUnits", counted, "firstVersion",
                  "firstAt", "lastVersion", "lastAt", counters, "enteredAt", "unitCost", currency, recounted,
                  "judgedVersion", expected, variance, found, large, recount
                FROM %s
                ON CONFLICT (count, line) DO UPDATE SET counted = excluded.counted,
                  first_version = excluded.first_version, first_at = excluded.first_at,
                  last_version = excluded.last_version, last_at = excluded.last_at, counters = excluded.counters,
                  entered_at = excluded.entered_at, unit_cost = excluded.unit_cost, currency = excluded.currency,
                  recounted = excluded.recounted, judged_version = excluded.judged_version,
                  expected = excluded.expected, variance = excluded.variance, found = excluded.found,
                  large = excluded.large, recount = excluded.recount""".formatted(ROWS))) {
            upsert.setString(1, count);
            upsert.setString(2, rows(lines));
            upsert.executeUpdate();
        }
    }

    /** Somebody looked and saw nothing: lines there that have no figure yet are zero. */
    static void seeNothing(Connection connection, String count, Collection<String> places, String by, Instant now)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE stock_count_place SET empty_by = ? WHERE count = ? AND location = ANY(?)""")) {
            update.setString(1, by);
            update.setString(2, count);
            update.setArray(3, Counts.text(connection, places));
            update.executeUpdate();
        }
        try (var update = connection.prepareStatement("""
                UPDATE stock_count_line SET counted = 0, first_version = stream.version, last_version = stream.version,
                  counters = ARRAY[?], entered_at = ?::timestamptz
                FROM stream WHERE topic = 'stock-movements' AND id = sku
                  AND count = ? AND location = ANY(?) AND counted IS NULL""")) {
            update.setString(1, by);
            update.setString(2, now.toString());
            update.setString(3, count);
            update.setArray(4, Counts.text(connection, places));
            update.executeUpdate();
        }
    }

    /** What put lines right. @param applied version of the SKU by line */
    static void apply(Connection connection, String count, Map<Integer, Long> applied) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE stock_count_line AS known SET applied_version = next.value::bigint
                FROM json_each_text(?::json) AS next WHERE count = ? AND line = next.key::int""")) {
            update.setString(1, Catalog.write(applied));
            update.setString(2, count);
            update.executeUpdate();
        }
    }

    static void settle(Connection connection, String count, int line, String by) throws SQLException {
        try (var update = connection.prepareStatement(
                "UPDATE stock_count_line SET settled_by = ? WHERE count = ? AND line = ?")) {
            update.setString(1, by);
            update.setString(2, count);
            update.setInt(3, line);
            update.executeUpdate();
        }
    }
}
