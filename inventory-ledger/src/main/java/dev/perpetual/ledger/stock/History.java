package dev.perpetual.ledger.stock;

import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.stock.MovementsResource.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads movements from the journal. Each page follows one index and looks at a bounded number of rows, whatever is
 * asked for; what it looked at in vain it never looks at again.
 */
final class History {

    private static final int PAGE = 200;
    private static final int ROWS_PER_PAGE_MAX = 10_000;

    /** Positions and times of recording go together, but for the clocks of several instances. */
    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofMinutes(10);

    private History() {}

    /** Which movements; null means any. Times are when they were recorded, the end not included. */
    record Wanted(
            @Nullable String sku,
            @Nullable String location,
            @Nullable String cause,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String cursor) {}

    static Page<Row> page(Connection connection, Wanted wanted) throws SQLException {
        var versions = wanted.sku() != null && (wanted.cause() == null || isShort(connection, wanted.sku()));
        var order = versions ? "version" : "position";
        var after = wanted.cursor() != null ? number(wanted.cursor(), order) : start(connection, wanted, versions);
        var sql = "SELECT " + order + ", recorded_at, CASE WHEN stream = coalesce(?, stream)"
                + " AND cause_id = coalesce(?, cause_id) AND recorded_at >= ?::timestamptz"
                + " AND recorded_at < ?::timestamptz"
                + " AND (?::text IS NULL OR from_location = ? OR to_location = ?) THEN body END"
                + " FROM journal WHERE topic = 'stock-movements' AND " + order + " > ?"
                + (versions ? " AND stream = ?" : wanted.cause() != null ? " AND cause_id = ?" : "")
                + " ORDER BY " + order + " LIMIT ?";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, wanted.sku());
            select.setString(2, wanted.cause());
            select.setString(
                    3, wanted.from() == null ? "-infinity" : wanted.from().toString());
            select.setString(4, wanted.to() == null ? "infinity" : wanted.to().toString());
            for (var place = 5; place <= 7; place++) {
                select.setString(place, wanted.location());
            }
            select.setLong(8, after);
            var next = 9;
            if (versions || wanted.cause() != null) {
                select.setString(next++, versions ? wanted.sku() : wanted.cause());
            }
            select.setInt(next, ROWS_PER_PAGE_MAX);
            select.setFetchSize(2 * PAGE);
            return read(select, order, wanted.to());
        }
    }

    private static Page<Row> read(PreparedStatement select, String order, @Nullable Instant to) throws SQLException {
        var rows = select.executeQuery();
        var page = new ArrayList<Row>();
        var looked = 0;
        var last = 0L;
        while (rows.next()) {
            var body = rows.getString(3);
            if (body != null && page.size() == PAGE) {
                return new Page<>(page, Cursor.of(order, Long.toString(last)));
            }
            if (to != null && instant(rows.getObject(2, OffsetDateTime.class)).isAfter(to.plus(CLOCKS_DIFFER_MAX))) {
                return new Page<>(page, null);
            }
            looked++;
            last = rows.getLong(1);
            if (body != null) {
                page.add(new Row(body));
            }
        }
        return new Page<>(page, looked == ROWS_PER_PAGE_MAX ? Cursor.of(order, Long.toString(last)) : null);
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }

    /** One page can look at the whole SKU. */
    private static boolean isShort(Connection connection, String sku) throws SQLException {
        return Past.versions(connection, List.of(sku), null).getOrDefault(sku, 0L) <= ROWS_PER_PAGE_MAX;
    }

    /** Behind which the first one that was recorded at {@code from} must be. */
    private static long start(Connection connection, Wanted wanted, boolean versions) throws SQLException {
        if (wanted.from() == null) {
            return 0;
        }
        var sku = wanted.sku();
        if (versions && sku != null) {
            return Past.closedBefore(connection, sku, wanted.from());
        }
        return positionBefore(connection, wanted.from().minus(CLOCKS_DIFFER_MAX));
    }

    /** Halves the journal until what is left is short enough to look at. */
    private static long positionBefore(Connection connection, Instant time) throws SQLException {
        var before = 0L;
        try (var newest = connection.prepareStatement("SELECT coalesce(max(position), 0) FROM journal");
                var probe = connection.prepareStatement(
                        "SELECT recorded_at FROM journal WHERE position > ? ORDER BY position LIMIT 1")) {
            var rows = newest.executeQuery();
            rows.next();
            var end = rows.getLong(1);
            while (end - before > PAGE) {
                var middle = before + (end - before) / 2;
                probe.setLong(1, middle);
                var found = probe.executeQuery();
                if (found.next()
                        && instant(found.getObject(1, OffsetDateTime.class)).isBefore(time)) {
                    before = middle;
                } else {
                    end = middle;
                }
            }
            return before;
        }
    }

    /** The number in a cursor of that order. */
    static long number(String cursor, String order) {
        var parts = Cursor.read(cursor, 2);
        try {
            if (parts.getFirst().equals(order)) {
                return Long.parseLong(parts.getLast());
            }
        } catch (NumberFormatException wrong) {
            // Told below.
        }
        throw Problems.invalid("cursor", "Expected a cursor that an earlier page gave, but got another text");
    }
}
