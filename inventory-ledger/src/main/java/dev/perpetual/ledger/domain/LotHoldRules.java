package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import java.time.Instant;
import java.util.ArrayList;

/** Moves promises off a lot that is withdrawn. */
final class LotHoldRules {

    private LotHoldRules() {}

    /**
     * Open and picked units of the lot go back; the hold gets others of the same place, first expired first, as far as
     * there are any. A unit that finds another lot has not ended; only what finds none is released, and announced.
     */
    static void reopen(Submitted submitted, Hold hold, Lot.Id lot, Instant occurredAt, Books books) {
        var lines = new ArrayList<>(hold.lines());
        var moved = new ArrayList<Long>();
        for (var i = 0; i < hold.lines().size(); i++) {
            var line = hold.lines().get(i);
            if (line.isKit()) {
                var told = new KitHoldRules.Told(submitted, hold.id(), line, occurredAt, books);
                lines.set(i, KitHoldRules.reopen(told, lot));
                moved.add(lines.get(i).released() - line.released());
                continue;
            }
            if (!line.sku().equals(lot.sku()) || !line.goods().lot().equals(lot.code())) {
                moved.add(0L);
                continue;
            }
            var back = line.unpick(line.picked(), books.version(line.sku()));
            record(
                    submitted,
                    MovementKind.UNPICK,
                    hold,
                    line,
                    line.picked(),
                    Bucket.PICKED,
                    Bucket.HELD,
                    occurredAt,
                    books);
            record(
                    submitted,
                    MovementKind.RELEASE,
                    hold,
                    line,
                    back.open(),
                    Bucket.HELD,
                    Bucket.AVAILABLE,
                    occurredAt,
                    books);
            var left = back.open();
            for (var goods : LotRules.inOrder(
                    line.sku(), line.location(), new Goods("", line.goods().owner()), books)) {
                var units = Math.min(
                        left,
                        Math.max(
                                0,
                                books.balance(new BalanceKey(line.sku(), line.location(), goods))
                                        .available()));
                if (units > 0) {
                    var other = find(lines, line, goods, books);
                    record(
                            submitted,
                            MovementKind.HOLD,
                            hold,
                            lines.get(other),
                            units,
                            Bucket.AVAILABLE,
                            Bucket.HELD,
                            occurredAt,
                            books);
                    lines.set(other, lines.get(other).refilled(units, books.version(line.sku())));
                    back = back.refilled(-units, books.version(line.sku()));
                    left -= units;
                }
            }
            moved.add(left);
            lines.set(i, back.release(left, books.version(line.sku())));
        }
        while (moved.size() < lines.size()) {
            moved.add(0L);
        }
        HoldRules.announce(HoldEvent.RELEASED, hold.next(lines), submitted, moved, books);
    }

    /** The place in the list of the same line's part in other goods, made when there is none. */
    private static int find(ArrayList<HoldLine> lines, HoldLine line, Goods goods, Books books) {
        for (var i = 0; i < lines.size(); i++) {
            var each = lines.get(i);
            if (!each.isKit() && each.line() == line.line() && each.goods().equals(goods)) {
                return i;
            }
        }
        lines.add(new HoldLine(
                line.line(), line.sku(), line.location(), goods, 0, 0, 0, 0, 0, 0, books.version(line.sku())));
        return lines.size() - 1;
    }

    private static void record(
            Submitted submitted,
            MovementKind kind,
            Hold hold,
            HoldLine line,
            long units,
            Bucket from,
            Bucket to,
            Instant occurredAt,
            Books books) {
        if (units == 0) {
            return;
        }
        books.record(
                new Posting(
                        kind,
                        line.sku(),
                        units,
                        at(line.location(), from),
                        at(line.location(), to),
                        line.goods(),
                        null,
                        null,
                        new Cause("hold", hold.id().id(), line.line()),
                        occurredAt,
                        kind == MovementKind.HOLD),
                submitted);
    }
}
