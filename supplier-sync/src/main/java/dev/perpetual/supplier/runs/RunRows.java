package dev.perpetual.supplier.runs;

import dev.perpetual.supplier.domain.JudgedRow;
import dev.perpetual.supplier.domain.JudgedRow.Readable;
import dev.perpetual.supplier.domain.JudgedRow.Rejected;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table run_row: the rows of a run as they were read, with what became of each. */
@ApplicationScoped
public class RunRows {

    /**
     * A row as it is told over HTTP.
     *
     * @param line null for a SKU that the file does not name
     * @param column what a rejected row has wrong, as the mapping names it
     */
    public record RunRow(
            long place,
            @Nullable Long line,
            @Nullable String sku,
            @Nullable Long quantity,
            @Nullable Instant asOf,
            @Nullable Long known,
            String outcome,
            @Nullable String column,
            @Nullable String expected,
            @Nullable String got) {}

    /** A figure that a run reports. */
    record Figure(String sku, long quantity, Instant asOf) {}

    /**
     * Stages rows behind those that are staged already.
     *
     * @param place of the first of them
     * @param asOf of rows that do not state one
     */
    void stage(Connection connection, UUID run, long place, List<JudgedRow> rows, Instant asOf) throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO run_row (run, place, line, sku, quantity, as_of, outcome, unclear, field, expected, got)
                SELECT ?, ? + n - 1, line, sku, quantity, as_of,
                  CASE WHEN expected IS NOT NULL THEN 'rejected' END, expected IS NOT NULL, field, expected, got
                FROM unnest(?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                  AS read (line, sku, quantity, as_of, field, expected, got, n)""")) {
            insert.setObject(1, run);
            insert.setLong(2, place);
            insert.setArray(3, array(connection, "bigint", rows, JudgedRow::line));
            insert.setArray(4, array(connection, "text", rows, JudgedRow::sku));
            insert.setArray(
                    5, array(connection, "bigint", rows, row -> row instanceof Readable read ? read.units() : null));
            insert.setArray(
                    6,
                    array(
                            connection,
                            "timestamptz",
                            rows,
                            row -> row instanceof Readable read
                                    ? Timestamp.from(read.asOf() == null ? asOf : read.asOf())
                                    : null));
            insert.setArray(
                    7,
                    array(
                            connection,
                            "text",
                            rows,
                            row -> row instanceof Rejected no ? no.reason().column() : null));
            insert.setArray(
                    8,
                    array(
                            connection,
                            "text",
                            rows,
                            row -> row instanceof Rejected no ? no.reason().expected() : null));
            insert.setArray(
                    9,
                    array(
                            connection,
                            "text",
                            rows,
                            row -> row instanceof Rejected no ? no.reason().got() : null));
            insert.executeUpdate();
        }
    }

    /** Rejects all rows of a SKU that is named more than once: nobody knows which of them is true. */
    void rejectRepeatedSkus(Connection connection, UUID run, String skuColumn) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE run_row SET outcome = 'rejected', unclear = true, field = ?, expected = 'each SKU on one line only',
                  got = 'also line ' || CASE WHEN line = named.first THEN named.last ELSE named.first END
                FROM (SELECT sku, min(line) AS first, max(line) AS last FROM run_row
                      WHERE run = ? AND sku IS NOT NULL GROUP BY sku HAVING count(*) > 1) named
                WHERE run_row.run = ? AND run_row.sku = named.sku AND NOT run_row.unclear""")) {
            update.setString(1, skuColumn);
            update.setObject(2, run);
            update.setObject(3, run);
            update.executeUpdate();
        }
    }

    /** Forgets everything that was staged. */
    void clear(Connection connection, UUID run) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM run_row WHERE run = ?")) {
            delete.setObject(1, run);
            delete.executeUpdate();
        }
    }

    /** One page of rows behind a place; outcome null: any. */
    List<RunRow> list(Connection connection, UUID run, @Nullable String outcome, long behind, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT * FROM run_row WHERE run = ? AND (?::text IS NULL OR outcome = ?) AND place > ?
                ORDER BY place LIMIT ?""")) {
            select.setObject(1, run);
            select.setString(2, outcome);
            select.setString(3, outcome);
            select.setLong(4, behind);
            select.setInt(5, limit);
            var rows = select.executeQuery();
            var found = new ArrayList<RunRow>();
            while (rows.next()) {
                var asOf = rows.getTimestamp("as_of");
                found.add(new RunRow(
                        rows.getLong("place"),
                        rows.getObject("line", Long.class),
                        rows.getString("sku"),
                        rows.getObject("quantity", Long.class),
                        asOf == null ? null : asOf.toInstant(),
                        rows.getObject("known", Long.class),
                        rows.getString("outcome"),
                        rows.getString("field"),
                        rows.getString("expected"),
                        rows.getString("got")));
            }
            return found;
        }
    }

    /** What the run reports, by SKU, from behind the given one: new figures, and old ones as of later. */
    List<Figure> figures(Connection connection, UUID run, String behind, int limit) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku, quantity, as_of FROM run_row
                WHERE run = ? AND sku > ? AND (outcome IN ('applied', 'absent') OR confirms)
                ORDER BY sku LIMIT ?""")) {
            select.setObject(1, run);
            select.setString(2, behind);
            select.setInt(3, limit);
            var rows = select.executeQuery();
            var found = new ArrayList<Figure>();
            while (rows.next()) {
                found.add(new Figure(
                        rows.getString(1), rows.getLong(2), rows.getTimestamp(3).toInstant()));
            }
            return found;
        }
    }

    private interface Column {
        @Nullable
        Object of(JudgedRow row);
    }

    private static java.sql.Array array(Connection connection, String type, List<JudgedRow> rows, Column column)
            throws SQLException {
        var values = new @Nullable Object[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.of(rows.get(i));
        }
        return connection.createArrayOf(type, values);
    }
}
