package dev.perpetual.ledger.stock;

import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.stock.MovementsResource.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads movements from the journal. */
final class History {

    private static final int PAGE = 200;

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
        var after = wanted.cursor() == null ? 0 : position(wanted.cursor());
        var sql = new StringBuilder(
                "SELECT position, body FROM journal WHERE topic = 'stock-movements' AND position > ?");
        var values = new ArrayList<Object>(List.of(after));
        add(sql, values, " AND stream = ?", wanted.sku());
        add(sql, values, " AND cause_id = ?", wanted.cause());
        add(sql, values, " AND recorded_at >= ?::timestamptz", wanted.from());
        add(sql, values, " AND recorded_at < ?::timestamptz", wanted.to());
        if (wanted.location() != null) {
            add(sql, values, " AND (from_location = ?", wanted.location());
            add(sql, values, " OR to_location = ?)", wanted.location());
        }
        // Positions of one SKU grow with its versions, whose index finds them.
        sql.append(wanted.sku() == null ? " ORDER BY position LIMIT ?" : " ORDER BY version LIMIT ?");
        try (var select = connection.prepareStatement(sql.toString())) {
            for (var i = 0; i < values.size(); i++) {
                var value = values.get(i);
                if (value instanceof Long number) {
                    select.setLong(i + 1, number);
                } else {
                    select.setString(i + 1, value.toString());
                }
            }
            select.setInt(values.size() + 1, PAGE + 1);
            var rows = select.executeQuery();
            var page = new ArrayList<Row>();
            var last = 0L;
            while (rows.next() && page.size() < PAGE) {
                page.add(new Row(rows.getString(2)));
                last = rows.getLong(1);
            }
            var more = !rows.isAfterLast() && page.size() == PAGE && rows.getRow() > PAGE;
            return new Page<>(page, more ? Cursor.of(Long.toString(last)) : null);
        }
    }

    private static void add(StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    static long position(String cursor) {
        try {
            return Long.parseLong(Cursor.read(cursor, 1).getFirst());
        } catch (NumberFormatException wrong) {
            throw Problems.invalid("cursor", "Expected a cursor that an earlier page gave, but got another text");
        }
    }
}
