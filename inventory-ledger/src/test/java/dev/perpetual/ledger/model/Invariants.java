package dev.perpetual.ledger.model;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.BalanceKey;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Cause;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentLine;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.Lot;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.domain.MovementKind;
import dev.perpetual.ledger.domain.Sku;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must always hold, asked of the real ledger after every step; it knows nothing of the naive one. */
final class Invariants {

    private static final Bucket[] BUCKETS = Bucket.values();

    /** Units of one SKU, lot and owner. */
    private record Stock(Sku sku, Goods goods) {}

    private final World world;
    private final Map<BalanceKey, long[]> folded = new HashMap<>();
    private final Map<Stock, Long> outside = new HashMap<>();
    private final Map<Sku, Long> versions = new HashMap<>();
    private final Map<Sku, Long> expectedByHand = new HashMap<>();
    private final Map<HoldId, Hold> before = new HashMap<>();
    private final Map<HoldId, Long> announcements = new HashMap<>();
    private final Set<String> closed = new HashSet<>();
    private final Set<String> taken = new HashSet<>();
    private final UnitInvariants units;
    private int movements;
    private int announced;

    Invariants(World world) {
        this.world = world;
        this.units = new UnitInvariants(world);
    }

    /** The first that does not hold, or null. */
    @Nullable
    String broken() {
        String found = null;
        for (; movements < world.journal.size() && found == null; movements++) {
            found = add(world.journal.get(movements));
        }
        found = found == null ? balances() : found;
        found = found == null ? cases() : found;
        found = found == null ? holds() : found;
        found = found == null ? counts() : found;
        found = found == null ? units.broken() : found;
        found = found == null ? withdrawn() : found;
        return found == null ? documents() : found;
    }

    private @Nullable String add(Movement movement) {
        var version = versions.merge(movement.sku(), 1L, Long::sum);
        if (movement.version() != version) {
            return "versions are dense: expected " + version + ", but got " + movement;
        }
        if (movement.quantity() <= 0 || !movement.kind().allows(movement.from(), movement.to())) {
            return "the law of movements: " + movement;
        }
        if (movement.kind() == MovementKind.HOLD) {
            var there =
                    folded.get(new BalanceKey(movement.sku(), ((Place) movement.from()).location(), movement.goods()));
            if (there == null || there[Bucket.AVAILABLE.ordinal()] < movement.quantity()) {
                return "never more held than available: " + movement;
            }
        }
        if (movement.kind() == MovementKind.REVERSE
                && !taken.add(movement.cause().id())) {
            return "reversed once: " + movement;
        }
        fold(movement, movement.from(), -movement.quantity());
        fold(movement, movement.to(), movement.quantity());
        return null;
    }

    private void fold(Movement movement, Account account, long units) {
        switch (account) {
            case Place(var location, var bucket) -> {
                var key = new BalanceKey(movement.sku(), location, movement.goods());
                folded.computeIfAbsent(key, _ -> new long[BUCKETS.length])[bucket.ordinal()] += units;
                if (bucket == Bucket.EXPECTED && !movement.cause().type().equals("purchase-order")) {
                    expectedByHand.merge(movement.sku(), units, Long::sum);
                }
            }
            case Account.Beyond _ -> outside.merge(new Stock(movement.sku(), movement.goods()), units, Long::sum);
        }
    }

    private @Nullable String balances() {
        var sums = new HashMap<>(outside);
        for (var each : world.balances.entrySet()) {
            var key = each.getKey();
            var balance = each.getValue();
            var fold = folded.get(key);
            var sum = 0L;
            for (var bucket : BUCKETS) {
                var units = balance.units(bucket);
                sum += units;
                if (units != (fold == null ? 0 : fold[bucket.ordinal()])) {
                    return "balance = fold of the journal: " + key + " " + balance;
                }
            }
            sums.merge(new Stock(key.sku(), key.goods()), sum, Long::sum);
            if (balance.floor() != Math.min(0, balance.available())) {
                return "the floor follows what is available below zero: " + key + " " + balance;
            }
        }
        for (var sum : sums.entrySet()) {
            if (sum.getValue() != 0) {
                return "all accounts sum to zero: " + sum;
            }
        }
        for (var item : world.items.entrySet()) {
            if (item.getValue().version() != versions.getOrDefault(item.getKey(), 0L)) {
                return "versions are dense: " + item;
            }
        }
        return null;
    }

    private @Nullable String cases() {
        var open = 0;
        for (var each : world.cases.values()) {
            if (!each.isOpen()) {
                closed.add(each.id());
                continue;
            }
            open++;
            if (closed.contains(each.id())) {
                return "a closed case stays closed: " + each;
            }
            if (world.balances.getOrDefault(each.key(), Balance.NONE).units(each.bucket()) != -each.shortBy()) {
                return "below zero is a case: " + each;
            }
        }
        for (var each : world.balances.entrySet()) {
            if (each.getValue().isShort()) {
                for (var bucket : BUCKETS) {
                    open -= each.getValue().units(bucket) < 0 ? 1 : 0;
                }
            }
        }
        return open == 0 ? null : "below zero is a case: " + world.cases.values();
    }

    private @Nullable String holds() {
        var open = new HashMap<BalanceKey, Long>();
        var picked = new HashMap<BalanceKey, Long>();
        for (; announced < world.announced.size(); announced++) {
            var outcome = world.announced.get(announced);
            var version = announcements.merge(outcome.hold().id(), 1L, Long::sum);
            if (outcome.hold().version() != version) {
                return "versions of a hold are dense: " + outcome;
            }
        }
        for (var hold : world.holds.values()) {
            var left = false;
            for (var line : hold.lines()) {
                var key = new BalanceKey(line.sku(), line.location(), line.goods());
                open.merge(key, line.open(), Long::sum);
                picked.merge(key, line.picked(), Long::sum);
                left |= line.open() > 0 || line.picked() > 0;
            }
            if ((hold.state() == Hold.State.OPEN) != left) {
                return "a hold is open while units wait: " + hold;
            }
            var known = before.put(hold.id(), hold);
            for (var i = 0; known != null && known != hold && i < known.lines().size(); i++) {
                if (ended(known.lines().get(i), hold.lines().get(i))) {
                    return "each unit of a hold ends once: " + known + " then " + hold;
                }
            }
        }
        for (var each : world.balances.entrySet()) {
            if (each.getValue().held() != open.getOrDefault(each.getKey(), 0L)) {
                return "held = what holds keep: " + each;
            }
            if (each.getValue().picked() != picked.getOrDefault(each.getKey(), 0L)) {
                return "picked = what holds picked: " + each;
            }
        }
        return null;
    }

    private @Nullable String counts() {
        for (var each : world.counts.entrySet()) {
            if (!each.getValue().equals(world.open(each.getKey()))) {
                return "what limits count is what is open: " + each;
            }
        }
        return null;
    }

    /** True when a unit that had ended is back. */
    private static boolean ended(HoldLine before, HoldLine after) {
        return after.shipped() < before.shipped()
                || after.released() < before.released()
                || after.expired() < before.expired();
    }

    private @Nullable String withdrawn() {
        for (var lot : world.lots.values()) {
            if (lot.withdrawn() == null) {
                continue;
            }
            for (var each : world.balances.entrySet()) {
                var isOf = new Lot.Id(each.getKey().sku(), each.getKey().goods().lot()).equals(lot.id());
                var balance = each.getValue();
                if (isOf && (balance.available() > 0 || balance.held() != 0 || balance.picked() != 0)) {
                    return "nothing of a withdrawn lot is for sale: " + each;
                }
            }
        }
        return null;
    }

    private @Nullable String documents() {
        var awaited = new HashMap<>(expectedByHand);
        for (var document : world.documents.values()) {
            var waits = document.lines().isEmpty();
            for (var row : document.lines()) {
                waits |= row.at(Stage.OPEN) != 0 || row.at(Stage.TRANSIT) != 0 || row.at(Stage.INSPECTION) != 0;
                if (document.id().kind() == Kind.PURCHASE_ORDER) {
                    awaited.merge(row.sku(), row.at(Stage.OPEN) + row.at(Stage.TRANSIT), Long::sum);
                    if (row.beyond() > 0 && row.beyond() > row.asked() / 100.0 * document.tolerancePercent()) {
                        return "no more than the tolerance is accepted: " + row;
                    }
                }
            }
            if ((document.state() == Document.State.OPEN) != waits) {
                return "a document is open while units wait: " + document;
            }
            if (document.id().kind() == Kind.RETURN && document.about() != null) {
                var found = restocked(document.about(), document);
                if (found != null) {
                    return found;
                }
            }
        }
        var expected = new HashMap<Sku, Long>();
        world.balances.forEach((key, balance) -> expected.merge(key.sku(), balance.expected(), Long::sum));
        for (var sku : expected.entrySet()) {
            if (!sku.getValue().equals(awaited.getOrDefault(sku.getKey(), 0L))) {
                return "what is expected is what orders await: " + sku + " " + awaited;
            }
        }
        return null;
    }

    private @Nullable String restocked(Cause about, Document document) {
        for (var row : document.lines()) {
            if (row.at(Stage.GOOD) == 0) {
                continue;
            }
            var left = 0L;
            for (var hold : world.holds.values()) {
                var isOf = hold.owner().type().equals(about.type())
                        && hold.owner().id().equals(about.id());
                if (isOf || (about.type().equals("hold") && hold.id().id().equals(about.id()))) {
                    left += shipped(hold, row);
                }
            }
            for (var other : world.documents.values()) {
                if (other.id().kind() == Kind.RETURN && about.equals(other.about())) {
                    for (var each : other.lines()) {
                        left -= each.sku().equals(row.sku()) ? each.at(Stage.GOOD) : 0;
                    }
                }
            }
            if (left < 0) {
                return "restocked <= shipped: " + document;
            }
        }
        return null;
    }

    private static long shipped(Hold hold, DocumentLine row) {
        var shipped = 0L;
        for (var line : hold.lines()) {
            shipped += line.sku().equals(row.sku()) ? line.shipped() : 0;
        }
        return shipped;
    }
}
