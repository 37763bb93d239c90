package dev.perpetual.ledger.commit;

import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Lot.Withdrawal;
import dev.perpetual.ledger.domain.Sku;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table {@code lot}. Changes only under the lock of its SKU. */
public final class Lots {

    private Lots() {}

    /** Those that somebody described or withdrew. */
    public static Map<Lot.Id, Lot> load(Connection connection, Collection<Lot.Id> ids) throws SQLException {
        var found = new HashMap<Lot.Id, Lot>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT sku, code, expires_at, withdrawn, reason, withdrawn_at, version
                FROM unnest(?, ?) AS wanted (sku, code) JOIN lot USING (sku, code)""")) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.sku().code()).text(Lot.Id::code);
            var rows = select.executeQuery();
            while (rows.next()) {
                var id = new Lot.Id(new Sku(rows.getString(1)), rows.getString(2));
                var withdrawn = rows.getString(4);
                found.put(
                        id,
                        new Lot(
                                id,
                                Columns.optionalInstant(rows, 3),
                                withdrawn == null
                                        ? null
                                        : new Withdrawal(
                                                Withdrawal.Cause.valueOf(withdrawn),
                                                rows.getString(5),
                                                Columns.instant(rows, 6)),
                                rows.getLong(7)));
            }
        }
        return found;
    }

    /** The balances of lots, wherever they are. */
    static Set<BalanceKey> places(Connection connection, Collection<Lot.Id> ids) throws SQLException {
        var found = new HashSet<BalanceKey>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT sku, location, lot, owner FROM unnest(?, ?) AS wanted (sku, lot) JOIN balance USING (sku, lot)
                WHERE lot <> ''""")) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.sku().code()).text(Lot.Id::code);
            var rows = select.executeQuery();
            while (rows.next()) {
                found.add(new BalanceKey(
                        new Sku(rows.getString(1)),
                        new LocationId(rows.getString(2)),
                        new Goods(rows.getString(3), rows.getString(4))));
            }
        }
        return found;
    }

    /** The holds to which units of lots are promised. */
    static List<HoldId> holds(Connection connection, Collection<Lot.Id> ids) throws SQLException {
        var found = new ArrayList<HoldId>();
        if (ids.isEmpty()) {
            return found;
        }
        try (var select = connection.prepareStatement("""
                SELECT DISTINCT hold FROM unnest(?, ?) AS wanted (sku, lot) JOIN promised USING (sku, lot)
                WHERE lot <> '' AND open + picked > 0""")) {
            new Columns<>(select, List.copyOf(ids)).text(id -> id.sku().code()).text(Lot.Id::code);
            var rows = select.executeQuery();
            while (rows.next()) {
                found.add(new HoldId(rows.getString(1)));
            }
        }
        return found;
    }

    /** Writes them as their next entries in the journal tell them, and returns these. */
    static List<Lot> store(Pipeline pipeline, Collection<Lot> changed) {
        var rows = changed.stream()
                .map(Lot::next)
                .sorted(Comparator.comparing(Lot::id))
                .toList();
        pipeline.add(
                """
                INSERT INTO lot (sku, code, expires_at, withdrawn, reason, withdrawn_at, version)
                SELECT sku, code, expires_at::timestamptz, withdrawn, reason, withdrawn_at::timestamptz, version
                FROM unnest(?, ?, ?, ?, ?, ?, ?)
                  AS next (sku, code, expires_at, withdrawn, reason, withdrawn_at, version)
                ON CONFLICT (sku, code) DO UPDATE SET expires_at = excluded.expires_at,
                  withdrawn = excluded.withdrawn, reason = excluded.reason, withdrawn_at = excluded.withdrawn_at,
                  version = excluded.version""",
                rows,
                columns -> columns.text(lot -> lot.id().sku().code())
                        .text(lot -> lot.id().code())
                        .time(Lot::expiresAt)
                        .text(lot -> lot.withdrawn() == null
                                ? null
                                : lot.withdrawn().cause().name())
                        .text(lot ->
                                lot.withdrawn() == null ? null : lot.withdrawn().reason())
                        .time(lot ->
                                lot.withdrawn() == null ? null : lot.withdrawn().at())
                        .number(Lot::version));
        return rows;
    }
}
