package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold.AmendedLine;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a promise becomes another one: of other quantities, or without a deadline. What it asks for beyond what
 * is promised is judged like a new hold; when that is refused, the promise stays as it was.
 */
final class HoldChangeRules {

    private HoldChangeRules() {}

    static Outcome change(Submitted submitted, HoldCommand asked, Books books) {
        var hold = books.hold(asked.hold());
        if (hold == null) {
            return new Rejected(Reason.UNKNOWN_HOLD, "Expected a known hold, but got " + asked.hold());
        }
        return switch (asked) {
            case AmendHold amendment -> amend(submitted, amendment, hold, books);
            case ConfirmHold confirmation -> confirm(submitted, confirmation, hold, books);
        };
    }

    private static Outcome amend(Submitted submitted, AmendHold asked, Hold hold, Books books) {
        for (var line : asked.lines()) {
            if (find(hold, line) == null) {
                return new Rejected(
                        Reason.UNKNOWN_LINE,
                        "Expected a line of hold %s, but got %d".formatted(hold.id(), line.line()));
            }
        }
        if (hold.state() != State.OPEN || hold.isDue(books.now())) {
            return HoldRules.notOpen(hold, books);
        }
        var growth = new HoldGrowth(submitted, hold, asked.occurredAt(), books);
        var refusal = decrease(asked, hold, growth, books);
        if (refusal == null) {
            refusal = increase(asked, hold, growth, books);
        }
        if (refusal != null) {
            return refusal;
        }
        var amended = hold.next(growth.lines());
        var limit = books.limits().exceededBy(hold, amended);
        if (limit != null) {
            return new Refused(Reason.HOLD_LIMIT, limit, List.of(), books.now());
        }
        return HoldRules.announce(HoldEvent.AMENDED, amended, submitted, growth.moved(), books);
    }

    private static @Nullable HoldLine find(Hold hold, AmendedLine line) {
        for (var each : hold.lines()) {
            if (each.line() == line.line()) {
                return each;
            }
        }
        return null;
    }

    /** What is too much comes from what is least advanced, that is from what is open; what is picked or gone stays. */
    private static @Nullable Refused decrease(AmendHold asked, Hold hold, HoldGrowth growth, Books books) {
        for (var line : asked.lines()) {
            var promised = hold.promised(line.line());
            var open = hold.lines().stream()
                    .filter(each -> each.line() == line.line())
                    .mapToLong(HoldLine::open)
                    .reduce(0, Math::addExact);
            if (line.quantity() < promised - open) {
                return new Refused(
                        Reason.MORE_THAN_OPEN,
                        "Expected at least the %d that are picked or shipped of line %d, but got %d; unpick first"
                                .formatted(promised - open, line.line(), line.quantity()),
                        List.of(),
                        books.now());
            }
            growth.release(line.line(), promised - line.quantity());
        }
        return null;
    }

    /** The increase alone is judged. */
    private static @Nullable Refused increase(AmendHold asked, Hold hold, HoldGrowth growth, Books books) {
        for (var line : asked.lines()) {
            var more = line.quantity() - hold.promised(line.line());
            var known = find(hold, line);
            var refusal = known == null ? null : growth.promise(known, line.goods(), more);
            if (refusal != null) {
                return refusal;
            }
        }
        return asked.fill() == Fill.ALL ? notThere(growth, "", books) : null;
    }

    private static @Nullable Refused notThere(HoldGrowth growth, String why, Books books) {
        var shortages = growth.shortages();
        return shortages.isEmpty()
                ? null
                : new Refused(
                        Reason.INSUFFICIENT_STOCK,
                        HoldRules.notThere(shortages.getFirst()) + why,
                        shortages,
                        books.now());
    }

    /**
     * Whichever is decided first wins: a hold whose units are still held is confirmed, wherever its deadline is. Units that
     * had expired are promised again, all of them or none, once.
     */
    private static Outcome confirm(Submitted submitted, ConfirmHold asked, Hold hold, Books books) {
        if (hold.confirmedAt() != null) {
            return confirmedBefore(asked, hold, books);
        }
        var hasExpired = hold.lines().stream().anyMatch(line -> line.expired() > 0);
        if (hold.state() != State.OPEN && (hold.state() != State.CLOSED || !hasExpired)) {
            return HoldRules.notOpen(hold, books);
        }
        var growth = new HoldGrowth(submitted, hold, asked.occurredAt(), books);
        for (var line : hold.lines()) {
            var wish = new Goods(
                    "", line.isKit() ? KitHoldRules.owner(line) : line.goods().owner());
            var refusal = growth.promise(line, wish, line.expired());
            if (refusal != null) {
                return refusal;
            }
        }
        var refusal = notThere(growth, "; the hold has expired", books);
        if (refusal != null) {
            return refusal;
        }
        var confirmed = hold.confirmed(asked.owner(), books.now(), growth.lines());
        return HoldRules.announce(HoldEvent.CONFIRMED, confirmed, submitted, growth.moved(), books);
    }

    private static Outcome confirmedBefore(ConfirmHold asked, Hold hold, Books books) {
        var to = asked.owner();
        var of = hold.owner();
        if (to == null || (to.type().equals(of.type()) && to.id().equals(of.id()))) {
            var nothing = hold.lines().stream().map(_ -> 0L).toList();
            return new HoldChanged(HoldEvent.CONFIRMED, hold, nothing, books.now());
        }
        return new Refused(
                Reason.HOLD_NOT_OPEN,
                "Expected a hold that is not confirmed, but %s is, for %s %s".formatted(hold.id(), of.type(), of.id()),
                List.of(),
                books.now());
    }
}
