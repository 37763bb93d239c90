package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Goods can leave before we hear that they were to be held. Both facts are kept: what left is noted under the hold's id,
 * and when the hold lands it is settled by that and asks only for the rest.
 */
final class EarlyHoldRules {

    /** Who was promised is not known yet. */
    private static final String OWNER_TYPE = "hold";

    private EarlyHoldRules() {}

    /** @param early what left under the same id before, if anything did */
    static Outcome ship(Submitted submitted, MoveHold asked, @Nullable Hold early, Books books) {
        var lines = new ArrayList<>(early == null ? List.<HoldLine>of() : early.lines());
        var moved = new ArrayList<>(Collections.nCopies(lines.size(), 0L));
        for (var line : asked.lines()) {
            var key = Objects.requireNonNull(line.key());
            var place = place(lines, line.line(), key);
            if (place < 0) {
                return notTheSame(asked.hold(), line.line());
            }
            if (place == moved.size()) {
                lines.add(nothing(line.line(), key));
                moved.add(0L);
            }
            HoldUnits.record(
                    submitted,
                    MovementKind.SHIP,
                    asked.hold(),
                    lines.get(place),
                    line.quantity(),
                    Bucket.AVAILABLE,
                    beyond(Outside.CUSTOMER),
                    asked.occurredAt(),
                    books);
            lines.set(place, lines.get(place).shippedEarly(line.quantity(), books.version(key.sku())));
            moved.set(place, moved.get(place) + line.quantity());
        }
        var owner = new Owner(OWNER_TYPE, asked.hold().id());
        var hold = early == null
                ? new Hold(asked.hold(), owner, State.EARLY, 1, null, books.now(), lines)
                : new Hold(early.id(), owner, State.EARLY, early.version() + 1, null, early.createdAt(), lines);
        return HoldRules.announce(HoldEvent.SHIPPED_EARLY, hold, submitted, moved, books);
    }

    /** The place of a part, that behind the last when there is none, or -1 when the line is of other stock. */
    private static int place(List<HoldLine> lines, int number, BalanceKey key) {
        var place = lines.size();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            if (line.line() == number) {
                if (!line.sku().equals(key.sku()) || !line.location().equals(key.location())) {
                    return -1;
                }
                place = line.goods().equals(key.goods()) ? i : place;
            }
        }
        return place;
    }

    private static HoldLine nothing(int line, BalanceKey key) {
        return new HoldLine(line, key.sku(), key.location(), key.goods(), 0, 0, 0, 0, 0, 0, 0);
    }

    private static Rejected notTheSame(HoldId hold, int line) {
        return new Rejected(
                Reason.UNKNOWN_LINE,
                "Expected line %d of hold %s to be what left of it before, but got other stock".formatted(line, hold));
    }

    /** The hold of what left early is asked for: what is still missing of it is judged like a new one. */
    static Outcome land(Submitted submitted, PlaceHold asked, Hold early, Books books) {
        var mark = books.mark();
        var growth = new HoldGrowth(submitted, early, asked.occurredAt(), books);
        for (var line : asked.lines()) {
            var key = new BalanceKey(line.sku(), line.location(), line.goods());
            if (place(early.lines(), line.line(), key) < 0) {
                return notTheSame(asked.hold(), line.line());
            }
            var refusal = growth.promise(
                    nothing(line.line(), key), line.goods(), line.quantity() - early.promised(line.line()));
            if (refusal != null) {
                books.undoTo(mark);
                return HoldRules.refuse(submitted, asked, refusal.reason(), refusal.detail(), refusal.lines(), books);
            }
        }
        var short_ = growth.shortages();
        if (!short_.isEmpty() && asked.fill() == Fill.ALL) {
            books.undoTo(mark);
            var detail = HoldRules.notThere(short_.getFirst());
            return HoldRules.refuse(submitted, asked, Reason.INSUFFICIENT_STOCK, detail, short_, books);
        }
        var landed = new Hold(
                        asked.hold(),
                        asked.owner(),
                        State.OPEN,
                        early.version(),
                        asked.expiresAt(),
                        early.createdAt(),
                        growth.lines())
                .next(growth.lines());
        var limit = books.limits().exceededBy(early, landed, books.now());
        if (limit != null) {
            books.undoTo(mark);
            var there = HoldRules.whatThereIs(asked, books);
            return HoldRules.refuse(submitted, asked, Reason.HOLD_LIMIT, limit, there, books);
        }
        return HoldRules.announce(HoldEvent.GRANTED, landed, submitted, growth.moved(), books);
    }
}
