package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Command.CountBucket;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a command. A fact is recorded whatever it does to the figures; a request is judged. */
public final class LedgerRules {

    private LedgerRules() {}

    /** Adds to the books what the command brings about, or nothing when it is refused or rejected. */
    public static Outcome decide(Submitted submitted, Books books) {
        var mark = books.mark();
        try {
            var before = books.movements().size();
            var outcome = judge(submitted, books);
            if (outcome instanceof Rejected
                    || (outcome instanceof Refused && !(submitted.command() instanceof PlaceHold))) {
                books.undoTo(mark);
            }
            LotRules.blockArrivals(submitted, before, books);
            return outcome;
        } catch (ArithmeticException overflow) {
            books.undoTo(mark);
            return new Rejected(Reason.QUANTITY_OUT_OF_RANGE, "Expected figures below 2^63, but got more");
        } catch (RuntimeException bug) {
            books.undoTo(mark); // Its neighbours in the batch must not suffer.
            throw bug;
        }
    }

    static Outcome judge(Submitted submitted, Books books) {
        var wrong = SerialRules.whyNot(submitted.command(), books);
        if (wrong != null) {
            return wrong;
        }
        return switch (submitted.command()) {
            case RecordMovement movement -> move(submitted, movement, books);
            case TransferStock transfer -> transfer(submitted, transfer, books);
            case ReverseMovement reverse -> ReverseRules.reverse(submitted, reverse, books);
            case DescribeLot lot -> LotRules.describe(lot, books);
            case WithdrawLot lot -> LotRules.withdraw(submitted, lot, books);
            case CountBucket count -> count(submitted, count, books);
            case CountCommand count -> CountAdjustments.decide(submitted, count, books);
            case ReportSupplierStock report -> report(submitted, report, books);
            case RecordTogether(var parts) -> TogetherRules.record(parts, books);
            case PlaceHold hold -> HoldRules.place(submitted, hold, books);
            case MoveHold step -> HoldStepRules.move(submitted, step, books);
            case ExtendHold extension -> HoldRules.extend(extension, books);
            case ExpireHold expiry -> HoldRules.expire(submitted, expiry, books);
            case HoldCommand asked -> HoldChangeRules.change(submitted, asked, books);
            case OpenDocument document -> DocumentRules.open(submitted, document, books);
            case MoveDocument step -> DocumentRules.move(submitted, step, books);
        };
    }

    private static Outcome move(Submitted submitted, RecordMovement asked, Books books) {
        var wrong = PlaceRules.wrong(asked, books);
        if (wrong != null) {
            return wrong;
        }
        if (!asked.kind().allows(asked.from(), asked.to())
                || asked.from().isPromised()
                || asked.to().isPromised()) { // What is promised goes on through its hold.
            return new Rejected(Reason.MOVEMENT_NOT_ALLOWED, notAllowed(asked));
        }
        var judged = asked.kind().nature() == MovementKind.Nature.REQUEST;
        var refusal = judged ? refusal(asked.sku(), asked.quantity(), asked.from(), asked.goods(), books) : null;
        if (refusal != null) {
            return refusal;
        }
        var movement = books.record(
                new Posting(
                        asked.kind(),
                        asked.sku(),
                        asked.quantity(),
                        asked.from(),
                        asked.to(),
                        asked.goods(),
                        asked.reason(),
                        asked.unitCost(),
                        asked.cause(),
                        asked.occurredAt(),
                        judged && isCovered(asked.sku(), asked.quantity(), asked.from(), asked.goods(), books)),
                submitted);
        return recorded(movement);
    }

    private static Outcome transfer(Submitted submitted, TransferStock asked, Books books) {
        var wrong = unknown(asked.sku(), asked.keys(), books);
        if (wrong != null) {
            return wrong;
        }
        var source = at(asked.from(), asked.fromBucket());
        var onTheWay = at(asked.from(), Bucket.OUTBOUND);
        var target = at(asked.to(), asked.toBucket());
        if (asked.from().equals(asked.to())
                || !MovementKind.TRANSFER_OUT.allows(source, onTheWay)
                || !MovementKind.TRANSFER_IN.allows(onTheWay, target)) {
            return new Rejected(
                    Reason.MOVEMENT_NOT_ALLOWED,
                    "Expected a transfer from available or blocked of one location to another, but got %s of %s to %s of %s"
                            .formatted(
                                    asked.fromBucket().code(),
                                    asked.from(),
                                    asked.toBucket().code(),
                                    asked.to()));
        }
        var refusal = refusal(asked.sku(), asked.quantity(), source, asked.goods(), books);
        if (refusal != null) {
            return refusal;
        }
        var covered = isCovered(asked.sku(), asked.quantity(), source, asked.goods(), books);
        books.record(leg(MovementKind.TRANSFER_OUT, asked, source, onTheWay, covered), submitted);
        return recorded(books.record(leg(MovementKind.TRANSFER_IN, asked, onTheWay, target, false), submitted));
    }

    private static Posting leg(MovementKind kind, TransferStock asked, Account from, Account to, boolean guarded) {
        return new Posting(
                kind,
                asked.sku(),
                asked.quantity(),
                from,
                to,
                asked.goods(),
                asked.reason(),
                null,
                asked.cause(),
                asked.occurredAt(),
                guarded);
    }

    private static Outcome count(Submitted submitted, CountBucket count, Books books) {
        var wrong = unknown(count.sku(), count.keys(), books);
        if (wrong != null) {
            return wrong;
        }
        var known = books.balance(new BalanceKey(count.sku(), count.location(), count.goods()))
                .units(count.bucket());
        var difference = Math.subtractExact(count.counted(), known);
        if (difference == 0) {
            return new Unchanged("The count agrees with the ledger", books.now());
        }
        var place = at(count.location(), count.bucket());
        var variance = beyond(Outside.VARIANCE);
        var found = difference > 0;
        if (!MovementKind.COUNT_ADJUST.allows(found ? variance : place, found ? place : variance)) {
            return new Rejected(
                    Reason.MOVEMENT_NOT_ALLOWED,
                    "Expected a bucket that can be counted (%s), but got %s"
                            .formatted(
                                    MovementKind.COUNT_ADJUST.from().described(),
                                    count.bucket().code()));
        }
        return recorded(books.record(
                new Posting(
                        MovementKind.COUNT_ADJUST,
                        count.sku(),
                        Math.absExact(difference),
                        found ? variance : place,
                        found ? place : variance,
                        count.goods(),
                        count.reason(),
                        null,
                        count.cause(),
                        count.occurredAt(),
                        false),
                submitted));
    }

    /** An older figure never beats a newer one; what is promised and picked is no longer the supplier's to sell. */
    private static Outcome report(Submitted submitted, ReportSupplierStock report, Books books) {
        var wrong = unknown(report.sku(), report.keys(), books);
        if (wrong != null) {
            return wrong;
        }
        var location = books.location(report.location());
        if (location == null || location.kind() != Location.Kind.SUPPLIER) {
            return new Rejected(
                    Reason.NOT_A_SUPPLIER,
                    "Expected a location of kind SUPPLIER, but %s is %s"
                            .formatted(report.location(), location == null ? "unknown" : location.kind()));
        }
        var key = new BalanceKey(report.sku(), report.location(), Goods.PLAIN);
        var known = books.balance(key);
        if (known.asOf() != null && report.asOf().isBefore(known.asOf())) {
            return new Unchanged("Stale: the newest known figure is as of " + known.asOf(), books.now());
        }
        var spokenFor = Math.addExact(
                Math.addExact(known.held(), known.picked()), Math.addExact(known.blocked(), known.inspection()));
        var difference = Math.subtractExact(Math.subtractExact(report.reported(), spokenFor), known.available());
        if (difference == 0) {
            books.freshen(key, report.asOf());
            return new Unchanged("The report agrees with the ledger", books.now());
        }
        var supplier = beyond(Outside.SUPPLIER);
        var place = at(report.location(), Bucket.AVAILABLE);
        var movement = books.record(
                new Posting(
                        MovementKind.SUPPLIER_REPORT,
                        report.sku(),
                        Math.absExact(difference),
                        difference > 0 ? supplier : place,
                        difference > 0 ? place : supplier,
                        Goods.PLAIN,
                        null,
                        null,
                        report.cause(),
                        report.asOf(),
                        false),
                submitted);
        books.freshen(key, report.asOf());
        return recorded(movement);
    }

    static @Nullable Rejected unknown(Sku sku, List<BalanceKey> keys, Books books) {
        if (books.item(sku) == null) {
            return new Rejected(Reason.UNKNOWN_SKU, "Expected a known SKU, but got " + sku);
        }
        for (var key : keys) {
            if (books.location(key.location()) == null) {
                return new Rejected(Reason.UNKNOWN_LOCATION, "Expected a known location, but got " + key.location());
            }
        }
        return null;
    }

    static @Nullable Refused refusal(Sku sku, long quantity, Account from, Goods goods, Books books) {
        if (!(from instanceof Place(var id, var bucket)) || isCovered(sku, quantity, from, goods, books)) {
            return null;
        }
        var location = books.location(id);
        if (location == null || location.belowZero() == BelowZero.FLAG) {
            return null;
        }
        var units = books.balance(new BalanceKey(sku, id, goods)).units(bucket);
        return new Refused(
                Reason.INSUFFICIENT_STOCK,
                "Expected at least %d %s of %s at %s, but got %d".formatted(quantity, bucket.code(), sku, id, units),
                List.of(new Shortage(null, sku, id, quantity, units, books.version(sku))),
                books.now());
    }

    static boolean isCovered(Sku sku, long quantity, Account from, Goods goods, Books books) {
        return !(from instanceof Place(var location, var bucket))
                || books.balance(new BalanceKey(sku, location, goods)).units(bucket) >= quantity;
    }

    private static String notAllowed(RecordMovement asked) {
        return "Expected %s from %s to %s and nothing of a hold, but got %s to %s"
                .formatted(
                        asked.kind().code(),
                        asked.kind().from().described(),
                        asked.kind().to().described(),
                        asked.from().described(),
                        asked.to().described());
    }

    private static Recorded recorded(Movement movement) {
        return new Recorded(movement.version(), movement.recordedAt(), movement.discrepancy());
    }
}
