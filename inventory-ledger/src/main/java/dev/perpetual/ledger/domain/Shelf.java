package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.LotRules.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is available to one command, less what it gave away already: nothing is given twice. */
final class Shelf {

    private final Books books;
    private final Map<BalanceKey, Long> taken = new HashMap<>();

    Shelf(Books books) {
        this.books = books;
    }

    /** Units that a wish can still have. */
    long free(Sku sku, LocationId location, Goods wish) {
        var free = 0L;
        for (var goods : LotRules.inOrder(sku, location, wish, books)) {
            free = Math.addExact(free, free(new BalanceKey(sku, location, goods)));
        }
        return free;
    }

    private long free(BalanceKey key) {
        return Math.max(0, books.balance(key).available() - taken.getOrDefault(key, 0L));
    }

    /** Takes as many units as there are, up to those asked for: what expires first goes first. */
    List<Share> take(Sku sku, LocationId location, Goods wish, long units) {
        return take(sku, location, LotRules.inOrder(sku, location, wish, books), units);
    }

    /** Takes as many units as there are, up to those asked for, of the goods in this order. */
    List<Share> take(Sku sku, LocationId location, List<Goods> inOrder, long units) {
        var shares = new ArrayList<Share>(1);
        var left = units;
        for (var goods : inOrder) {
            var key = new BalanceKey(sku, location, goods);
            var some = Math.min(left, free(key));
            if (some > 0) {
                taken.merge(key, some, Long::sum);
                shares.add(new Share(goods, some));
                left -= some;
            }
        }
        return shares;
    }

    /** Takes exactly these goods. @return how many of them there were, up to those asked for */
    long takeFrom(BalanceKey key, long units) {
        var some = Math.min(units, free(key));
        taken.merge(key, some, Long::sum);
        return some;
    }
}
