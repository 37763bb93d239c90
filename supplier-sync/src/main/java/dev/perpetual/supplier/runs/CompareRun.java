package dev.perpetual.supplier.runs;

import dev.perpetual.supplier.domain.AbsentRows;
import dev.perpetual.supplier.domain.RunFigures;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Compares a staged run with what is known, in sets: a hundred thousand rows cost a handful of statements. */
@ApplicationScoped
class CompareRun {

    private static final int CHANGES_SHOWN_MAX = 100;

    /** Decides the outcome of every readable row, and adds what is absent; may be done again when time has passed. */
    void compare(Connection connection, Run run, String asOfColumn, AbsentRows absentRows) throws SQLException {
        execute(connection, "DELETE FROM run_row WHERE run = ?::uuid AND outcome = 'absent'", run.id());
        // A SKU that is as of later already stays: stale never beats fresh.
        execute(connection, """
                UPDATE run_row SET known = compared.known, outcome = compared.outcome,
                  confirms = compared.outcome = 'unchanged' AND run_row.as_of > compared.known_as_of,
                  field = CASE WHEN compared.outcome = 'rejected' THEN ? END,
                  expected = CASE WHEN compared.outcome = 'rejected'
                    THEN 'a figure not older than ' || to_char(compared.known_as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END,
                  got = CASE WHEN compared.outcome = 'rejected'
                    THEN to_char(run_row.as_of AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END
                FROM (
                  SELECT read.place, stock.quantity AS known, stock.as_of AS known_as_of,
                    CASE WHEN read.as_of < stock.as_of THEN 'rejected'
                         WHEN read.quantity = stock.quantity THEN 'unchanged'
                         ELSE 'applied' END AS outcome
                  FROM run_row read LEFT JOIN supplier_stock stock
                    ON stock.supplier = ? AND stock.location = ? AND stock.sku = read.sku
                  WHERE read.run = ?::uuid AND NOT read.unclear) compared
                WHERE run_row.run = ?::uuid AND run_row.place = compared.place""", asOfColumn, run.supplier(), run.location(), run.id(), run.id());
        if (absentRows == AbsentRows.ZERO) {
            addAbsent(connection, run);
        }
    }

    /** A SKU that is named in a rejected row is not absent: we only do not know. */
    private static void addAbsent(Connection connection, Run run) throws SQLException {
        execute(connection, """
                INSERT INTO run_row (run, place, sku, quantity, as_of, known, outcome)
                SELECT ?::uuid,
                  (SELECT coalesce(max(place), 0) FROM run_row WHERE run = ?::uuid) + row_number() OVER (ORDER BY stock.sku),
                  stock.sku, 0, run.as_of, stock.quantity, 'absent'
                FROM run JOIN supplier_stock stock
                  ON stock.supplier = run.supplier AND stock.location = run.location AND stock.feed = run.feed
                WHERE run.id = ?::uuid AND stock.quantity > 0 AND stock.as_of <= run.as_of
                  AND NOT EXISTS (SELECT FROM run_row WHERE run_row.run = run.id AND run_row.sku = stock.sku)""", run.id(), run.id(), run.id());
    }

    /** The run in numbers. A SKU in stock counts when the figure came by this feed, or the file names it. */
    RunFigures figures(Connection connection, Run run, List<Long> usualRows, boolean repeated) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT count(*) FILTER (WHERE line IS NOT NULL),
                  count(*) FILTER (WHERE outcome = 'applied'),
                  count(*) FILTER (WHERE outcome = 'unchanged'),
                  count(*) FILTER (WHERE outcome = 'rejected'),
                  count(*) FILTER (WHERE outcome = 'absent'),
                  (SELECT count(*) FROM supplier_stock stock
                   WHERE stock.supplier = ? AND stock.location = ? AND stock.quantity > 0 AND (stock.feed = ?
                     OR EXISTS (SELECT FROM run_row named WHERE named.run = ?::uuid AND named.sku = stock.sku))),
                  count(*) FILTER (WHERE outcome IN ('applied', 'absent') AND quantity = 0 AND known > 0)
                FROM run_row WHERE run = ?::uuid""")) {
            bind(select, run.supplier(), run.location(), run.feed(), run.id(), run.id());
            var rows = select.executeQuery();
            rows.next();
            return new RunFigures(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getLong(4),
                    rows.getLong(5),
                    rows.getLong(6),
                    rows.getLong(7),
                    usualRows,
                    repeated);
        }
    }

    Run.Diff diff(Connection connection, Run run) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT count(*) FILTER (WHERE known IS NULL AND outcome = 'applied'),
                  count(*) FILTER (WHERE quantity > known AND outcome = 'applied'),
                  count(*) FILTER (WHERE quantity < known AND outcome IN ('applied', 'absent')),
                  count(*) FILTER (WHERE quantity = 0 AND known > 0 AND outcome IN ('applied', 'absent')),
                  count(*) FILTER (WHERE confirms)
                FROM run_row WHERE run = ?::uuid""")) {
            bind(select, run.id());
            var rows = select.executeQuery();
            rows.next();
            return new Run.Diff(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getLong(4),
                    rows.getLong(5),
                    changes(connection, run));
        }
    }

    private static List<Run.Change> changes(Connection connection, Run run) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku, known, quantity FROM run_row
                WHERE run = ?::uuid AND outcome IN ('applied', 'absent')
                ORDER BY abs(quantity - coalesce(known, 0)) DESC, sku LIMIT ?""")) {
            select.setString(1, run.id());
            select.setInt(2, CHANGES_SHOWN_MAX);
            var rows = select.executeQuery();
            var changes = new ArrayList<Run.Change>();
            while (rows.next()) {
                changes.add(new Run.Change(rows.getString(1), rows.getObject(2, Long.class), rows.getLong(3)));
            }
            return changes;
        }
    }

    private static void execute(Connection connection, String sql, String... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, String... values) throws SQLException {
        for (var i = 0; i < values.length; i++) {
            statement.setString(i + 1, values[i]);
        }
    }
}
