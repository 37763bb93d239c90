package dev.perpetual.router.sourcing;

import dev.perpetual.router.sql.Unnest;
import dev.perpetual.router.wire.StockLevelReader.Available;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/** Table access: what is available of each SKU at each location, as far as we were told. The newest version wins. */
public final class Levels {
    private Levels() {}

    /** Takes over what is newer. Where available rose and somebody waits, the queues of the SKU and of its
     * kits become due; says how many. */
    public static int record(Connection connection, Collection<Available> levels) throws SQLException {
        return Unnest.of(newest(levels))
                .text(Available::sku)
                .text(Available::location)
                .bigint(Available::available)
                .bigint(Available::version)
                .update(connection, """
                        WITH news AS (SELECT * FROM unnest(?, ?, ?, ?) AS news (sku, location, available, version)),
                        before AS (SELECT sku, location, stock_level.available FROM stock_level JOIN news USING (sku, location)),
                        written AS (
                          INSERT INTO stock_level (sku, location, available, version)
                          SELECT sku, location, available, version FROM news ORDER BY sku, location
                          ON CONFLICT (sku, location) DO UPDATE SET
                            available = excluded.available, version = excluded.version
                          WHERE stock_level.version < excluded.version
                          RETURNING sku, location, available),
                        rose AS (
                          SELECT sku FROM written LEFT JOIN before USING (sku, location)
                          WHERE written.available > coalesce(before.available, 0)),
                        risen AS (
                          SELECT sku FROM rose UNION SELECT kit FROM rose JOIN kit_part ON part = sku)
                        INSERT INTO backorder_due (sku, marks)
                        SELECT sku, 1 FROM risen
                        WHERE EXISTS (SELECT FROM backorder WHERE backorder.sku = risen.sku)
                        ORDER BY sku
                        ON CONFLICT (sku) DO UPDATE SET marks = backorder_due.marks + 1""");
    }

    /** Takes over what refusals say; of kits nothing, as they count what parts make, which have levels of their own. */
    public static void refused(Connection connection, Collection<Available> levels) throws SQLException {
        var kits = Kits.among(
                connection, levels.stream().map(Available::sku).distinct().toList());
        record(
                connection,
                levels.stream().filter(level -> !kits.contains(level.sku())).toList());
    }

    private static List<Available> newest(Collection<Available> levels) {
        var newest = new HashMap<List<String>, Available>();
        levels.forEach(level -> newest.merge(
                List.of(level.sku(), level.location()),
                level,
                (known, next) -> next.version() > known.version() ? next : known));
        return List.copyOf(newest.values());
    }

    /**
     * Granted units are no longer available; a level of that version or a later one has counted them already. Keeps
     * plans honest between the grant and the level that follows it.
     */
    public static void granted(Connection connection, Collection<Available> taken) throws SQLException {
        Unnest.of(taken)
                .text(Available::sku)
                .text(Available::location)
                .bigint(Available::available)
                .bigint(Available::version)
                .update(connection, """
                        UPDATE stock_level SET available = stock_level.available - taken.units
                        FROM (SELECT sku, location, sum(units)::bigint AS units, max(version) AS version
                          FROM unnest(?, ?, ?, ?) AS taken (sku, location, units, version)
                          GROUP BY sku, location ORDER BY sku, location) AS taken
                        WHERE stock_level.sku = taken.sku AND stock_level.location = taken.location
                          AND stock_level.version < taken.version""");
    }
}
