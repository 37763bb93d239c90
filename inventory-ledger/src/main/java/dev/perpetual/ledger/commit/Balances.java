package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The table {@code balance}. Changes only under the lock of its SKU. */
final class Balances {

    private Balances() {}

    /** All lots of SKUs at locations: {@link #ask} sets its two parameters. */
    static final String SELECT = """
            SELECT sku, location, lot, owner, expected, inspection, available, held, picked, blocked,
              outbound, floor, version, occurred_at, recorded_at, as_of
            FROM unnest(?, ?) AS place (sku, location) JOIN balance USING (sku, location)""";

    static void ask(PreparedStatement select, int first, Collection<BalanceKey> keys) throws SQLException {
        var places = keys.stream()
                .map(key -> new BalanceKey(key.sku(), key.location(), Goods.PLAIN))
                .distinct()
                .toList();
        new Columns<>(select, first, places)
                .text(place -> place.sku().code())
                .text(place -> place.location().id());
    }

    static void read(ResultSet rows, Map<BalanceKey, Balance> found) throws SQLException {
        while (rows.next()) {
            var key = new BalanceKey(
                    new Sku(rows.getString(1)), new LocationId(rows.getString(2)), Columns.goods(rows, 3));
            found.put(
                    key,
                    new Balance(
                            rows.getLong(5),
                            rows.getLong(6),
                            rows.getLong(7),
                            rows.getLong(8),
                            rows.getLong(9),
                            rows.getLong(10),
                            rows.getLong(11),
                            rows.getLong(12),
                            rows.getLong(13),
                            Columns.instant(rows, 14),
                            Columns.instant(rows, 15),
                            Columns.optionalInstant(rows, 16)));
        }
    }

    static void store(Pipeline pipeline, Map<BalanceKey, Balance> changed) {
        List<Map.Entry<BalanceKey, Balance>> rows =
                changed.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
        pipeline.add(
                """
                INSERT INTO balance (sku, location, lot, owner, expected, inspection, available, held, picked, blocked,
                  outbound, floor, version, occurred_at, recorded_at, as_of)
                SELECT sku, location, lot, owner, expected, inspection, available, held, picked, blocked,
                  outbound, floor, version, occurred_at::timestamptz, recorded_at::timestamptz, as_of::timestamptz
                FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                  AS next (sku, location, lot, owner, expected, inspection, available, held, picked, blocked,
                    outbound, floor, version, occurred_at, recorded_at, as_of)
                ON CONFLICT (sku, location, lot, owner) DO UPDATE SET
                  expected = excluded.expected, inspection = excluded.inspection, available = excluded.available,
                  held = excluded.held, picked = excluded.picked, blocked = excluded.blocked,
                  outbound = excluded.outbound, floor = excluded.floor, version = excluded.version,
                  occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, as_of = excluded.as_of""",
                rows,
                columns -> columns.text(row -> row.getKey().sku().code())
                        .text(row -> row.getKey().location().id())
                        .text(row -> row.getKey().goods().lot())
                        .text(row -> row.getKey().goods().owner())
                        .number(row -> row.getValue().expected())
                        .number(row -> row.getValue().inspection())
                        .number(row -> row.getValue().available())
                        .number(row -> row.getValue().held())
                        .number(row -> row.getValue().picked())
                        .number(row -> row.getValue().blocked())
                        .number(row -> row.getValue().outbound())
                        .number(row -> row.getValue().floor())
                        .number(row -> row.getValue().version())
                        .time(row -> row.getValue().occurredAt())
                        .time(row -> row.getValue().recordedAt())
                        .time(row -> row.getValue().asOf()));
    }
}
