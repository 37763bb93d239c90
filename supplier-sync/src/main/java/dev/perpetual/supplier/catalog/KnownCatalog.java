package dev.perpetual.supplier.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tables known_item and known_location. */
@ApplicationScoped
public class KnownCatalog {

    /** Keeps the newest version of each; an older one changes nothing, in whatever order they come. */
    public void store(Connection connection, List<CatalogChange> changes) throws SQLException {
        try (var item = connection.prepareStatement("""
                        INSERT INTO known_item AS known (sku, version) VALUES (?, ?)
                        ON CONFLICT (sku) DO UPDATE SET version = excluded.version
                        WHERE known.version < excluded.version""");
                var location = connection.prepareStatement("""
                        INSERT INTO known_location AS known (id, kind, version) VALUES (?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version
                        WHERE known.version < excluded.version""")) {
            for (var change : changes) {
                switch (change) {
                    case CatalogChange.Item(var sku, var version) -> {
                        item.setString(1, sku);
                        item.setLong(2, version);
                        item.addBatch();
                    }
                    case CatalogChange.Location(var id, var kind, var version) -> {
                        location.setString(1, id);
                        location.setString(2, kind);
                        location.setLong(3, version);
                        location.addBatch();
                    }
                }
            }
            item.executeBatch();
            location.executeBatch();
        }
    }

    /** Those of the SKUs that are items. */
    public Set<String> itemsAmong(Connection connection, Collection<String> skus) throws SQLException {
        var found = new HashSet<String>();
        try (var select = connection.prepareStatement("SELECT sku FROM known_item WHERE sku = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            var rows = select.executeQuery();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** The location's kind, as the ledger names it; empty when there is no such location yet. */
    public Optional<String> locationKind(Connection connection, String location) throws SQLException {
        try (var select = connection.prepareStatement("SELECT kind FROM known_location WHERE id = ?")) {
            select.setString(1, location);
            var rows = select.executeQuery();
            return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
        }
    }
}
