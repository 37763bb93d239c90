package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Lot.Withdrawal;
import dev.perpetual.ledger.domain.Outcome.LotWithdrawn;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import dev.perpetual.ledger.domain.Serial.Spot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which lot goes first, and takes lots out of sale. */
final class LotRules {

    private static final int FOR_EVER = 9999;

    private LotRules() {}

    /** So many units of these goods. */
    record Share(Goods goods, long units) {}

    /**
     * Which of the stock at a place fills a wish: what expires first goes first, then what keeps, our own before
     * anybody else's. A wish that names a lot or an owner gets no other.
     */
    static List<Goods> inOrder(Sku sku, LocationId location, Goods wish, Books books) {
        return books.goodsAt(sku, location).stream()
                .filter(goods -> wish.lot().isEmpty() || wish.lot().equals(goods.lot()))
                .filter(goods -> wish.owner().isEmpty() || wish.owner().equals(goods.owner()))
                .filter(goods -> books.lot(sku, goods).isSellable(books.now()))
                .sorted(Comparator.<Goods, Instant>comparing(goods -> expiry(sku, goods, books))
                        .thenComparing(Goods::owner)
                        .thenComparing(Goods::lot))
                .toList();
    }

    private static Instant expiry(Sku sku, Goods goods, Books books) {
        var expiresAt = books.lot(sku, goods).expiresAt();
        return expiresAt == null ? Instant.MAX : expiresAt;
    }

    static Outcome describe(DescribeLot asked, Books books) {
        if (books.item(asked.lot().sku()) == null) {
            return new Rejected(
                    Reason.UNKNOWN_SKU,
                    "Expected a known SKU, but got " + asked.lot().sku());
        }
        var known = books.lot(asked.lot());
        books.keep(known.expiringAt(asked.expiresAt()));
        return new Recorded(books.version(asked.lot().sku()), books.now(), null);
    }

    /**
     * A receipt describes its lot: its units must not be sold after that day (UTC); a day in the year 9999 is how many
     * say that it keeps. Where two say otherwise the earlier day holds until somebody describes the lot anew.
     *
     * @return false when another day was known
     */
    static boolean arrived(Lot.Id lot, @Nullable LocalDate expiresOn, Books books) {
        if (expiresOn == null || expiresOn.getYear() >= FOR_EVER || lot.code().isEmpty()) {
            return true;
        }
        var expiresAt = expiresOn.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var known = books.lot(lot);
        if (known.expiresAt() == null || expiresAt.isBefore(known.expiresAt())) {
            books.keep(known.expiringAt(expiresAt));
        }
        return known.expiresAt() == null || known.expiresAt().equals(expiresAt);
    }

    /**
     * Takes all units of a lot out of sale, wherever they are: promises of them are filled from other lots of the same
     * place where there are any and given back where not, and what is left is blocked.
     */
    static Outcome withdraw(Submitted submitted, WithdrawLot asked, Books books) {
        var sku = asked.lot().sku();
        if (books.item(sku) == null) {
            return new Rejected(Reason.UNKNOWN_SKU, "Expected a known SKU, but got " + sku);
        }
        var known = books.lot(asked.lot());
        if (known.withdrawn() != null) {
            return new Unchanged("The lot is withdrawn already", books.now());
        }
        if (asked.why() == Withdrawal.Cause.EXPIRED && known.isSellable(books.now())) {
            return new Unchanged("Not due", books.now());
        }
        books.keep(known.withdrawn(new Withdrawal(asked.why(), asked.reason(), books.now())));
        var reopened = new ArrayList<HoldId>();
        for (var hold : holdsOf(asked.lot(), books)) {
            LotHoldRules.reopen(submitted, hold, asked.lot(), asked.occurredAt(), books);
            reopened.add(hold.id());
        }
        var blocked = 0L;
        for (var key : balancesOf(asked.lot(), books)) {
            for (var bucket : List.of(Bucket.AVAILABLE, Bucket.INSPECTION)) {
                var units = books.balance(key).units(bucket);
                if (units > 0 && (bucket == Bucket.AVAILABLE || asked.why() == Withdrawal.Cause.RECALLED)) {
                    var standing = books.serials().at(sku, Spot.of(at(key.location(), bucket)), key.goods());
                    block(submitted, key, bucket, units, standing, asked.occurredAt(), books);
                    blocked = Math.addExact(blocked, units);
                }
            }
        }
        return new LotWithdrawn(blocked, reopened, books.version(sku), books.now());
    }

    /** The balances of a lot, wherever it is, sorted. */
    private static List<BalanceKey> balancesOf(Lot.Id lot, Books books) {
        return books.balances().keySet().stream()
                .filter(key -> key.sku().equals(lot.sku()) && key.goods().lot().equals(lot.code()))
                .sorted()
                .toList();
    }

    /** Open holds that have units of a lot, sorted. */
    private static List<Hold> holdsOf(Lot.Id lot, Books books) {
        return books.holds().stream()
                .filter(hold -> hold.lines().stream().anyMatch(line -> line.promises(lot)))
                .sorted(Comparator.comparing(Hold::id))
                .toList();
    }

    /** Units of a withdrawn lot that come into {@code available}, by whatever way, go on into {@code blocked}. */
    static void blockArrivals(Submitted submitted, int since, Books books) {
        for (var movement :
                List.copyOf(books.movements().subList(since, books.movements().size()))) {
            if (movement.to() instanceof Place(var location, var bucket)
                    && bucket == Bucket.AVAILABLE
                    && books.lot(movement.sku(), movement.goods()).withdrawn() != null) {
                var key = new BalanceKey(movement.sku(), location, movement.goods());
                var units = Math.min(movement.quantity(), books.balance(key).available());
                if (units > 0) {
                    var named = arrived(movement, books);
                    block(submitted, key, Bucket.AVAILABLE, units, named, movement.occurredAt(), books);
                }
            }
        }
    }

    /** The units that came by name with a movement, as long as all of them stand where it put them. */
    private static List<String> arrived(Movement movement, Books books) {
        var serials = movement.serials() == null ? List.<String>of() : movement.serials();
        var spot = Spot.of(movement.to());
        return serials.stream().allMatch(code -> books.serials().units(new Serial.Id(movement.sku(), code), spot) > 0)
                ? serials
                : List.of();
    }

    /** @param named units, which are told if they are all that go */
    private static void block(
            Submitted submitted,
            BalanceKey key,
            Bucket from,
            long units,
            List<String> named,
            Instant occurredAt,
            Books books) {
        var lot = books.lot(key.sku(), key.goods());
        var why = lot.withdrawn() == null
                ? "withdrawn"
                : lot.withdrawn().cause() == Withdrawal.Cause.EXPIRED ? "expired" : "recalled";
        books.record(
                new Posting(
                                MovementKind.BLOCK,
                                key.sku(),
                                units,
                                at(key.location(), from),
                                at(key.location(), Bucket.BLOCKED),
                                key.goods(),
                                why,
                                null,
                                new Cause("lot", key.goods().lot(), null),
                                occurredAt,
                                false)
                        .naming(named.size() == units ? named : List.of()),
                submitted);
    }
}
