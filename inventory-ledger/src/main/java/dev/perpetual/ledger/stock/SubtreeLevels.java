package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.ledger.closings.Figure;
import dev.perpetual.ledger.closings.FigureKey;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.stock.Levels.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Levels of a location with all that is inside it, as one figure per SKU. A page reads the balances of its SKUs in that
 * subtree and nothing else. The tree is the one of today, whatever moment is asked for.
 */
final class SubtreeLevels {

    private static final int SKUS_PER_PAGE_MAX = 500;

    /** Of the SKUs of one page together, unless one alone has more. */
    private static final long BALANCES_PER_PAGE_MAX = 10_000;

    private static final String INSIDE =
            " FROM balance WHERE location IN (SELECT id FROM location AS place WHERE place.path @> ARRAY[?::text])";

    private static final Comparator<FigureKey> ORDER =
            Comparator.comparing(FigureKey::sku).thenComparing(FigureKey::lot).thenComparing(FigureKey::owner);

    private SubtreeLevels() {}

    /** What is one figure. @param byLot each lot on its own @param byOwner each owner on its own */
    record Grain(boolean byLot, boolean byOwner) {}

    /** Which balances; null means any. @param top the location at the top of the subtree @param after an SKU */
    record Wanted(
            String top, @Nullable String sku, @Nullable Bucket bucket, Whose whose, Grain grain, String after) {}

    private record Skus(List<String> skus, boolean more) {}

    static Page<Level> page(Connection connection, Wanted wanted, Moment moment) throws SQLException {
        Database.seesOneMoment(connection);
        var chosen = choose(connection, wanted);
        var skus = chosen.skus();
        if (skus.isEmpty()) {
            return new Page<>(List.of(), null);
        }
        var stand = stand(connection, wanted, skus);
        var figures = moment.isNow()
                ? stand
                : Past.figures(
                        connection,
                        stand.stream().map(Figure::key).toList(),
                        Past.versions(connection, skus, moment.known()),
                        moment.happened());
        return new Page<>(rollUp(wanted, figures), chosen.more() ? Cursor.of(skus.getLast()) : null);
    }

    /** The next SKUs, as many as have balances enough for a page. */
    private static Skus choose(Connection connection, Wanted wanted) throws SQLException {
        var sql = "SELECT sku, count(*)" + INSIDE + " AND sku > ?" + condition(wanted)
                + " GROUP BY sku ORDER BY sku LIMIT ?";
        try (var select = connection.prepareStatement(sql)) {
            var next = bind(select, wanted, wanted.after());
            select.setInt(next, SKUS_PER_PAGE_MAX + 1);
            var rows = select.executeQuery();
            var skus = new ArrayList<String>();
            var balances = 0L;
            while (rows.next()) {
                balances += rows.getLong(2);
                if (skus.size() == SKUS_PER_PAGE_MAX || (!skus.isEmpty() && balances > BALANCES_PER_PAGE_MAX)) {
                    return new Skus(skus, true);
                }
                skus.add(rows.getString(1));
            }
            return new Skus(skus, false);
        }
    }

    /** The balances as they stand; whatever moved has one, so they name all there is to ask of the past. */
    private static List<Figure> stand(Connection connection, Wanted wanted, List<String> skus) throws SQLException {
        var sql = "SELECT " + Levels.COLUMNS + INSIDE + " AND sku = ANY(?)" + condition(wanted);
        try (var select = connection.prepareStatement(sql)) {
            bind(select, wanted, connection.createArrayOf("text", skus.toArray()));
            select.setFetchSize(1_000);
            var rows = select.executeQuery();
            var figures = new ArrayList<Figure>();
            while (rows.next()) {
                figures.add(new Figure(
                        new FigureKey(rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4)),
                        Levels.balance(rows)));
            }
            return figures;
        }
    }

    private static String condition(Wanted wanted) {
        return (wanted.sku() == null ? "" : " AND sku = ?") + wanted.whose().condition();
    }

    /** Fills the places in the order in which the queries have them; returns the next. */
    private static int bind(PreparedStatement select, Wanted wanted, Object skus) throws SQLException {
        var next = 1;
        select.setString(next++, wanted.top());
        select.setObject(next++, skus);
        if (wanted.sku() != null) {
            select.setString(next++, wanted.sku());
        }
        if (wanted.whose().owner() != null) {
            select.setString(next++, wanted.whose().owner());
        }
        return next;
    }

    private static List<Level> rollUp(Wanted wanted, List<Figure> figures) {
        var sums = new TreeMap<FigureKey, Balance>(ORDER);
        for (var figure : figures) {
            var key = figure.key();
            var rolled = new FigureKey(
                    key.sku(),
                    wanted.top(),
                    wanted.grain().byLot() ? key.lot() : "",
                    wanted.grain().byOwner() ? key.owner() : "");
            sums.merge(rolled, figure.balance(), Balance::plus);
        }
        return sums.entrySet().stream()
                .filter(sum -> wanted.bucket() == null || sum.getValue().units(wanted.bucket()) != 0)
                .map(sum -> Levels.level(
                        sum.getKey().sku(),
                        sum.getKey().location(),
                        new Goods(sum.getKey().lot(), sum.getKey().owner()),
                        sum.getValue()))
                .toList();
    }
}
