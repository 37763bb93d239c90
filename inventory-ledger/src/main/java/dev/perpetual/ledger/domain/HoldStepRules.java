package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides how units of a hold go on: released, picked, shipped, delivered. */
final class HoldStepRules {

    private HoldStepRules() {}

    static Outcome move(Submitted submitted, MoveHold asked, Books books) {
        var hold = books.hold(asked.hold());
        if (hold == null || (hold.state() == State.REFUSED && asked.step() != Step.RELEASE)) {
            return withoutHold(submitted, asked, books);
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
        var parts = spread(asked, hold);
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

    /** What happens to a part of a line. @param beyond left although it was not promised */
    private record Part(long picked, long open, long beyond) {
        long units() {
            return picked + open + beyond;
        }
    }

    /**
     * What happens to each part, in the order of the parts. Nothing said means all that can; what is picked leaves
     * first. What leaves is a fact and may be more than was promised; anything else ends with the promise.
     */
    private static List<Part> spread(MoveHold asked, Hold hold) {
        var ships = asked.step() == Step.SHIP;
        var picked = new HashMap<Integer, Long>();
        var open = new HashMap<Integer, Long>();
        var beyond = new HashMap<Integer, Long>();
        for (var each : asked.lines()) {
            open.merge(each.line(), each.quantity(), Math::addExact);
        }
        if (asked.lines().isEmpty()) {
            hold.lines()
                    .forEach(
                            line -> open.merge(line.line(), line.open() + (ships ? line.picked() : 0), Math::addExact));
        }
        for (var line : hold.lines()) {
            if (ships) {
                move(open, picked, line.line(), line.picked());
            }
        }
        open.forEach(beyond::put);
        hold.lines()
                .forEach(line -> beyond.computeIfPresent(line.line(), (_, left) -> Math.max(0, left - line.open())));
        var parts = new ArrayList<Part>();
        for (var line : hold.lines()) {
            var number = line.line();
            parts.add(new Part(
                    take(picked, number, line.picked()),
                    take(open, number, line.open()),
                    ships ? take(beyond, number, Long.MAX_VALUE) : 0));
        }
        return parts;
    }

    private static void move(Map<Integer, Long> from, Map<Integer, Long> to, int line, long most) {
        to.merge(line, take(from, line, most), Math::addExact);
    }

    private static long take(Map<Integer, Long> units, int line, long most) {
        var taken = Math.min(most, units.getOrDefault(line, 0L));
        units.computeIfPresent(line, (_, left) -> left - taken);
        return taken;
    }

    private static HoldLine step(
            Submitted submitted, MoveHold asked, HoldId hold, HoldLine line, Part part, Books books) {
        if (part.units() == 0) {
            return line;
        }
        var when = asked.occurredAt();
        return switch (asked.step()) {
            case RELEASE -> {
                record(
                        submitted,
                        MovementKind.RELEASE,
                        hold,
                        line,
                        part.open(),
                        Bucket.HELD,
                        inside(line),
                        when,
                        books);
                yield line.release(part.open(), books.version(line.sku()));
            }
            case PICK -> {
                var target = at(line.location(), Bucket.PICKED);
                record(submitted, MovementKind.PICK, hold, line, part.open(), Bucket.HELD, target, when, books);
                yield line.pick(part.open(), books.version(line.sku()));
            }
            case SHIP -> {
                var customer = beyond(Outside.CUSTOMER);
                record(submitted, MovementKind.SHIP, hold, line, part.picked(), Bucket.PICKED, customer, when, books);
                record(submitted, MovementKind.SHIP, hold, line, part.open(), Bucket.HELD, customer, when, books);
                record(
                        submitted,
                        MovementKind.SHIP,
                        hold,
                        line,
                        part.beyond(),
                        Bucket.AVAILABLE,
                        customer,
                        when,
                        books);
                yield line.ship(part.picked(), part.open(), books.version(line.sku()));
            }
            case DELIVER -> line;
        };
    }

    static Account inside(HoldLine line) {
        return at(line.location(), Bucket.AVAILABLE);
    }

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
                        false),
                submitted);
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
    private static Outcome withoutHold(Submitted submitted, MoveHold asked, Books books) {
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
        var lines = asked.lines().isEmpty()
                ? hold.lines().stream()
                        .map(line -> new StepLine(line.line(), line.shipped(), key(line)))
                        .toList()
                : asked.lines().stream().map(line -> located(hold, line)).toList();
        return delivered(submitted, asked, lines, books);
    }

    private static StepLine located(Hold hold, StepLine line) {
        var known = find(hold, line.line());
        return known == null ? line : new StepLine(line.line(), line.quantity(), key(known));
    }

    private static BalanceKey key(HoldLine line) {
        return new BalanceKey(line.sku(), line.location(), line.goods());
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
