package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Location;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The streams: each SKU is one, and its row is the lock under which all of it changes. */
final class Skus {

    private Skus() {}

    /** The items whose streams are now locked, their balances, and the locations; unknown ones are absent. */
    record Found(Map<Sku, Item> items, Map<BalanceKey, Balance> balances, Map<LocationId, Location> locations) {}

    /**
     * Locks the streams in sorted order, so that two transactions never wait for each other. Balances are read by a
     * statement of its own, which sees what others committed while this one waited for its locks, but on the same journey.
     * Locations have no lock and come along.
     *
     * @param keys of the balances that are wanted, of those SKUs: all lots at their locations
     * @param kits told of every kit among them
     */
    static Found lock(
            Connection connection,
            SortedSet<Sku> skus,
            Collection<BalanceKey> keys,
            Collection<LocationId> places,
            KnownKits kits)
            throws SQLException {
        var found = new Found(new HashMap<>(), new HashMap<>(), new HashMap<>());
        if (skus.isEmpty() && places.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                WITH locked AS MATERIALIZED (
                  SELECT stream.id, stream.version, item.status = 'retired' AS retired, item.by_serial,
                    item.kit_version
                  FROM stream JOIN item ON item.sku = stream.id
                  WHERE stream.topic = 'stock-movements' AND stream.id = ANY(?)
                  ORDER BY stream.id FOR NO KEY UPDATE OF stream)
                SELECT id, version, retired, NULL AS kind, NULL AS below_zero, NULL AS site,
                  EXISTS (SELECT FROM hold_limit), by_serial, kit_version
                FROM locked
                UNION ALL SELECT id, NULL, sellable, kind, below_zero, path[1], NULL, NULL, NULL
                FROM location WHERE id = ANY(?);
                """ + Balances.SELECT)) {
            select.setArray(
                    1,
                    connection.createArrayOf(
                            "text", skus.stream().map(Sku::code).toArray(String[]::new)));
            select.setArray(
                    2,
                    connection.createArrayOf(
                            "text", places.stream().map(LocationId::id).toArray(String[]::new)));
            Balances.ask(select, 3, keys);
            select.execute();
            var rows = select.getResultSet();
            while (rows.next()) {
                if (rows.getString(4) == null) {
                    var sku = new Sku(rows.getString(1));
                    found.items()
                            .put(
                                    sku,
                                    new Item(
                                            rows.getLong(2),
                                            rows.getBoolean(3),
                                            rows.getBoolean(7),
                                            rows.getBoolean(8)));
                    kits.found(sku, rows.getLong(9));
                } else {
                    var id = new LocationId(rows.getString(1));
                    found.locations()
                            .put(
                                    id,
                                    new Location(
                                            id,
                                            Location.Kind.valueOf(rows.getString(4)),
                                            Location.BelowZero.valueOf(rows.getString(5)),
                                            rows.getBoolean(3),
                                            new LocationId(rows.getString(6))));
                }
            }
            select.getMoreResults();
            Balances.read(select.getResultSet(), found.balances());
        }
        return found;
    }

    /**
     * Writes the new versions. An upsert finds each row by its key; joined, the whole table may be read for a few of them.
     * Violates the column when a stream, which is locked, is not behind its new version.
     */
    static void raise(Pipeline pipeline, Map<Sku, Long> versions) {
        pipeline.add(
                """
                INSERT INTO stream (topic, id, version)
                SELECT 'stock-movements', id, version FROM unnest(?, ?) AS next (id, version)
                ON CONFLICT (topic, id) DO UPDATE
                SET version = CASE WHEN stream.version < excluded.version THEN excluded.version END""",
                List.copyOf(versions.entrySet()),
                columns -> columns.text(row -> row.getKey().code()).number(Map.Entry::getValue));
    }
}
