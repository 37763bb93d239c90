package dev.perpetual.ledger.rebuild;

import dev.perpetual.kit.database.Database;
import dev.perpetual.ledger.commit.HoldCounts;
import dev.perpetual.ledger.rebuild.Projection.Difference;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes every projection anew from the journal, in place and while serving: some SKUs or holds at a time, under the
 * locks that the commit loop takes, so that a writer waits for one such step at most.
 */
@ApplicationScoped
public class RebuildProjections {

    static final int SKUS_PER_STEP_MAX = 200;
    private static final int HOLDS_PER_STEP_MAX = 200;

    /** Of the SKUs of one step together, unless one alone has more. */
    static final long MOVEMENTS_PER_STEP_MAX = 20_000;

    private static final List<Projection> OF_SKUS = Stream.concat(
                    Stream.of(Projections.STREAMS, Projections.BALANCES, Projections.CASES, Projections.LOTS),
                    SerialProjections.ALL.stream())
            .toList();
    private static final List<Projection> OF_HOLDS =
            List.of(Projections.HOLDS, Projections.HOLD_LINES, Projections.HOLD_COMPONENTS);

    private final Database database;

    RebuildProjections(Database database) {
        this.database = database;
    }

    /** How much was looked at. */
    public record Counts(long skus, long holds) {}

    /** @param ids what was looked at; none when nothing is left */
    record Step(List<String> ids, List<Difference> differences) {}

    /** Gives every row that it changed to the sink, once the change is committed. */
    public Counts rebuild(Consumer<Difference> changed) {
        var counts = new Counts(all(RebuildProjections::skus, changed), all(RebuildProjections::holds, changed));
        var recounted = database.inTransaction(connection -> {
            HoldCounts.stopWriters(connection);
            return countHolds(connection);
        });
        recounted.forEach(changed);
        all(RebuildClosings::behind, changed);
        return counts;
    }

    private interface Steps {
        Step behind(Connection connection, String last) throws SQLException;
    }

    private long all(Steps steps, Consumer<Difference> changed) {
        var count = 0L;
        var last = "";
        while (true) {
            var behind = last;
            var step = database.inTransaction(connection -> steps.behind(connection, behind));
            if (step.ids().isEmpty()) {
                return count;
            }
            step.differences().forEach(changed);
            count += step.ids().size();
            last = step.ids().getLast();
        }
    }

    private static Step skus(Connection connection, String last) throws SQLException {
        var skus = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                SELECT sku, coalesce(stream.version, 0) FROM item
                LEFT JOIN stream ON topic = 'stock-movements' AND id = sku
                WHERE sku > ? ORDER BY sku LIMIT ?""")) {
            select.setString(1, last);
            select.setInt(2, SKUS_PER_STEP_MAX);
            var movements = 0L;
            var rows = select.executeQuery();
            while (rows.next()) {
                movements += rows.getLong(2);
                if (!skus.isEmpty() && movements > MOVEMENTS_PER_STEP_MAX) {
                    break;
                }
                skus.add(rows.getString(1));
            }
        }
        lock(connection, "SELECT unnest(?)", skus);
        return new Step(skus, mend(connection, OF_SKUS, skus));
    }

    private static Step holds(Connection connection, String last) throws SQLException {
        var holds = new ArrayList<String>();
        try (var select = connection.prepareStatement("""
                SELECT id FROM (
                  (SELECT id FROM hold WHERE id > ? ORDER BY id LIMIT ?)
                  UNION
                  (SELECT DISTINCT stream FROM journal WHERE topic = 'hold-outcomes' AND stream > ?
                    ORDER BY stream LIMIT ?)) AS behind
                ORDER BY id LIMIT ?""")) {
            select.setString(1, last);
            select.setInt(2, HOLDS_PER_STEP_MAX);
            select.setString(3, last);
            select.setInt(4, HOLDS_PER_STEP_MAX);
            select.setInt(5, HOLDS_PER_STEP_MAX);
            var rows = select.executeQuery();
            while (rows.next()) {
                holds.add(rows.getString(1));
            }
        }
        lock(connection, """
                SELECT unnest(skus) FROM journal, json_array_elements(body->'lines') AS line,
                  LATERAL (SELECT array_agg(component->>'sku') || (line->>'sku')
                    FROM json_array_elements(coalesce(line->'parts', json_build_array(line))) AS part,
                      json_array_elements(coalesce(part->'components', '[]')) AS component) AS named (skus)
                WHERE topic = 'hold-outcomes' AND stream = ANY(?) AND type <> 'hold.refused.v1'""", holds);
        return new Step(holds, mend(connection, OF_HOLDS, holds));
    }

    /** Counts what is open under each limit anew, in a transaction that has {@link HoldCounts#stopWriters stopped} writers. */
    public static List<Difference> countHolds(Connection connection) throws SQLException {
        var differences = Projections.HOLD_COUNTS.differences(connection);
        Projections.HOLD_COUNTS.delete(connection, differences);
        Projections.HOLD_COUNTS.store(connection, differences);
        return differences;
    }

    /** The streams in sorted order, as every writer locks them. */
    private static void lock(Connection connection, String skus, List<String> chosen) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT FROM stream WHERE topic = 'stock-movements' AND id IN (%s)
                ORDER BY id FOR NO KEY UPDATE""".formatted(skus))) {
            select.setArray(1, connection.createArrayOf("text", chosen.toArray()));
            select.executeQuery();
        }
    }

    private static List<Difference> mend(Connection connection, List<Projection> projections, List<String> chosen)
            throws SQLException {
        var found = new ArrayList<List<Difference>>();
        for (var projection : projections) {
            found.add(projection.differences(connection, chosen));
        }
        for (var i = projections.size() - 1; i >= 0; i--) {
            projections.get(i).delete(connection, found.get(i));
        }
        for (var i = 0; i < projections.size(); i++) {
            projections.get(i).store(connection, found.get(i));
        }
        return found.stream().flatMap(List::stream).toList();
    }
}
