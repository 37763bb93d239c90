package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads balances as they stand. */
public final class Levels {

    static final String COLUMNS =
            "sku, location, lot, owner, expected, inspection, available, held, picked, blocked, outbound,"
                    + " version, occurred_at, recorded_at, as_of, floor";

    /** Levels of one item that are read at once, and told in one answer. */
    static final int OF_ITEM_MAX = 10_000;

    /** SKU, location, lot and owner. */
    static final int CURSOR_PARTS = 4;

    private Levels() {}

    /** One balance as in the API. */
    @JsonInclude(Include.NON_NULL)
    public record Level(
            String sku,
            String location,
            @Nullable String lot,
            @Nullable String owner,
            Map<String, Long> buckets,
            long onHand,
            long version,
            Instant occurredAt,
            Instant recordedAt,
            @Nullable Instant asOf) {}

    /** Which balances; null means any. */
    record Wanted(
            @Nullable String sku,
            @Nullable String location,
            @Nullable Bucket bucket,
            Whose whose,
            List<String> after,
            int limit) {}

    static List<Level> page(Connection connection, Wanted wanted) throws SQLException {
        var sql = new StringBuilder(
                "SELECT " + COLUMNS + " FROM balance WHERE (sku, location, lot, owner) > (?, ?, ?, ?)");
        if (wanted.sku() != null) {
            sql.append(" AND sku = ?");
        }
        if (wanted.location() != null) {
            sql.append(" AND location = ?");
        }
        if (wanted.bucket() != null) {
            sql.append(" AND ").append(wanted.bucket().code()).append(" <> 0");
        }
        sql.append(wanted.whose().condition()).append(" ORDER BY sku, location, lot, owner LIMIT ?");
        try (var select = connection.prepareStatement(sql.toString())) {
            var next = 1;
            for (var part : wanted.after()) {
                select.setString(next++, part);
            }
            if (wanted.sku() != null) {
                select.setString(next++, wanted.sku());
            }
            if (wanted.location() != null) {
                select.setString(next++, wanted.location());
            }
            if (wanted.whose().owner() != null) {
                select.setString(next++, wanted.whose().owner());
            }
            select.setInt(next, wanted.limit());
            return read(select);
        }
    }

    /** Takes the levels of one item. @param next where the page after these begins, or null */
    @FunctionalInterface
    interface Pages {
        void take(List<Level> levels, @Nullable String next) throws SQLException;
    }

    /** All levels of one item, however many they are: each lot that ever was at a place is one. */
    static void ofItem(Connection connection, String sku, Pages pages) throws SQLException {
        String next = Cursor.of(sku, "", "", "");
        while (next != null) {
            var item = new Wanted(sku, null, null, Whose.ANYBODYS, Cursor.read(next, CURSOR_PARTS), OF_ITEM_MAX + 1);
            var found = page(connection, item);
            var levels = found.size() > OF_ITEM_MAX ? found.subList(0, OF_ITEM_MAX) : found;
            next = found.size() > OF_ITEM_MAX ? after(levels.getLast()) : null;
            pages.take(levels, next);
        }
    }

    /** The cursor of the page behind this level. */
    static String after(Level last) {
        return Cursor.of(
                last.sku(),
                last.location(),
                last.lot() == null ? "" : last.lot(),
                last.owner() == null ? "" : last.owner());
    }

    private static List<Level> read(PreparedStatement select) throws SQLException {
        var rows = select.executeQuery();
        var levels = new ArrayList<Level>();
        while (rows.next()) {
            levels.add(read(rows));
        }
        return levels;
    }

    /** Reads a row of the columns above. */
    static Level read(ResultSet row) throws SQLException {
        return level(row.getString(1), row.getString(2), new Goods(row.getString(3), row.getString(4)), balance(row));
    }

    static Balance balance(ResultSet row) throws SQLException {
        var asOf = row.getObject(15, OffsetDateTime.class);
        return new Balance(
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                row.getLong(16),
                row.getLong(12),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                row.getObject(14, OffsetDateTime.class).toInstant(),
                asOf == null ? null : asOf.toInstant());
    }

    static Level level(String sku, String location, Goods goods, Balance balance) {
        return new Level(
                sku,
                location,
                goods.lot().isEmpty() ? null : goods.lot(),
                goods.owner().isEmpty() ? null : goods.owner(),
                buckets(balance),
                balance.onHand(),
                balance.version(),
                balance.occurredAt(),
                balance.recordedAt(),
                balance.asOf());
    }

    private static Map<String, Long> buckets(Balance balance) {
        var buckets = new LinkedHashMap<String, Long>();
        for (var bucket : Bucket.values()) {
            buckets.put(bucket.code(), balance.units(bucket));
        }
        return buckets;
    }

    /** Takes each level with all its lots in one figure, sorted. */
    interface Sink {
        void accept(Sku sku, LocationId location, Balance balance) throws SQLException;
    }

    /** Streams every level; holds no more than a page in memory. */
    static void forEach(Connection connection, Sink sink) throws SQLException {
        try (var select =
                connection.prepareStatement("SELECT " + COLUMNS + " FROM balance ORDER BY sku, location, lot, owner")) {
            select.setFetchSize(1_000);
            var rows = select.executeQuery();
            String sku = null;
            String location = null;
            var sum = Balance.NONE;
            while (rows.next()) {
                var same = rows.getString(1).equals(sku) && rows.getString(2).equals(location);
                if (!same && sku != null && location != null) {
                    sink.accept(new Sku(sku), new LocationId(location), sum);
                }
                sum = same ? sum.plus(balance(rows)) : balance(rows);
                sku = rows.getString(1);
                location = rows.getString(2);
            }
            if (sku != null && location != null) {
                sink.accept(new Sku(sku), new LocationId(location), sum);
            }
        }
    }
}
