package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import dev.perpetual.ledger.domain.LotRules.Share;
import java.time.Instant;
import java.util.List;

/** Units of holds on their way: the movement, and the line that follows it. */
final class HoldUnits {

    private HoldUnits() {}

    /** Records the movement of so many units of a line, or none. A promise is never given beyond what is there. */
    static void record(
            Submitted submitted,
            MovementKind kind,
            HoldId hold,
            HoldLine line,
            long units,
            Bucket from,
            Account to,
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
                        to,
                        line.goods(),
                        null,
                        null,
                        new Cause("hold", hold.id(), line.line()),
                        occurredAt,
                        kind == MovementKind.HOLD),
                submitted);
    }

    /** Promises more to a line, of the goods that were chosen. @param lines of the hold, which follow */
    static void promise(
            Submitted submitted,
            HoldId hold,
            HoldLine line,
            List<Share> shares,
            List<HoldLine> lines,
            Instant occurredAt,
            Books books) {
        for (var share : shares) {
            var place = part(lines, line, share.goods(), books);
            var held = at(line.location(), Bucket.HELD);
            record(
                    submitted,
                    MovementKind.HOLD,
                    hold,
                    lines.get(place),
                    share.units(),
                    Bucket.AVAILABLE,
                    held,
                    occurredAt,
                    books);
            lines.set(place, lines.get(place).refilled(share.units(), books.version(line.sku())));
        }
    }

    /** Gives units of a line back to free stock. @return the line after it */
    static HoldLine release(
            Submitted submitted, HoldId hold, HoldLine line, long units, Instant occurredAt, Books books) {
        var free = at(line.location(), Bucket.AVAILABLE);
        record(submitted, MovementKind.RELEASE, hold, line, units, Bucket.HELD, free, occurredAt, books);
        return units == 0 ? line : line.release(units, books.version(line.sku()));
    }

    /** The place in the list of the same line's part in other goods, made when there is none. */
    private static int part(List<HoldLine> lines, HoldLine line, Goods goods, Books books) {
        for (var i = 0; i < lines.size(); i++) {
            var each = lines.get(i);
            if (each.line() == line.line() && each.goods().equals(goods)) {
                return i;
            }
        }
        lines.add(new HoldLine(
                line.line(), line.sku(), line.location(), goods, 0, 0, 0, 0, 0, 0, books.version(line.sku())));
        return lines.size() - 1;
    }
}
