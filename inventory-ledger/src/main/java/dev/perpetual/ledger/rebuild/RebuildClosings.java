package dev.perpetual.ledger.rebuild;

import dev.perpetual.ledger.closings.Closings;
import dev.perpetual.ledger.rebuild.Projection.Difference;
import dev.perpetual.ledger.rebuild.RebuildProjections.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the closings of some SKUs anew and compares them with what was there. What is closed cannot change, so no writer
 * has to wait; only whoever closes SKUs does.
 */
final class RebuildClosings {

    private static final Map<String, String> KEYS = Map.of(
            "closing", "sku, version",
            "closing_balance", "sku, location, lot, owner, closing",
            "late_fact", "sku, level, node, location, lot, owner, occurred_at, fact");

    private RebuildClosings() {}

    static Step behind(Connection connection, String last) throws SQLException {
        Closings.lock(connection);
        var upTo = upTo(connection, last);
        var skus = List.copyOf(upTo.keySet());
        if (skus.isEmpty()) {
            return new Step(skus, List.of());
        }
        for (var table : Closings.TABLES) {
            try (var copy = connection.prepareStatement(
                    "CREATE TEMP TABLE was_%1$s ON COMMIT DROP AS SELECT * FROM %1$s WHERE sku = ANY(?)"
                            .formatted(table))) {
                copy.setArray(1, connection.createArrayOf("text", skus.toArray()));
                copy.execute();
            }
        }
        Closings.again(connection, upTo);
        var differences = new ArrayList<Difference>();
        for (var table : Closings.TABLES) {
            differences.addAll(differences(connection, table, skus));
        }
        return new Step(skus, differences);
    }

    /**
     * The last block end of the next SKUs that is not ahead of the newest closing of all: that one says how far the job
     * is that closes them, and what is behind it in the journal is left to that job.
     */
    private static Map<String, Long> upTo(Connection connection, String last) throws SQLException {
        try (var select =
                connection.prepareStatement("""
                SELECT id, coalesce((SELECT version FROM journal
                  WHERE topic = 'stock-movements' AND journal.stream = known.id AND version %% %1$d = 0
                    AND position <= (SELECT coalesce(max(position), 0) FROM closing)
                  ORDER BY version DESC LIMIT 1), 0)
                FROM unnest(?) AS asked (after), LATERAL (
                  (SELECT id FROM stream WHERE topic = 'stock-movements' AND version >= %1$d AND id > after
                    ORDER BY id LIMIT %2$d)
                  UNION
                  (SELECT DISTINCT sku FROM closing WHERE sku > after ORDER BY sku LIMIT %2$d)
                  UNION
                  (SELECT DISTINCT sku FROM closing_balance WHERE sku > after ORDER BY sku LIMIT %2$d)
                  UNION
                  (SELECT DISTINCT sku FROM late_fact WHERE sku > after ORDER BY sku LIMIT %2$d)) AS known
                ORDER BY id LIMIT %2$d""".formatted(Closings.BLOCK, RebuildProjections.SKUS_PER_STEP_MAX))) {
            select.setArray(1, connection.createArrayOf("text", new String[] {last}));
            var rows = select.executeQuery();
            var upTo = new TreeMap<String, Long>();
            var movements = 0L;
            while (rows.next()) {
                movements += rows.getLong(2);
                if (!upTo.isEmpty() && movements > RebuildProjections.MOVEMENTS_PER_STEP_MAX) {
                    break;
                }
                upTo.put(rows.getString(1), rows.getLong(2));
            }
            return upTo;
        }
    }

    private static List<Difference> differences(Connection connection, String table, List<String> skus)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT to_json(was)::text, to_json(now)::text
                FROM was_%1$s AS was FULL JOIN (SELECT * FROM %1$s WHERE sku = ANY(?)) AS now USING (%2$s)
                WHERE was IS DISTINCT FROM now""".formatted(table, KEYS.get(table)))) {
            select.setArray(1, connection.createArrayOf("text", skus.toArray()));
            var rows = select.executeQuery();
            var found = new ArrayList<Difference>();
            while (rows.next()) {
                found.add(new Difference(table, rows.getString(1), rows.getString(2)));
            }
            return found;
        }
    }
}
