package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Goods;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows as one array per column, so that a statement costs the same for one row and for a thousand. */
final class Columns<T> {

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int next;

    Columns(PreparedStatement statement, List<T> rows) throws SQLException {
        this(statement, 1, rows);
    }

    /** @param first the parameter to begin with */
    Columns(PreparedStatement statement, int first, List<T> rows) throws SQLException {
        this.connection = statement.getConnection();
        this.statement = statement;
        this.next = first;
        this.rows = rows;
    }

    /** The parameter after those that are set. */
    int next() {
        return next;
    }

    Columns<T> text(Function<T, @Nullable String> column) throws SQLException {
        var values = new @Nullable String[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(next++, connection.createArrayOf("text", values));
        return this;
    }

    Columns<T> number(ToLongFunction<T> column) throws SQLException {
        var values = new long[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.applyAsLong(rows.get(i));
        }
        statement.setArray(next++, connection.unwrap(PGConnection.class).createArrayOf("int8", values));
        return this;
    }

    Columns<T> optionalNumber(Function<T, @Nullable Long> column) throws SQLException {
        var values = new @Nullable Long[rows.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(next++, connection.createArrayOf("int8", values));
        return this;
    }

    /** Times travel as text and are cast by the statement. */
    Columns<T> time(Function<T, @Nullable Instant> column) throws SQLException {
        return text(row -> {
            var time = column.apply(row);
            return time == null ? null : time.toString();
        });
    }

    Columns<T> same(Instant time) throws SQLException {
        statement.setObject(next++, time.atOffset(ZoneOffset.UTC));
        return this;
    }

    Columns<T> bytes(byte[] value) throws SQLException {
        statement.setBytes(next++, value);
        return this;
    }

    /** Lot and, in the next column, owner. */
    static Goods goods(ResultSet row, int column) throws SQLException {
        return new Goods(row.getString(column), row.getString(column + 1));
    }

    /** The texts of an array; none when it is null. */
    static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optionalInstant(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
