package dev.perpetual.ledger.domain;

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
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
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
            if (outcome instanceof Rejected) {
                books.undoTo(mark);
            }
            if (outcome instanceof Refused refusal && !(submitted.command() instanceof PlaceHold)) {
                books.undoTo(mark);
                HoldRules.tell(refusal, submitted, books);
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
        return switch (submitted.command()) {
            case RecordMovement movement -> MovementRules.move(submitted, movement, books);
            case TransferStock transfer -> MovementRules.transfer(submitted, transfer, books);
            case AssembleKits kits -> KitRules.assemble(submitted, kits, books);
            case ReverseMovement reverse -> ReverseRules.reverse(submitted, reverse, books);
            case DescribeLot lot -> LotRules.describe(lot, books);
            case WithdrawLot lot -> LotRules.withdraw(submitted, lot, books);
            case CountBucket count -> MovementRules.count(submitted, count, books);
            case CountCommand count -> CountAdjustments.decide(submitted, count, books);
            case ReportSupplierStock report -> MovementRules.report(submitted, report, books);
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
}
