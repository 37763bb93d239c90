package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Serial.Id;
import dev.perpetual.ledger.domain.SerialCase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table {@code serial_case}: holes in the ways of units. */
public final class SerialCases {

    private static final String COLUMNS = "sku, serial, spot_location, spot, id, units, location, cause_type, cause_id,"
            + " cause_line, opened_by, opened_at, closed_by, closed_at";

    private SerialCases() {}

    static List<SerialCase> open(Connection connection, Collection<Id> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        try (var select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM unnest(?, ?) AS wanted (sku, serial) JOIN serial_case USING (sku, serial)"
                + " WHERE closed_at IS NULL")) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.sku().code()).text(Id::code);
            return read(select.executeQuery());
        }
    }

    /** All cases of a unit, oldest first. */
    public static List<SerialCase> of(Connection connection, Id id) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM serial_case WHERE sku = ? AND serial = ? ORDER BY opened_at, id")) {
            select.setString(1, id.sku().code());
            select.setString(2, id.code());
            return read(select.executeQuery());
        }
    }

    /** Some cases behind a time and id. @param state open or closed; null means both */
    public static List<SerialCase> page(
            Connection connection, @Nullable String state, Instant after, String afterId, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM serial_case WHERE (opened_at, id) > (?::timestamptz, ?)"
                + " AND (?::text IS NULL OR (closed_at IS NULL) = (? = 'open')) ORDER BY opened_at, id LIMIT ?")) {
            select.setString(1, after.toString());
            select.setString(2, afterId);
            select.setString(3, state);
            select.setString(4, state);
            select.setInt(5, limit);
            return read(select.executeQuery());
        }
    }

    private static List<SerialCase> read(ResultSet rows) throws SQLException {
        var found = new ArrayList<SerialCase>();
        while (rows.next()) {
            found.add(new SerialCase(
                    rows.getString(5),
                    Serials.key(rows),
                    rows.getLong(6),
                    new LocationId(rows.getString(7)),
                    new Cause(rows.getString(8), rows.getString(9), rows.getObject(10, Integer.class)),
                    rows.getString(11),
                    Columns.instant(rows, 12),
                    rows.getString(13),
                    Columns.optionalInstant(rows, 14)));
        }
        return found;
    }

    static void store(Pipeline pipeline, Collection<SerialCase> changed) {
        var rows = changed.stream()
                .sorted(Comparator.comparing(SerialCase::isOpen).thenComparing(SerialCase::id))
                .toList(); // Closed ones first: only one of a kind may be open.
        pipeline.add(
                """
                INSERT INTO serial_case (sku, serial, spot_location, spot, id, units, location, cause_type, cause_id,
                  cause_line, opened_by, opened_at, owner, closed_by, closed_at)
                SELECT sku, serial, spot_location, spot, id, units, location, cause_type, cause_id,
                  cause_line, opened_by, opened_at::timestamptz, owner, closed_by, closed_at::timestamptz
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                  AS next (sku, serial, spot_location, spot, id, units, location, cause_type, cause_id, cause_line,
                    opened_by, opened_at, owner, closed_by, closed_at, place)
                ORDER BY place
                ON CONFLICT (id) DO UPDATE SET
                  units = excluded.units, closed_by = excluded.closed_by, closed_at = excluded.closed_at""",
                rows,
                columns -> Serials.keys(columns, SerialCase::key)
                        .text(SerialCase::id)
                        .number(SerialCase::units)
                        .text(row -> row.location().id())
                        .text(row -> row.cause().type())
                        .text(row -> row.cause().id())
                        .optionalNumber(row -> row.cause().line() == null
                                ? null
                                : Long.valueOf(row.cause().line()))
                        .text(SerialCase::openedBy)
                        .time(SerialCase::openedAt)
                        .text(SerialCase::owner)
                        .text(SerialCase::closedBy)
                        .time(SerialCase::closedAt));
    }

    /** True for the id of a hole in the way of a unit. */
    public static boolean isOne(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT FROM serial_case WHERE id = ?")) {
            select.setString(1, id);
            return select.executeQuery().next();
        }
    }
}
