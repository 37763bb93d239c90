package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Books.Posting;
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
import java.util.List;
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
        }
        var moved = new ArrayList<Long>();
        var lines = new ArrayList<HoldLine>();
        for (var line : hold.lines()) {
            var units = units(asked, line);
            moved.add(units == null ? 0 : limit(asked.step(), line, units));
            lines.add(units == null ? line : step(submitted, asked, hold.id(), line, units, books));
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

    /** Nothing said means all that can. Null when the step is not about this line. */
    private static @Nullable Long units(MoveHold asked, HoldLine line) {
        if (asked.lines().isEmpty()) {
            return asked.step() == Step.SHIP ? line.picked() + line.open() : line.open();
        }
        long units = 0;
        var named = false;
        for (var each : asked.lines()) {
            if (each.line() == line.line()) {
                units = Math.addExact(units, each.quantity());
                named = true;
            }
        }
        return named ? units : null;
    }

    /** What leaves is a fact and may be more than was promised; anything else ends with the promise. */
    private static long limit(Step step, HoldLine line, long units) {
        return step == Step.SHIP ? units : Math.min(units, line.open());
    }

    private static HoldLine step(
            Submitted submitted, MoveHold asked, HoldId hold, HoldLine line, long units, Books books) {
        var when = asked.occurredAt();
        return switch (asked.step()) {
            case RELEASE -> {
                var released = Math.min(units, line.open());
                record(submitted, MovementKind.RELEASE, hold, line, released, Bucket.HELD, inside(line), when, books);
                yield line.release(released, books.version(line.sku()));
            }
            case PICK -> {
                var picked = Math.min(units, line.open());
                var target = at(line.location(), Bucket.PICKED);
                record(submitted, MovementKind.PICK, hold, line, picked, Bucket.HELD, target, when, books);
                yield line.pick(picked, books.version(line.sku()));
            }
            case SHIP -> {
                var customer = beyond(Outside.CUSTOMER);
                var fromPicked = Math.min(units, line.picked());
                var fromOpen = Math.min(units - fromPicked, line.open());
                var beyondHold = units - fromPicked - fromOpen;
                record(submitted, MovementKind.SHIP, hold, line, fromPicked, Bucket.PICKED, customer, when, books);
                record(submitted, MovementKind.SHIP, hold, line, fromOpen, Bucket.HELD, customer, when, books);
                record(submitted, MovementKind.SHIP, hold, line, beyondHold, Bucket.AVAILABLE, customer, when, books);
                yield line.ship(fromPicked, fromOpen, books.version(line.sku()));
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
            var wrong = LedgerRules.unknown(line.key().sku(), List.of(line.key()), books);
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
        return new Recorded(books.version(asked.lines().getFirst().key().sku()), books.now(), null);
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
