package dev.perpetual.publisher.availability;

import dev.perpetual.kit.journal.Outbox;
import dev.perpetual.publisher.domain.Sum;
import dev.perpetual.publisher.sql.Columns;
import dev.perpetual.publisher.wire.SumJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The wanted quantities of listings; whoever changes a listing tells the topic in the same transaction. */
public final class Quantities {

    private Quantities() {}

    /** Names a listing. */
    public record Key(String channel, String listing) {}

    /** A listing that is to show something else than before. */
    record Change(Key key, Sum sum) {}

    static List<Key> lockOfSkus(Connection connection, Collection<String> skus) throws SQLException {
        try (var lock = connection.prepareStatement("""
                SELECT channel, id FROM listing WHERE sku = ANY (?) ORDER BY channel, id FOR NO KEY UPDATE""")) {
            lock.setArray(1, Columns.texts(connection, skus));
            return keys(lock);
        }
    }

    static List<Key> lockOfChannel(Connection connection, String channel) throws SQLException {
        try (var lock = connection.prepareStatement("""
                SELECT channel, id FROM listing WHERE channel = ? ORDER BY channel, id FOR NO KEY UPDATE""")) {
            lock.setString(1, channel);
            return keys(lock);
        }
    }

    /** Writes new wanted quantities, each with the listing's next version, and tells the topic. */
    static void want(Connection connection, List<Change> changes, Instant now) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE listing SET wanted_quantity = next.quantity, wanted_version = wanted_version + 1,
                  wanted_at = ?, wanted_sum = next.sum::json, together = 100, revision = revision + 1, recorded_at = ?
                FROM unnest(?, ?, ?, ?) AS next (channel, id, quantity, sum)
                WHERE listing.channel = next.channel AND listing.id = next.id
                RETURNING
                """ + ListingRow.COLUMNS)) {
            Columns.set(update, 1, now);
            Columns.set(update, 2, now);
            update.setArray(
                    3, Columns.texts(connection, changes, change -> change.key().channel()));
            update.setArray(
                    4, Columns.texts(connection, changes, change -> change.key().listing()));
            update.setArray(
                    5, Columns.longs(connection, changes, change -> change.sum().quantity()));
            update.setArray(
                    6,
                    Columns.texts(
                            connection,
                            changes,
                            change -> SumJson.of(change.sum()).text()));
            tell(connection, update);
        }
    }

    /** Runs a statement that returns {@link ListingRow#COLUMNS} of the rows it changed, and tells the topic of them. */
    public static List<ListingRow> tell(Connection connection, PreparedStatement change) throws SQLException {
        var rows = rows(change);
        Outbox.emitState(connection, rows.stream().map(ListingRow::message).toList());
        return rows;
    }

    static List<ListingRow> rows(PreparedStatement query) throws SQLException {
        var found = new ArrayList<ListingRow>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(ListingRow.read(rows));
            }
        }
        return found;
    }

    private static List<Key> keys(PreparedStatement query) throws SQLException {
        var found = new ArrayList<Key>();
        try (var rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(new Key(rows.getString(1), rows.getString(2)));
            }
        }
        return found;
    }
}
