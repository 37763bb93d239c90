package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLimit;
import dev.perpetual.ledger.domain.HoldLimit.By;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import dev.perpetual.ledger.domain.HoldLimits;
import dev.perpetual.ledger.domain.HoldLimits.Count;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.domain.Submitted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tables {@code hold_limit} and {@code hold_count}. Limits change only while no writer has a stream; the lock of the
 * streams says whether there are any, so that who has none asks no further.
 */
public final class HoldCounts {

    private HoldCounts() {}

    /** Waits for all batches under way and lets no other begin before the end of the transaction. */
    public static void stopWriters(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE stream IN EXCLUSIVE MODE");
        }
    }

    /** The limits that concern the holds of a batch, with their counts locked. Called with the streams locked. */
    static HoldLimits lock(
            Connection connection, Map<Sku, Item> items, List<Submitted> commands, Map<HoldId, Hold> holds)
            throws SQLException {
        if (items.values().stream().noneMatch(Item::limited)) {
            return HoldLimits.NONE;
        }
        var owners = new HashSet<Owner>();
        holds.values().forEach(hold -> owners.add(hold.owner()));
        commands.forEach(submitted -> {
            if (submitted.command() instanceof PlaceHold placed) {
                owners.add(placed.owner());
            }
        });
        var limits = limits(connection, owners);
        return limits.isEmpty()
                ? HoldLimits.NONE
                : new HoldLimits(limits, counts(connection, HoldLimits.scopes(limits, owners)));
    }

    private record Named(By by, String name) {}

    private static List<HoldLimit> limits(Connection connection, Collection<Owner> owners) throws SQLException {
        var named = new HashSet<Named>();
        for (var owner : owners) {
            if (owner.channel() != null) {
                named.addAll(Set.of(new Named(By.CHANNEL, owner.channel()), new Named(By.CHANNEL, HoldLimit.EACH)));
            }
            if (owner.client() != null) {
                named.addAll(Set.of(new Named(By.CLIENT, owner.client()), new Named(By.CLIENT, HoldLimit.EACH)));
            }
        }
        var found = new ArrayList<HoldLimit>();
        if (named.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT counted_by, name, owner_type, sku, units_max, holds_max, minutes_max
                FROM unnest(?, ?) AS wanted (counted_by, name) JOIN hold_limit USING (counted_by, name)""")) {
            new Columns<>(select, List.copyOf(named))
                    .text(each -> each.by().name())
                    .text(Named::name);
            var rows = select.executeQuery();
            while (rows.next()) {
                found.add(limit(rows));
            }
        }
        return found;
    }

    /** A row of {@code hold_limit}: its key, then its three figures. */
    public static HoldLimit limit(ResultSet row) throws SQLException {
        return new HoldLimit(
                scope(row), row.getObject(5, Long.class), row.getObject(6, Long.class), row.getObject(7, Long.class));
    }

    private static Scope scope(ResultSet row) throws SQLException {
        return new Scope(By.valueOf(row.getString(1)), row.getString(2), row.getString(3), row.getString(4));
    }

    /** In one statement and in sorted order, made where missing, so that two batches never wait for each other. */
    private static Map<Scope, Count> counts(Connection connection, Collection<Scope> sorted) throws SQLException {
        var found = new HashMap<Scope, Count>();
        try (var upsert = connection.prepareStatement("""
                INSERT INTO hold_count AS known (counted_by, name, owner_type, sku, holds, units)
                SELECT counted_by, name, owner_type, sku, 0, 0
                FROM unnest(?, ?, ?, ?) WITH ORDINALITY AS wanted (counted_by, name, owner_type, sku, nth) ORDER BY nth
                ON CONFLICT (counted_by, name, owner_type, sku) DO UPDATE SET units = known.units
                RETURNING counted_by, name, owner_type, sku, holds, units""")) {
            new Columns<>(upsert, List.copyOf(sorted))
                    .text(scope -> scope.by().name())
                    .text(Scope::name)
                    .text(Scope::ownerType)
                    .text(Scope::sku);
            var rows = upsert.executeQuery();
            while (rows.next()) {
                found.put(scope(rows), new Count(rows.getLong(5), rows.getLong(6)));
            }
        }
        return found;
    }

    static void store(Pipeline pipeline, HoldLimits limits) {
        pipeline.add(
                """
                UPDATE hold_count SET holds = next.holds, units = next.units
                FROM unnest(?, ?, ?, ?, ?, ?) AS next (counted_by, name, owner_type, sku, holds, units)
                WHERE hold_count.counted_by = next.counted_by AND hold_count.name = next.name
                  AND hold_count.owner_type = next.owner_type AND hold_count.sku = next.sku""",
                List.copyOf(limits.changed().entrySet()),
                columns -> columns.text(row -> row.getKey().by().name())
                        .text(row -> row.getKey().name())
                        .text(row -> row.getKey().ownerType())
                        .text(row -> row.getKey().sku())
                        .number(row -> row.getValue().holds())
                        .number(row -> row.getValue().units()));
    }
}
