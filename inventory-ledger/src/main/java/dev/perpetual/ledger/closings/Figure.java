package dev.perpetual.ledger.closings;

import dev.perpetual.ledger.domain.Balance;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A balance as it was; its version and times are the highest of the movements that made it. */
public record Figure(FigureKey key, Balance balance) {

    static Figure read(ResultSet row) throws SQLException {
        return new Figure(
                new FigureKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                new Balance(
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8),
                        row.getLong(9),
                        row.getLong(10),
                        row.getLong(11),
                        0,
                        row.getLong(12),
                        instant(row, 13),
                        instant(row, 14),
                        null));
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
