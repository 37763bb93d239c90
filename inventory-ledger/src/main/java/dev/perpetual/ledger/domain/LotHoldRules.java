package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import dev.perpetual.ledger.domain.LotRules.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;

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
            if (!line.sku().equals(lot.sku()) || !line.goods().lot().equals(lot.code())) {
                moved.add(0L);
                continue;
            }
            var back = line.unpick(line.picked(), books.version(line.sku()));
            var held = at(line.location(), Bucket.HELD);
            var free = at(line.location(), Bucket.AVAILABLE);
            HoldUnits.record(
                    submitted,
                    MovementKind.UNPICK,
                    hold.id(),
                    line,
                    line.picked(),
                    Bucket.PICKED,
                    held,
                    occurredAt,
                    books);
            HoldUnits.record(
                    submitted,
                    MovementKind.RELEASE,
                    hold.id(),
                    line,
                    back.open(),
                    Bucket.HELD,
                    free,
                    occurredAt,
                    books);
            var wish = new Goods("", line.goods().owner());
            var others = LotRules.inOrder(line.sku(), line.location(), wish, books);
            var shares = LotRules.shares(line.sku(), line.location(), others, back.open(), Map.of(), books);
            HoldUnits.promise(submitted, hold.id(), line, shares, lines, occurredAt, books);
            var found = shares.stream().mapToLong(Share::units).sum();
            back = back.refilled(-found, books.version(line.sku()));
            var left = back.open();
            moved.add(left);
            lines.set(i, back.release(left, books.version(line.sku())));
        }
        while (moved.size() < lines.size()) {
            moved.add(0L);
        }
        HoldRules.announce(HoldEvent.RELEASED, hold.next(lines), submitted, moved, books);
    }
}
