package dev.perpetual.ledger.commit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Set-based statements that are sent together and awaited once, so that a batch waits for the server once and not once per
 * table. They run in their order, and each sees what those before it did.
 */
final class Pipeline {

    private record Part<T>(
            String sql,
            List<T> rows,
            Parameters<T> parameters,
            Supplier<? extends RuntimeException> otherwise,
            boolean each) {

        int set(PreparedStatement statement, int from) throws SQLException {
            var columns = new Columns<>(statement, from, rows);
            parameters.set(columns);
            return columns.next();
        }
    }

    /** Sets the parameters of one statement, in their order. */
    @FunctionalInterface
    interface Parameters<T> {
        void set(Columns<T> columns) throws SQLException;
    }

    private final Connection connection;
    private final List<Part<?>> parts = new ArrayList<>();

    Pipeline(Connection connection) {
        this.connection = connection;
    }

    /** Adds a statement, or nothing when there are no rows. */
    <T> void add(String sql, List<T> rows, Parameters<T> parameters) {
        if (!rows.isEmpty()) {
            parts.add(new Part<>(sql, rows, parameters, IllegalStateException::new, false));
        }
    }

    /** As {@link #add}, where every row must have its effect. @param otherwise thrown when one has none */
    <T> void addEach(
            String sql, List<T> rows, Parameters<T> parameters, Supplier<? extends RuntimeException> otherwise) {
        if (!rows.isEmpty()) {
            parts.add(new Part<>(sql, rows, parameters, otherwise, true));
        }
    }

    /** Commits too, unless it is still to be seen whether every row had its effect. */
    void runAndCommit() throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        var sql = new StringBuilder();
        parts.forEach(part -> sql.append(part.sql()).append(";\n"));
        if (parts.stream().noneMatch(Part::each)) {
            sql.append("COMMIT");
        }
        try (var statement = connection.prepareStatement(sql.toString())) {
            var next = 1;
            for (var part : parts) {
                next = part.set(statement, next);
            }
            statement.execute();
            for (var part : parts) {
                if (part.each() && statement.getUpdateCount() != part.rows().size()) {
                    throw part.otherwise().get();
                }
                statement.getMoreResults();
            }
        }
    }
}
