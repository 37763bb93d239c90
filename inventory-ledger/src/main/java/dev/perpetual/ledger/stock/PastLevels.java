package dev.perpetual.ledger.stock;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.ledger.closings.Figure;
import dev.perpetual.ledger.closings.FigureKey;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.closings.Past;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.stock.Levels.Level;
import dev.perpetual.ledger.stock.Levels.Wanted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Reads balances as they were. */
final class PastLevels {

    private static final int PAGE = 100;

    private PastLevels() {}

    /** A page looks at so many balances as they stand, and may be short of those that nothing had moved yet. */
    static Page<Level> page(Connection connection, Wanted wanted, Moment moment) throws SQLException {
        Database.seesOneMoment(connection);
        var keys = keys(connection, wanted, PAGE + 1);
        var more = keys.size() > PAGE;
        var page = more ? keys.subList(0, PAGE) : keys;
        var skus = page.stream().map(FigureKey::sku).distinct().toList();
        var versions = Past.versions(connection, skus, moment.known());
        var bucket = wanted.bucket();
        var levels = Past.figures(connection, page, versions, moment.happened()).stream()
                .filter(figure -> bucket == null || figure.balance().units(bucket) != 0)
                .map(PastLevels::level)
                .toList();
        var last = page.isEmpty() ? null : page.getLast();
        return new Page<>(
                levels, more && last != null ? Cursor.of(last.sku(), last.location(), last.lot(), last.owner()) : null);
    }

    /** All levels of one item at a version of it. */
    static void ofItem(Connection connection, String sku, long version, Moment moment, Levels.Pages pages)
            throws SQLException {
        Levels.ofItem(connection, sku, (today, next) -> {
            var keys = today.stream().map(PastLevels::key).toList();
            var figures = Past.figures(connection, keys, Map.of(sku, version), moment.happened());
            pages.take(figures.stream().map(PastLevels::level).toList(), next);
        });
    }

    /** Whatever moved has a balance now, so the balances name all there is to ask for. */
    static List<FigureKey> keys(Connection connection, Wanted wanted, int limit) throws SQLException {
        return Levels.page(
                        connection,
                        new Wanted(wanted.sku(), wanted.location(), null, wanted.whose(), wanted.after(), limit))
                .stream()
                .map(PastLevels::key)
                .toList();
    }

    private static FigureKey key(Level level) {
        return new FigureKey(
                level.sku(),
                level.location(),
                level.lot() == null ? "" : level.lot(),
                level.owner() == null ? "" : level.owner());
    }

    private static Level level(Figure figure) {
        var key = figure.key();
        return Levels.level(key.sku(), key.location(), new Goods(key.lot(), key.owner()), figure.balance());
    }
}
