package dev.perpetual.publisher.listings;

import dev.perpetual.publisher.availability.ListingRow;
import dev.perpetual.publisher.availability.Quantities;
import dev.perpetual.publisher.sql.Columns;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What channels sell. */
final class Listings {

    private Listings() {}

    /** Adds or changes listings and tells the topic; returns those that are new or different. */
    static List<ListingRow> put(Connection connection, String channel, Collection<ListingDraft> drafts, Instant now)
            throws SQLException {
        lock(connection, channel, drafts);
        try (var upsert = connection.prepareStatement("""
                INSERT INTO listing (channel, id, sku, pack, revision, recorded_at)
                SELECT ?, id, sku, pack, 1, ? FROM unnest(?, ?, ?) AS draft (id, sku, pack) ORDER BY id
                ON CONFLICT (channel, id) DO UPDATE
                SET sku = excluded.sku, pack = excluded.pack, revision = listing.revision + 1,
                  recorded_at = excluded.recorded_at
                WHERE listing.sku <> excluded.sku OR listing.pack IS DISTINCT FROM excluded.pack
                RETURNING
                """ + ListingRow.COLUMNS)) {
            upsert.setString(1, channel);
            Columns.set(upsert, 2, now);
            upsert.setArray(3, Columns.texts(connection, drafts, ListingDraft::listing));
            upsert.setArray(4, Columns.texts(connection, drafts, ListingDraft::sku));
            upsert.setArray(5, Columns.texts(connection, drafts, ListingDraft::pack));
            return Quantities.tell(connection, upsert);
        }
    }

    /** In the order that everybody locks listings in. */
    private static void lock(Connection connection, String channel, Collection<ListingDraft> drafts)
            throws SQLException {
        try (var lock = connection.prepareStatement("""
                SELECT id FROM listing WHERE channel = ? AND id = ANY (?) ORDER BY channel, id FOR NO KEY UPDATE""")) {
            lock.setString(1, channel);
            lock.setArray(2, Columns.texts(connection, drafts, ListingDraft::listing));
            lock.execute();
        }
    }

    static List<ListingView> page(Connection connection, String channel, String after, int limit) throws SQLException {
        try (var select = connection.prepareStatement(
                "SELECT id, sku, pack FROM listing WHERE channel = ? AND id > ? ORDER BY id LIMIT ?")) {
            select.setString(1, channel);
            select.setString(2, after);
            select.setInt(3, limit);
            var found = new ArrayList<ListingView>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new ListingView(channel, rows.getString(1), rows.getString(2), rows.getString(3)));
                }
            }
            return found;
        }
    }
}
