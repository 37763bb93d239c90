package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.HoldSpread.Part;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides how units of a hold go on: released, picked, unpicked, shipped, delivered. */
final class HoldStepRules {

    private HoldStepRules() {}

    static Outcome move(Submitted submitted, MoveHold asked, Books books) {
        var hold = books.hold(asked.hold());
        var whyNot = SerialLines.whyNot(asked, hold, books);
        if (whyNot != null) {
            return whyNot;
        }
        if (hold == null
                || hold.state() == State.EARLY
                || (hold.state() == State.REFUSED && asked.step() != Step.RELEASE)) {
            return withoutHold(submitted, asked, hold, books);
        }
        if (hold.state() == State.REFUSED) {
            return new Unchanged("The hold was refused: there is nothing to release", books.now());
        }
        if (asked.step() == Step.DELIVER) {
            return deliver(submitted, asked, hold, books);
        }
        for (var line : asked.lines()) {
            if (find(hold, line.line()) == null && (line.key() == null || asked.step() != Step.SHIP)) {
                return new Rejected(
                        Reason.UNKNOWN_LINE,
                        "Expected a line of hold %s, but got %s".formatted(hold.id(), line.line()));
            }
            var wrong = find(hold, line.line()) == null ? unknown(line, books) : null;
            if (wrong != null) {
                return wrong;
            }
        }
        var parts = HoldSpread.spread(asked, hold);
        var moved = new ArrayList<Long>();
        var lines = new ArrayList<HoldLine>();
        for (var i = 0; i < parts.size(); i++) {
            var line = hold.lines().get(i);
            moved.add(parts.get(i).units());
            lines.add(step(submitted, asked, hold.id(), line, parts.get(i), books));
        }
        shipStrangers(submitted, asked, hold, books);
        var event = switch (asked.step()) {
            case RELEASE -> HoldEvent.RELEASED;
            case PICK -> HoldEvent.PICKED;
            case UNPICK -> HoldEvent.UNPICKED;
            case SHIP, DELIVER -> HoldEvent.SHIPPED;
        };
        return HoldRules.announce(event, hold.next(lines), submitted, moved, books);
    }

    private static @Nullable HoldLine find(Hold hold, int line) {
        for (var each : hold.lines()) {
            if (each.line() == line) {
                return each;
            }
        }
        return null;
    }

    private static HoldLine step(
            Submitted submitted, MoveHold asked, HoldId hold, HoldLine line, Part part, Books books) {
        if (part.units() == 0) {
            return line;
        }
        var when = asked.occurredAt();
        if (line.isKit()) {
            var told = new KitHoldRules.Told(submitted, hold, line, when, books);
            return KitHoldRules.step(told, asked.step(), part.picked(), part.open(), part.beyond());
        }
        return switch (asked.step()) {
            case RELEASE -> HoldUnits.release(submitted, hold, line, part.open(), when, books);
            case PICK -> {
                var target = at(line.location(), Bucket.PICKED);
                HoldUnits.record(
                        submitted, MovementKind.PICK, hold, line, part.open(), Bucket.HELD, target, when, books);
                yield line.pick(part.open(), books.version(line.sku()));
            }
            case UNPICK -> {
                var target = at(line.location(), Bucket.HELD);
                HoldUnits.record(
                        submitted, MovementKind.UNPICK, hold, line, part.picked(), Bucket.PICKED, target, when, books);
                yield line.unpick(part.picked(), books.version(line.sku()));
            }
            case SHIP -> {
                ship(submitted, hold, line, part.picked(), Bucket.PICKED, when, books);
                ship(submitted, hold, line, part.open(), Bucket.HELD, when, books);
                ship(submitted, hold, line, part.beyond(), Bucket.AVAILABLE, when, books);
                yield line.ship(part.picked(), part.open(), books.version(line.sku()));
            }
            case DELIVER -> line;
        };
    }

    private static void ship(
            Submitted submitted, HoldId hold, HoldLine line, long units, Bucket from, Instant when, Books books) {
        var customer = beyond(Outside.CUSTOMER);
        HoldUnits.record(submitted, MovementKind.SHIP, hold, line, units, from, customer, when, books);
    }

    /** What left although the hold has no such line. */
    private static void shipStrangers(Submitted submitted, MoveHold asked, Hold hold, Books books) {
        if (asked.step() != Step.SHIP) {
            return;
        }
        for (var line : asked.lines()) {
            if (find(hold, line.line()) == null) {
                leave(submitted, asked, line, Bucket.AVAILABLE, MovementKind.SHIP, line.quantity(), books);
            }
        }
    }

    /** Goods that left did leave, whether or not anybody promised them; a promise, though, must be known to end. */
    private static Outcome withoutHold(Submitted submitted, MoveHold asked, @Nullable Hold hold, Books books) {
        var isFact = asked.step() == Step.SHIP || asked.step() == Step.DELIVER;
        if (!isFact || asked.lines().isEmpty() || asked.lines().stream().anyMatch(line -> line.key() == null)) {
            return new Rejected(Reason.UNKNOWN_HOLD, "Expected a known hold, but got " + asked.hold());
        }
        for (var line : asked.lines()) {
            var wrong = unknown(line, books);
            if (wrong != null) {
                return wrong;
            }
        }
        if (asked.step() == Step.DELIVER) {
            return delivered(submitted, asked, asked.lines(), books);
        }
        if (hold == null || hold.state() == State.EARLY) {
            return EarlyHoldRules.ship(submitted, asked, hold, books);
        }
        for (var line : asked.lines()) {
            leave(submitted, asked, line, Bucket.AVAILABLE, MovementKind.SHIP, line.quantity(), books);
        }
        return new Recorded(
                books.version(
                        Objects.requireNonNull(asked.lines().getFirst().key()).sku()),
                books.now(),
                null);
    }

    private static @Nullable Rejected unknown(StepLine line, Books books) {
        var key = Objects.requireNonNull(line.key());
        return LedgerRules.unknown(key.sku(), List.of(key), books);
    }

    private static Outcome deliver(Submitted submitted, MoveHold asked, Hold hold, Books books) {
        var places = new ArrayList<StepLine>();
        var taken = new HashMap<BalanceKey, Long>();
        if (asked.lines().isEmpty()) {
            hold.lines().forEach(line -> locate(line, line.shipped(), places, taken, books));
        }
        for (var line : asked.lines()) {
            var parts = hold.lines().stream()
                    .filter(each -> each.line() == line.line())
                    .toList();
            var left = line.quantity();
            for (var part : parts) {
                left -= locate(part, left, places, taken, books);
            }
            if (parts.isEmpty()) {
                places.add(line);
            }
        }
        return delivered(submitted, asked, places, books);
    }

    /** A line may be of several lots: each gives what waits of it. @return how many of the line were found */
    private static long locate(
            HoldLine line, long units, List<StepLine> places, Map<BalanceKey, Long> taken, Books books) {
        if (!line.isKit()) {
            return waiting(line, key(line, line.sku(), line.goods()), units, places, taken, books);
        }
        var needed = new LinkedHashMap<Sku, Long>();
        line.components().forEach(each -> needed.put(each.sku(), Math.multiplyExact(units, each.perKit())));
        for (var each : line.components()) {
            var left = needed.getOrDefault(each.sku(), 0L);
            var found = waiting(line, key(line, each.sku(), each.goods()), left, places, taken, books);
            needed.put(each.sku(), left - found);
        }
        return units;
    }

    private static long waiting(
            HoldLine line,
            BalanceKey key,
            long units,
            List<StepLine> places,
            Map<BalanceKey, Long> taken,
            Books books) {
        var before = taken.getOrDefault(key, 0L);
        var found = Math.clamp(books.balance(key).outbound() - before, 0, units);
        if (found > 0) {
            places.add(new StepLine(line.line(), found, key));
            taken.put(key, before + found);
        }
        return found;
    }

    private static BalanceKey key(HoldLine line, Sku sku, Goods goods) {
        return new BalanceKey(sku, line.location(), goods);
    }

    /** Only what waits in {@code outbound} is still to be delivered; what was shipped to the customer is there. */
    private static Outcome delivered(Submitted submitted, MoveHold asked, List<StepLine> lines, Books books) {
        Movement last = null;
        for (var line : lines) {
            if (line.key() == null) {
                return new Rejected(Reason.UNKNOWN_LINE, "Expected a line of the hold, but got " + line.line());
            }
            var units = Math.min(line.quantity(), books.balance(line.key()).outbound());
            if (units > 0) {
                last = leave(submitted, asked, line, Bucket.OUTBOUND, MovementKind.DELIVER, units, books);
            }
        }
        return last == null
                ? new Unchanged("Nothing was on its way any more", books.now())
                : new Recorded(last.version(), last.recordedAt(), last.discrepancy());
    }

    private static Movement leave(
            Submitted submitted,
            MoveHold asked,
            StepLine line,
            Bucket from,
            MovementKind kind,
            long units,
            Books books) {
        var key = line.key();
        if (key == null) {
            throw new IllegalStateException("Expected to know where line " + line.line() + " is");
        }
        return books.record(
                new Posting(
                        kind,
                        key.sku(),
                        units,
                        at(key.location(), from),
                        beyond(Outside.CUSTOMER),
                        key.goods(),
                        null,
                        null,
                        new Cause("hold", asked.hold().id(), line.line()),
                        asked.occurredAt(),
                        false),
                submitted);
    }
}
