package dev.perpetual.ledger.stock;

import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.stock.KitLevels.Stock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What could be promised of SKUs as things were: at places that sell today, of lots that had not expired by what was known
 * then. What was withdrawn then was not available, and what was withdrawn later was.
 */
final class PastStock {

    private PastStock() {}

    /** The instant at which things were: when they happened, or else when they were known. */
    static Instant when(Moment moment) {
        return Objects.requireNonNull(moment.happened() == null ? moment.known() : moment.happened());
    }

    /** By location and SKU. */
    static Map<String, Map<String, Stock>> load(
            Connection connection, Collection<String> skus, Moment moment, Instant when) throws SQLException {
        var versions = Past.versions(connection, skus, moment.known());
        var selling = selling(connection);
        var retired = retired(connection, skus, when);
        var expired = expired(connection, skus, moment, when);
        var found = new TreeMap<String, Map<String, Stock>>();
        for (var sku : skus) {
            var version = versions.get(sku);
            if (version == null) {
                continue;
            }
            PastLevels.ofItem(connection, sku, version, moment, (levels, _) -> {
                for (var level : levels) {
                    if (selling.contains(level.location()) && !expired.contains(sku + "@" + level.lot())) {
                        var units = Math.max(0, level.buckets().getOrDefault("available", 0L));
                        found.computeIfAbsent(level.location(), _ -> new HashMap<>())
                                .merge(sku, new Stock(units, level.version(), retired.contains(sku)), Stock::plus);
                    }
                }
            });
        }
        return found;
    }

    private static Set<String> selling(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("SELECT id FROM location WHERE sellable")) {
            return texts(select);
        }
    }

    /** Surely not sold any more then: they are not, and nothing of them changed since. */
    private static Set<String> retired(Connection connection, Collection<String> skus, Instant when)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT sku FROM item
                WHERE sku = ANY(?) AND status = 'retired' AND recorded_at <= ?::timestamptz""")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            select.setString(2, when.toString());
            return texts(select);
        }
    }

    /** Streams of lots that had expired, by what was said of them last or, of the two times, was known. */
    private static Set<String> expired(Connection connection, Collection<String> skus, Moment moment, Instant when)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT stream FROM (SELECT DISTINCT ON (stream) stream, body->>'expiresAt' AS expires_at FROM journal
                  WHERE topic = 'lots' AND key = ANY(?) AND recorded_at <= coalesce(?::timestamptz, 'infinity')
                  ORDER BY stream, version DESC) AS known
                WHERE expires_at::timestamptz <= ?::timestamptz""")) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            select.setString(2, moment.known() == null ? null : moment.known().toString());
            select.setString(3, when.toString());
            return texts(select);
        }
    }

    private static Set<String> texts(java.sql.PreparedStatement select) throws SQLException {
        var texts = new HashSet<String>();
        var rows = select.executeQuery();
        while (rows.next()) {
            texts.add(rows.getString(1));
        }
        return texts;
    }
}
