package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Command.CountBucket;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Unchanged;

/** Decides about stock that moves by itself: movements, transfers in one step, counts and suppliers' reports. */
final class MovementRules {

    private MovementRules() {}

    static Outcome move(Submitted submitted, RecordMovement asked, Books books) {
        var wrong = PlaceRules.wrong(asked, books);
        if (wrong != null) {
            return wrong;
        }
        if (!asked.kind().allows(asked.from(), asked.to())
                || asked.from().isPromised()
                || asked.to().isPromised()) { // What is promised goes on through its hold.
            return new Rejected(Reason.MOVEMENT_NOT_ALLOWED, notAllowed(asked));
        }
        var whyNot = SerialRules.whyNot(
                asked.kind(), asked.sku(), asked.quantity(), asked.from(), asked.to(), asked.serials(), books);
        if (whyNot != null) {
            return whyNot;
        }
        var judged = asked.kind().nature() == MovementKind.Nature.REQUEST;
        if (judged) {
            var refusal = LedgerRules.refusal(asked.sku(), asked.quantity(), asked.from(), asked.goods(), books);
            if (refusal != null) {
                return refusal;
            }
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
                        judged
                                && LedgerRules.isCovered(
                                        asked.sku(), asked.quantity(), asked.from(), asked.goods(), books),
                        asked.packed()),
                submitted);
        return recorded(movement);
    }

    static Outcome transfer(Submitted submitted, TransferStock asked, Books books) {
        var wrong = LedgerRules.unknown(asked.sku(), asked.keys(), books);
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
        var whyNot = SerialRules.whyNot(
                MovementKind.TRANSFER_OUT, asked.sku(), asked.quantity(), source, onTheWay, asked.serials(), books);
        if (whyNot != null) {
            return whyNot;
        }
        var refusal = LedgerRules.refusal(asked.sku(), asked.quantity(), source, asked.goods(), books);
        if (refusal != null) {
            return refusal;
        }
        var covered = LedgerRules.isCovered(asked.sku(), asked.quantity(), source, asked.goods(), books);
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
                guarded,
                asked.packed());
    }

    static Outcome count(Submitted submitted, CountBucket count, Books books) {
        var wrong = LedgerRules.unknown(count.sku(), count.keys(), books);
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
    static Outcome report(Submitted submitted, ReportSupplierStock report, Books books) {
        var wrong = LedgerRules.unknown(report.sku(), report.keys(), books);
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
