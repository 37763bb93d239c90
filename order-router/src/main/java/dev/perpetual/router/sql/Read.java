package dev.perpetual.router.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads rows into values. */
public final class Read {
    private Read() {}

    /** Makes a value of the current row. */
    @FunctionalInterface
    public interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** All rows; parameters may be text, numbers, times, or a collection of texts, which becomes an array. */
    public static <T> List<T> all(Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            var rows = statement.executeQuery();
            var result = new ArrayList<T>();
            while (rows.next()) {
                result.add(row.of(rows));
            }
            return result;
        }
    }

    /** Runs a statement that changes rows, and says how many. */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(connection, statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void bind(Connection connection, PreparedStatement statement, @Nullable Object... parameters)
            throws SQLException {
        for (var i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case null -> statement.setObject(i + 1, null);
                case Instant time -> statement.setTimestamp(i + 1, Timestamp.from(time));
                case Collection<?> texts ->
                    statement.setArray(i + 1, connection.createArrayOf("text", new TreeSet<>(texts).toArray()));
                case Object other -> statement.setObject(i + 1, other);
            }
        }
    }

    public static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        var time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    public static @Nullable Double real(ResultSet row, String column) throws SQLException {
        var value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    public static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        var value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
