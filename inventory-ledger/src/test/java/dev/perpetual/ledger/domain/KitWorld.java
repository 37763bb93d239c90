package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold.AmendedLine;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Location.BelowZero;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** A few kits that share parts, as the batches so far left them, and what must always be true of them. */
final class KitWorld {

    static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    static final Cause CAUSE = new Cause("test", "T", null);
    static final LocationId HERE = new LocationId("HERE");
    static final LocationId SHOP = new LocationId("SHOP");
    static final Sku CUP = new Sku("CUP");
    static final Sku TEA = new Sku("TEA");
    static final Sku BOX = new Sku("BOX");
    static final Sku SET = new Sku("SET");
    static final Sku GIFT = new Sku("GIFT");
    static final Sku CRATE = new Sku("CRATE");
    static final List<Sku> PARTS = List.of(CUP, TEA, BOX);
    static final Map<Sku, Kit> KITS = Map.of(
            SET, new Kit(1, true, List.of(new Kit.Part(CUP, 2), new Kit.Part(TEA, 1))),
            GIFT, new Kit(1, true, List.of(new Kit.Part(TEA, 1), new Kit.Part(BOX, 1))),
            CRATE, new Kit(1, false, List.of(new Kit.Part(CUP, 3))));
    static final List<Sku> SKUS = List.of(CUP, TEA, BOX, SET, GIFT, CRATE);

    final Map<Sku, Item> items = new HashMap<>();
    Map<BalanceKey, Balance> balances = new HashMap<>();
    final Map<HoldId, Hold> holds = new HashMap<>();
    final Map<Lot.Id, Lot> lots = new HashMap<>();
    final Map<String, Discrepancy> cases = new HashMap<>();
    final List<Movement> journal = new ArrayList<>();
    HoldLimits limits = HoldLimits.NONE;
    Instant now = START;

    KitWorld() {
        SKUS.forEach(sku -> items.put(sku, new Item(0, false)));
    }

    Books open() {
        var locations = Map.of(
                HERE, new Location(HERE, Location.Kind.WAREHOUSE, BelowZero.REFUSE, true),
                SHOP, new Location(SHOP, Location.Kind.STORE, BelowZero.FLAG, true));
        var open = cases.values().stream().filter(Discrepancy::isOpen).toList();
        return new Books(now, items, locations, balances, holds, Map.of(), lots, open);
    }

    void close(Books books) {
        SKUS.forEach(sku -> items.put(sku, new Item(books.version(sku), false)));
        balances = new HashMap<>(books.balances());
        books.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
        books.changedCases().forEach(each -> cases.put(each.id(), each));
        books.changedLots().forEach(lot -> lots.put(lot.id(), lot));
        journal.addAll(books.movements());
    }

    Outcome decide(Command command) {
        var books = open();
        books.know(limits);
        var outcome = decide(command, books);
        close(books);
        return outcome;
    }

    long available(Sku sku) {
        return balances.entrySet().stream()
                .filter(each -> each.getKey().sku().equals(sku))
                .mapToLong(each -> each.getValue().available())
                .sum();
    }

    static Outcome decide(Command command, Books books) {
        return LedgerRules.decide(new Submitted("c", "h", "tester", command), books);
    }

    void check(String where) {
        var folded = new HashMap<BalanceKey, Map<Bucket, Long>>();
        var sums = new HashMap<List<Object>, Long>();
        for (var movement : journal) {
            for (var side : List.of(movement.from(), movement.to())) {
                var units = side == movement.to() ? movement.quantity() : -movement.quantity();
                sums.merge(List.of(movement.sku(), movement.goods()), units, Long::sum);
                if (side instanceof Place(var location, var bucket)) {
                    folded.computeIfAbsent(
                                    new BalanceKey(movement.sku(), location, movement.goods()), _ -> new HashMap<>())
                            .merge(bucket, units, Long::sum);
                }
            }
        }
        assertThat(sums.values()).as(where + ": all accounts sum to zero").allMatch(sum -> sum == 0);
        var open = new HashMap<BalanceKey, Long>();
        var picked = new HashMap<BalanceKey, Long>();
        for (var hold : holds.values()) {
            for (var line : hold.lines()) {
                if (!line.isKit()) {
                    var key = new BalanceKey(line.sku(), line.location(), line.goods());
                    open.merge(key, line.open(), Long::sum);
                    picked.merge(key, line.picked(), Long::sum);
                }
                for (var each : line.components()) {
                    var key = new BalanceKey(each.sku(), line.location(), each.goods());
                    open.merge(key, each.open(), Long::sum);
                    picked.merge(key, each.picked(), Long::sum);
                }
                checkWhole(line, where);
            }
        }
        balances.forEach((key, balance) -> {
            for (var bucket : Bucket.values()) {
                assertThat(balance.units(bucket))
                        .as(where + ": replay equals live, " + key + " " + bucket)
                        .isEqualTo(folded.getOrDefault(key, Map.of()).getOrDefault(bucket, 0L));
            }
            assertThat(balance.held()).as(where + ": " + key).isEqualTo(open.getOrDefault(key, 0L));
            assertThat(balance.picked()).as(where + ": " + key).isEqualTo(picked.getOrDefault(key, 0L));
            var lot = lots.get(new Lot.Id(key.sku(), key.goods().lot()));
            if (lot != null && lot.withdrawn() != null) {
                assertThat(Math.max(balance.available(), balance.held() + balance.picked()))
                        .as(where + ": nothing of a withdrawn lot is for sale, " + key)
                        .isLessThanOrEqualTo(0);
            }
        });
    }

    private static void checkWhole(HoldLine line, String where) {
        var kits = List.of(line.open(), line.picked(), line.shipped(), line.released(), line.expired());
        var parts = line.components().stream().collect(Collectors.groupingBy(HoldComponent::sku));
        for (var part : parts.values()) {
            var perKit = part.getFirst().perKit();
            assertThat(List.of(
                            sum(part, HoldComponent::open),
                            sum(part, HoldComponent::picked),
                            sum(part, HoldComponent::shipped),
                            sum(part, HoldComponent::released),
                            sum(part, HoldComponent::expired)))
                    .as(where + ": never half a kit, " + line)
                    .isEqualTo(kits.stream().map(units -> units * perKit).toList());
        }
    }

    private static long sum(List<HoldComponent> part, ToLongFunction<HoldComponent> figure) {
        return part.stream().mapToLong(figure).sum();
    }

    static RecordMovement receive(Sku sku, long units, LocationId place, Goods goods) {
        return new RecordMovement(
                MovementKind.RECEIVE,
                sku,
                units,
                beyond(Outside.SUPPLIER),
                at(place, Bucket.AVAILABLE),
                goods,
                null,
                null,
                CAUSE,
                START);
    }

    static AssembleKits assembly(Way way, Sku kit, long quantity, LocationId place) {
        return new AssembleKits(way, kit, quantity, place, Goods.PLAIN, List.of(), null, CAUSE, START, KITS.get(kit));
    }

    static PlaceHold hold(String id, Fill fill, Instant deadline, List<AskedLine> lines) {
        return new PlaceHold(new HoldId(id), new Hold.Owner("order", "O"), fill, deadline, lines, START);
    }

    static PlaceHold hold(String id, Sku sku, long quantity) {
        return hold(id, Fill.ALL, null, List.of(new AskedLine(1, sku, HERE, Goods.PLAIN, quantity, KITS.get(sku))));
    }

    static AmendHold amend(HoldId hold, int line, long quantity, boolean whole) {
        var lines = List.of(new AmendedLine(line, quantity, Goods.PLAIN));
        return new AmendHold(hold, whole ? Fill.ALL : Fill.AVAILABLE, lines, START);
    }
}
