package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Discrepancy;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table {@code discrepancy}. */
public final class Discrepancies {

    /** The columns that {@link #read} reads, in its order. */
    public static final String COLUMNS =
            "id, sku, location, lot, stock_owner, bucket, short_by, cause_type, cause_id, cause_line,"
                    + " opened_by, opened_at, owner, closed_by, closed_at";

    private Discrepancies() {}

    /** The open cases of those balances that are below zero somewhere; nothing is asked when none is. */
    static List<Discrepancy> open(Connection connection, Map<BalanceKey, Balance> balances) throws SQLException {
        var short_ = balances.entrySet().stream()
                .filter(entry -> entry.getValue().isShort())
                .map(entry -> entry.getKey().sku().code())
                .distinct()
                .toArray(String[]::new);
        var found = new ArrayList<Discrepancy>();
        if (short_.length == 0) {
            return found;
        }
        try (var select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM discrepancy WHERE closed_at IS NULL AND sku = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", short_));
            var rows = select.executeQuery();
            while (rows.next()) {
                found.add(read(rows));
            }
        }
        return found;
    }

    /** Reads a row of {@link #COLUMNS}. */
    public static Discrepancy read(ResultSet row) throws SQLException {
        var line = row.getObject(10, Integer.class);
        return new Discrepancy(
                row.getString(1),
                new BalanceKey(new Sku(row.getString(2)), new LocationId(row.getString(3)), Columns.goods(row, 4)),
                Bucket.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                row.getLong(7),
                new Cause(row.getString(8), row.getString(9), line),
                row.getString(11),
                Columns.instant(row, 12),
                row.getString(13),
                row.getString(14),
                Columns.optionalInstant(row, 15));
    }

    static void store(Pipeline pipeline, Collection<Discrepancy> changed) {
        var rows = changed.stream()
                .sorted(Comparator.comparing(Discrepancy::isOpen).thenComparing(Discrepancy::id))
                .toList(); // Closed ones first: only one of a kind may be open.
        pipeline.add(
                """
                INSERT INTO discrepancy (id, sku, location, lot, stock_owner, bucket, short_by, cause_type, cause_id, cause_line,
                  opened_by, opened_at, owner, closed_by, closed_at)
                SELECT id, sku, location, lot, stock_owner, bucket, short_by, cause_type, cause_id, cause_line,
                  opened_by, opened_at::timestamptz, owner, closed_by, closed_at::timestamptz
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY
                  AS next (id, sku, location, lot, stock_owner, bucket, short_by, cause_type, cause_id, cause_line,
                    opened_by, opened_at, owner, closed_by, closed_at, place)
                ORDER BY place
                ON CONFLICT (id) DO UPDATE SET
                  short_by = excluded.short_by, closed_by = excluded.closed_by, closed_at = excluded.closed_at""",
                rows,
                columns -> columns.text(Discrepancy::id)
                        .text(row -> row.key().sku().code())
                        .text(row -> row.key().location().id())
                        .text(row -> row.key().goods().lot())
                        .text(row -> row.key().goods().owner())
                        .text(row -> row.bucket().code())
                        .number(Discrepancy::shortBy)
                        .text(row -> row.cause().type())
                        .text(row -> row.cause().id())
                        .optionalNumber(row -> row.cause().line() == null
                                ? null
                                : Long.valueOf(row.cause().line()))
                        .text(Discrepancy::openedBy)
                        .time(Discrepancy::openedAt)
                        .text(Discrepancy::owner)
                        .text(Discrepancy::closedBy)
                        .time(Discrepancy::closedAt));
    }
}
