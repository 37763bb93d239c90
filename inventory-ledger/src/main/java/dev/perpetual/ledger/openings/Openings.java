package dev.perpetual.ledger.openings;

import dev.perpetual.ledger.catalog.Catalog;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code opening} and {@code opening_row}: what the source said and what the ledger made of it. */
final class Openings {

    private static final String ROWS = """
            json_to_recordset(?::json) AS next (line bigint, sku text, location text, lot text, owner text, bucket text,
              quantity bigint, opened bigint, problem text)""";

    private Openings() {}

    /** An import. @param recordedAt of its newest movement: as of then it is compared */
    record Head(String id, Instant recordedAt, long unreadable) {}

    /** Where a figure belongs. */
    record Place(BalanceKey key, Bucket bucket) {
        static Place of(OpeningRow row) {
            return new Place(row.key(), row.bucket());
        }
    }

    /** What is known of a figure. @param opened what the ledger recorded for it; null when nothing */
    record Known(
            Place place,
            long line,
            long run,
            long quantity,
            @Nullable Long opened,
            @Nullable String problem) {}

    /** What became of a row. */
    record Result(
            OpeningRow row, @Nullable Long opened, @Nullable String problem) {}

    private record Column(
            long line,
            String sku,
            String location,
            String lot,
            String owner,
            String bucket,
            long quantity,
            @Nullable Long opened,
            @Nullable String problem) {

        static Column of(OpeningRow row, @Nullable Long opened, @Nullable String problem) {
            var key = row.key();
            return new Column(
                    row.line(),
                    key.sku().code(),
                    key.location().id(),
                    key.goods().lot(),
                    key.goods().owner(),
                    row.bucket().code(),
                    row.quantity(),
                    opened,
                    problem);
        }
    }

    /** Begins to read a file. @return how many times one was sent, this time included */
    static long begin(Connection connection, String id, String by, Instant now) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO opening AS known (id, run, created_at, created_by, recorded_at)
                VALUES (?, 1, ?::timestamptz, ?, ?::timestamptz)
                ON CONFLICT (id) DO UPDATE SET run = known.run + 1 RETURNING run""")) {
            upsert.setString(1, id);
            upsert.setString(2, now.toString());
            upsert.setString(3, by);
            upsert.setString(4, now.toString());
            var row = upsert.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    static void end(Connection connection, String id, long unreadable) throws SQLException {
        try (var update = connection.prepareStatement("UPDATE opening SET unreadable = ? WHERE id = ?")) {
            update.setLong(1, unreadable);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    static Optional<Head> find(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT recorded_at, unreadable FROM opening WHERE id = ?")) {
            select.setString(1, id);
            var row = select.executeQuery();
            return row.next()
                    ? Optional.of(
                            new Head(id, row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2)))
                    : Optional.empty();
        }
    }

    /** What is known already of the figures of rows. */
    static Map<Place, Known> known(Connection connection, String id, Collection<OpeningRow> rows) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku, location, lot, owner, bucket, known.line, run, known.quantity, known.opened, known.problem
                FROM %s JOIN opening_row AS known USING (sku, location, lot, owner, bucket)
                WHERE known.opening = ?""".formatted(ROWS))) {
            select.setString(1, json(rows));
            select.setString(2, id);
            var known = new HashMap<Place, Known>();
            for (var each : read(select)) {
                known.put(each.place(), each);
            }
            return known;
        }
    }

    /** All figures of some SKUs. */
    static List<Known> of(Connection connection, String id, Collection<String> skus) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku, location, lot, owner, bucket, line, run, quantity, opened, problem
                FROM opening_row WHERE opening = ? AND sku = ANY(?)""")) {
            select.setString(1, id);
            select.setArray(2, connection.createArrayOf("text", skus.toArray()));
            return read(select);
        }
    }

    private static List<Known> read(PreparedStatement select) throws SQLException {
        var rows = select.executeQuery();
        var read = new ArrayList<Known>();
        while (rows.next()) {
            read.add(new Known(
                    new Place(
                            new BalanceKey(
                                    new Sku(rows.getString(1)),
                                    new LocationId(rows.getString(2)),
                                    new Goods(rows.getString(3), rows.getString(4))),
                            Bucket.of(rows.getString(5)).orElseThrow()),
                    rows.getLong(6),
                    rows.getLong(7),
                    rows.getLong(8),
                    rows.getObject(9, Long.class),
                    rows.getString(10)));
        }
        return read;
    }

    private static String json(Collection<OpeningRow> rows) {
        return Catalog.write(
                rows.stream().map(row -> Column.of(row, null, null)).toList());
    }

    /** Keeps what the source says, whether or not the ledger can take it. */
    static void say(Connection connection, String id, long run, Collection<OpeningRow> rows) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO opening_row (opening, sku, location, lot, owner, bucket, line, run, quantity)
                SELECT ?, sku, location, lot, owner, bucket, line, ?, quantity FROM %s
                ORDER BY sku, location, lot, owner, bucket
                ON CONFLICT (opening, sku, location, lot, owner, bucket) DO UPDATE SET line = excluded.line,
                  run = excluded.run, quantity = excluded.quantity""".formatted(ROWS))) {
            upsert.setString(1, id);
            upsert.setLong(2, run);
            upsert.setString(3, json(rows));
            upsert.executeUpdate();
        }
    }

    /** Keeps what became of rows. @param recordedAt of the newest of their movements */
    static void keep(Connection connection, String id, List<Result> results, @Nullable Instant recordedAt)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE opening_row AS known SET opened = coalesce(next.opened, known.opened), problem = next.problem
                FROM %s WHERE known.opening = ? AND known.sku = next.sku AND known.location = next.location
                  AND known.lot = next.lot AND known.owner = next.owner AND known.bucket = next.bucket""".formatted(ROWS))) {
            update.setString(
                    1,
                    Catalog.write(results.stream()
                            .map(result -> Column.of(result.row(), result.opened(), result.problem()))
                            .toList()));
            update.setString(2, id);
            update.executeUpdate();
        }
        if (recordedAt == null) {
            return;
        }
        try (var update = connection.prepareStatement(
                "UPDATE opening SET recorded_at = greatest(recorded_at, ?::timestamptz) WHERE id = ?")) {
            update.setString(1, recordedAt.toString());
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    /** The locations that the source speaks of. */
    static List<String> locations(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("SELECT DISTINCT location FROM opening_row WHERE opening = ?")) {
            select.setString(1, id);
            return texts(select);
        }
    }

    /** SKUs that the source or, at the locations of the source, the ledger speaks of, behind one. */
    static List<String> skus(Connection connection, String id, List<String> locations, String after, int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                (SELECT DISTINCT sku FROM opening_row WHERE opening = ? AND sku > ? ORDER BY sku LIMIT ?)
                UNION (SELECT DISTINCT sku FROM balance WHERE sku > ? AND location = ANY(?) ORDER BY sku LIMIT ?)
                ORDER BY 1 LIMIT ?""")) {
            select.setString(1, id);
            select.setString(2, after);
            select.setInt(3, limit);
            select.setString(4, after);
            select.setArray(5, connection.createArrayOf("text", locations.toArray()));
            select.setInt(6, limit);
            select.setInt(7, limit);
            return texts(select);
        }
    }

    /** All balances of SKUs at locations. */
    static List<BalanceKey> balances(Connection connection, List<String> skus, List<String> locations)
            throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT sku, location, lot, owner FROM balance WHERE sku = ANY(?) AND location = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            select.setArray(2, connection.createArrayOf("text", locations.toArray()));
            var rows = select.executeQuery();
            var keys = new ArrayList<BalanceKey>();
            while (rows.next()) {
                keys.add(new BalanceKey(
                        new Sku(rows.getString(1)),
                        new LocationId(rows.getString(2)),
                        new Goods(rows.getString(3), rows.getString(4))));
            }
            return keys;
        }
    }

    private static List<String> texts(PreparedStatement select) throws SQLException {
        var rows = select.executeQuery();
        var texts = new ArrayList<String>();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }
}
