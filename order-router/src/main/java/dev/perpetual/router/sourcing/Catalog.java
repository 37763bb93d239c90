package dev.perpetual.router.sourcing;

import dev.perpetual.router.sql.Unnest;
import dev.perpetual.router.wire.CatalogReader.Item;
import dev.perpetual.router.wire.CatalogReader.Location;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeMap;

/** Table access: our copy of the catalog. The newest version wins. */
public final class Catalog {
    private Catalog() {}

    public static void recordItems(Connection connection, Collection<Item> items) throws SQLException {
        var newest = new TreeMap<String, Item>();
        items.forEach(item ->
                newest.merge(item.sku(), item, (known, next) -> next.version() > known.version() ? next : known));
        Unnest.of(newest.values())
                .text(Item::sku)
                .bigint(Item::version)
                .text(Item::status)
                .update(connection, """
                        INSERT INTO item (sku, version, status) SELECT * FROM unnest(?, ?, ?)
                        ON CONFLICT (sku) DO UPDATE SET version = excluded.version, status = excluded.status
                        WHERE item.version <= excluded.version""");
        Kits.record(connection, newest.values());
    }

    public static void recordLocations(Connection connection, Collection<Location> locations) throws SQLException {
        var newest = new TreeMap<String, Location>();
        locations.forEach(
                one -> newest.merge(one.id(), one, (known, next) -> next.version() > known.version() ? next : known));
        Unnest.of(newest.values())
                .text(Location::id)
                .bigint(Location::version)
                .name(Location::kind)
                .bool(Location::sellable)
                .text(Location::country)
                .text(Location::region)
                .real(Location::latitude)
                .real(Location::longitude)
                .update(connection, """
                        INSERT INTO location (id, version, kind, sellable, country, region, latitude, longitude)
                        SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET
                          version = excluded.version, kind = excluded.kind, sellable = excluded.sellable,
                          country = excluded.country, region = excluded.region,
                          latitude = excluded.latitude, longitude = excluded.longitude
                        WHERE location.version < excluded.version""");
    }
}
