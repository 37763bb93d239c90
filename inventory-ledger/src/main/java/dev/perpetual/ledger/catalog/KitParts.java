package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.catalog.ItemBody.Part;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks through kits: every part must be an item that is sold, and no kit may be in itself, however deep. */
final class KitParts {

    private static final int DEPTH_MAX = 20;

    private KitParts() {}

    /** One change of kits at a time, so that two of them cannot close a circle together. */
    static void lock(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(hashtext('ledger.kits'))");
        }
    }

    /**
     * Looks at a kit that is about to be stored.
     *
     * @param wanted all items that are about to be stored
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 unknown-sku, item-retired, kit-cycle, kit-too-deep
     */
    static void mustBeSound(Connection connection, ItemBody kit, Map<String, ItemBody> wanted) throws SQLException {
        var known = new HashMap<>(wanted);
        var sku = String.valueOf(kit.sku());
        var looked = new HashSet<String>();
        var level = parts(kit);
        for (var depth = 1; !level.isEmpty(); depth++) {
            if (depth > DEPTH_MAX) {
                throw Problems.unprocessable(
                        "kit-too-deep",
                        "Expected kits within kits up to a depth of %d, but got a deeper one".formatted(DEPTH_MAX));
            }
            load(connection, level, known);
            var next = new ArrayList<String>();
            for (var part : level) {
                if (part.equals(sku)) {
                    throw Problems.unprocessable(
                            "kit-cycle", "Expected a kit of other items, but %s is in itself".formatted(sku));
                }
                var found = known.get(part);
                if (depth == 1) {
                    mustBeSold(sku, part, found);
                }
                if (found != null && looked.add(part)) {
                    next.addAll(parts(found));
                }
            }
            level = next;
        }
    }

    private static void mustBeSold(String kit, String part, @Nullable ItemBody found) {
        if (found == null) {
            throw Problems.unprocessable(
                    "unknown-sku", "Expected known items as parts of %s, but got %s".formatted(kit, part));
        }
        if ("retired".equals(found.status())) {
            throw Problems.unprocessable(
                    "item-retired", "Expected parts of %s that are sold, but %s is retired".formatted(kit, part));
        }
    }

    private static List<String> parts(ItemBody item) {
        var parts = item.kit() == null ? List.<Part>of() : item.kit();
        return parts.stream().map(part -> String.valueOf(part.sku())).toList();
    }

    private static void load(Connection connection, List<String> skus, Map<String, ItemBody> known)
            throws SQLException {
        var unknown =
                skus.stream().filter(sku -> !known.containsKey(sku)).distinct().toArray(String[]::new);
        if (unknown.length == 0) {
            return;
        }
        try (var select = connection.prepareStatement("SELECT sku, body FROM item WHERE sku = ANY(?)")) {
            select.setArray(1, connection.createArrayOf("text", unknown));
            var rows = select.executeQuery();
            while (rows.next()) {
                known.put(rows.getString(1), Catalog.read(rows.getString(2), ItemBody.class));
            }
        }
    }
}
