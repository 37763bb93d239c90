package dev.perpetual.supplier.stock;

import dev.perpetual.supplier.domain.StockReported;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table supplier_stock: the last good figure of each SKU. */
@ApplicationScoped
public class SupplierStock {

    /** One figure, with where it came from. */
    record Figure(
            String sku,
            String location,
            long quantity,
            Instant asOf,
            String feed,
            String run,
            long version,
            Instant recordedAt) {}

    /** Stores what was reported. The caller has made sure that none of it is older than what is known. */
    public void put(Connection connection, List<StockReported> reports, Instant now) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO supplier_stock AS known (supplier, location, sku, quantity, as_of, feed, run, version, recorded_at)
                SELECT supplier, location, sku, quantity, as_of, feed, run::uuid, version, ?
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                  AS report (supplier, location, sku, quantity, as_of, feed, run, version)
                ON CONFLICT (supplier, location, sku) DO UPDATE
                SET quantity = excluded.quantity, as_of = excluded.as_of, feed = excluded.feed, run = excluded.run,
                  version = excluded.version, recorded_at = excluded.recorded_at""")) {
            upsert.setTimestamp(1, Timestamp.from(now));
            upsert.setArray(2, array(connection, "text", reports, StockReported::supplier));
            upsert.setArray(3, array(connection, "text", reports, StockReported::location));
            upsert.setArray(4, array(connection, "text", reports, StockReported::sku));
            upsert.setArray(5, array(connection, "bigint", reports, StockReported::units));
            upsert.setArray(6, array(connection, "timestamptz", reports, report -> Timestamp.from(report.asOf())));
            upsert.setArray(7, array(connection, "text", reports, StockReported::feed));
            upsert.setArray(8, array(connection, "text", reports, StockReported::run));
            upsert.setArray(9, array(connection, "bigint", reports, StockReported::version));
            upsert.executeUpdate();
        }
    }

    /** The page behind (sku, location); sku null: all. */
    List<Figure> list(
            Connection connection,
            String supplier,
            @Nullable String sku,
            String behindSku,
            String behindLocation,
            int limit)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT * FROM supplier_stock
                WHERE supplier = ? AND (?::text IS NULL OR sku = ?) AND (sku, location) > (?, ?)
                ORDER BY sku, location LIMIT ?""")) {
            select.setString(1, supplier);
            select.setString(2, sku);
            select.setString(3, sku);
            select.setString(4, behindSku);
            select.setString(5, behindLocation);
            select.setInt(6, limit);
            var rows = select.executeQuery();
            var found = new ArrayList<Figure>();
            while (rows.next()) {
                found.add(new Figure(
                        rows.getString("sku"),
                        rows.getString("location"),
                        rows.getLong("quantity"),
                        rows.getTimestamp("as_of").toInstant(),
                        rows.getString("feed"),
                        rows.getString("run"),
                        rows.getLong("version"),
                        rows.getTimestamp("recorded_at").toInstant()));
            }
            return found;
        }
    }

    private static java.sql.Array array(
            Connection connection, String type, List<StockReported> reports, Function<StockReported, Object> column)
            throws SQLException {
        return connection.createArrayOf(type, reports.stream().map(column).toArray());
    }
}
