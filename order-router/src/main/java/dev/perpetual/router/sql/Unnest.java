package dev.perpetual.router.sql;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes many rows with one statement: each column becomes an array for {@code unnest(?, ?, …)}, in the order in which it is named here. */
public final class Unnest<T> {
    private record Column<T>(String type, Function<T, @Nullable Object> value) {}

    private final Collection<T> rows;
    private final List<Column<T>> columns = new ArrayList<>();

    private Unnest(Collection<T> rows) {
        this.rows = rows;
    }

    public static <T> Unnest<T> of(Collection<T> rows) {
        return new Unnest<>(rows);
    }

    public Unnest<T> text(Function<T, @Nullable String> value) {
        return column("text", value::apply);
    }

    public Unnest<T> name(Function<T, @Nullable Enum<?>> value) {
        return column("text", row -> {
            var constant = value.apply(row);
            return constant == null ? null : constant.name();
        });
    }

    public Unnest<T> bigint(Function<T, @Nullable Long> value) {
        return column("bigint", value::apply);
    }

    public Unnest<T> integer(Function<T, @Nullable Integer> value) {
        return column("int", value::apply);
    }

    public Unnest<T> bool(Function<T, @Nullable Boolean> value) {
        return column("boolean", value::apply);
    }

    public Unnest<T> real(Function<T, @Nullable Double> value) {
        return column("float8", value::apply);
    }

    public Unnest<T> decimal(Function<T, @Nullable BigDecimal> value) {
        return column("numeric", value::apply);
    }

    public Unnest<T> time(Function<T, @Nullable Instant> value) {
        return column("timestamptz", row -> {
            var time = value.apply(row);
            return time == null ? null : Timestamp.from(time);
        });
    }

    private Unnest<T> column(String type, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(type, value));
        return this;
    }

    /** Runs the statement unless there are no rows. Returns how many it changed. */
    public int update(Connection connection, String sql) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        try (var statement = connection.prepareStatement(sql)) {
            var place = 1;
            for (var column : columns) {
                statement.setArray(
                        place++,
                        connection.createArrayOf(
                                column.type(), rows.stream().map(column.value()).toArray()));
            }
            return statement.executeUpdate();
        }
    }
}
