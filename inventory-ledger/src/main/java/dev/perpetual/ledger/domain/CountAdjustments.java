package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.CountCommand.AdjustCounted;
import dev.perpetual.ledger.domain.CountCommand.SettleFound;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the ledger right by what was counted. */
final class CountAdjustments {

    private static final String FOUND = "found; its origin is not settled";
    private static final Account VARIANCE = beyond(Outside.VARIANCE);

    private CountAdjustments() {}

    static Outcome decide(Submitted submitted, CountCommand command, Books books) {
        return switch (command) {
            case AdjustCounted adjust -> adjust(submitted, adjust, books);
            case SettleFound settle -> settle(submitted, settle, books);
        };
    }

    /** A fact: it is recorded whatever it does to the figures. */
    private static Outcome adjust(Submitted submitted, AdjustCounted asked, Books books) {
        var wrong = LedgerRules.unknown(asked.sku(), asked.keys(), books);
        if (wrong != null) {
            return wrong;
        }
        var shares = asked.found()
                ? List.of(new CountRules.Share(Bucket.BLOCKED, asked.difference()))
                : CountRules.shares(books.balance(asked.key()), asked.difference());
        var discrepancy = (String) null;
        for (var share : shares) {
            var place = at(asked.location(), share.bucket());
            var moved = books.record(
                    posting(
                            asked.key(),
                            Math.absExact(share.units()),
                            share.units() < 0 ? place : VARIANCE,
                            share.units() < 0 ? VARIANCE : place,
                            asked.found() ? FOUND : null,
                            asked.unitCost(),
                            asked.cause(),
                            asked.occurredAt(),
                            false),
                    submitted);
            discrepancy = discrepancy == null ? moved.discrepancy() : discrepancy;
        }
        return new Recorded(books.version(asked.sku()), books.now(), discrepancy);
    }

    /** Judged: what is not in suspense any more cannot be settled. */
    private static Outcome settle(Submitted submitted, SettleFound asked, Books books) {
        var wrong = LedgerRules.unknown(asked.sku(), asked.keys(), books);
        if (wrong != null) {
            return wrong;
        }
        var suspense = at(asked.location(), Bucket.BLOCKED);
        var goods = asked.suspense().goods();
        var refusal = LedgerRules.refusal(asked.sku(), asked.units(), suspense, goods, books);
        if (refusal != null) {
            return refusal;
        }
        var covered = LedgerRules.isCovered(asked.sku(), asked.units(), suspense, goods, books);
        books.record(
                posting(
                        asked.suspense(),
                        asked.units(),
                        suspense,
                        VARIANCE,
                        asked.reason(),
                        null,
                        asked.cause(),
                        asked.occurredAt(),
                        covered),
                submitted);
        var moved = books.record(
                posting(
                        asked.settled(),
                        asked.units(),
                        VARIANCE,
                        at(asked.location(), asked.bucket()),
                        asked.reason(),
                        null,
                        asked.cause(),
                        asked.occurredAt(),
                        false),
                submitted);
        return new Recorded(moved.version(), moved.recordedAt(), moved.discrepancy());
    }

    private static Posting posting(
            BalanceKey key,
            long units,
            Account from,
            Account to,
            @Nullable String reason,
            @Nullable Money unitCost,
            Cause cause,
            Instant occurredAt,
            boolean guarded) {
        return new Posting(
                MovementKind.COUNT_ADJUST,
                key.sku(),
                units,
                from,
                to,
                key.goods(),
                reason,
                unitCost,
                cause,
                occurredAt,
                guarded);
    }
}
