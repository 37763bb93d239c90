package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.AssembleKits.Named;
import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kits that share parts: whole ones only, never more than the parts make, whatever happens in whatever order. */
class KitHistoriesTest {

    private static final int STEPS = 120;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Cause CAUSE = new Cause("test", "T", null);
    private static final LocationId HERE = new LocationId("HERE");
    private static final LocationId SHOP = new LocationId("SHOP");
    private static final Sku CUP = new Sku("CUP");
    private static final Sku TEA = new Sku("TEA");
    private static final Sku BOX = new Sku("BOX");
    private static final Sku SET = new Sku("SET");
    private static final Sku GIFT = new Sku("GIFT");
    private static final Sku CRATE = new Sku("CRATE");
    private static final List<Sku> PARTS = List.of(CUP, TEA, BOX);
    private static final Map<Sku, Kit> KITS = Map.of(
            SET, new Kit(1, true, List.of(new Kit.Part(CUP, 2), new Kit.Part(TEA, 1))),
            GIFT, new Kit(1, true, List.of(new Kit.Part(TEA, 1), new Kit.Part(BOX, 1))),
            CRATE, new Kit(1, false, List.of(new Kit.Part(CUP, 3))));
    private static final List<Sku> SKUS = List.of(CUP, TEA, BOX, SET, GIFT, CRATE);

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    /** What survives between batches. */
    private static final class World {
        final Map<Sku, Item> items = new HashMap<>();
        Map<BalanceKey, Balance> balances = new HashMap<>();
        final Map<HoldId, Hold> holds = new HashMap<>();
        final Map<Lot.Id, Lot> lots = new HashMap<>();
        final Map<String, Discrepancy> cases = new HashMap<>();
        final List<Movement> journal = new ArrayList<>();
        Instant now = START;

        World() {
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
            var outcome = KitHistoriesTest.decide(command, books);
            close(books);
            return outcome;
        }

        long available(Sku sku) {
            return balances.entrySet().stream()
                    .filter(each -> each.getKey().sku().equals(sku))
                    .mapToLong(each -> each.getValue().available())
                    .sum();
        }
    }

    private static Outcome decide(Command command, Books books) {
        return LedgerRules.decide(new Submitted("c", "h", "tester", command), books);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void kits_are_promised_and_made_whole_and_never_more_than_their_parts_make(long seed) {
        var random = new SplittableRandom(seed);
        var world = new World();
        for (var step = 0; step < STEPS; step++) {
            world.now = world.now.plusSeconds(random.nextInt(3));
            var where = "seed " + seed + " step " + step;
            var books = world.open();
            for (var inBatch = random.nextInt(1, 4); inBatch > 0; inBatch--) {
                decideAndCheck(command(random, world), books, where);
            }
            world.close(books);
            check(world, where);
        }
    }

    private static void decideAndCheck(Command command, Books books, String where) {
        var before = Map.copyOf(books.balances());
        var from = books.movements().size();
        var possible = command instanceof PlaceHold hold ? naive(hold, books) : 0;
        var outcome = decide(command, books);
        var made = books.movements().subList(from, books.movements().size());
        if (command instanceof AssembleKits kits) {
            if (!(outcome instanceof Recorded)) {
                assertThat(books.balances()).as(where + ": all or nothing").isEqualTo(before);
                assertThat(made).as(where).isEmpty();
            } else {
                checkMade(kits, made, where);
            }
        }
        if (command instanceof PlaceHold hold && hold.lines().size() == 1 && books.hold(hold.hold()) != null) {
            var asked = hold.lines().getFirst().quantity();
            if (outcome instanceof HoldChanged granted) {
                assertThat(granted.hold().lines().stream()
                                .mapToLong(HoldLine::granted)
                                .sum())
                        .as(where + ": as many as the naive count says, " + hold)
                        .isEqualTo(Math.min(asked, possible));
            } else if (outcome instanceof Refused) {
                assertThat(possible).as(where + ": " + hold).isLessThan(hold.fill() == Fill.ALL ? asked : 1);
            }
        }
        made.stream()
                .filter(movement -> movement.kind() == MovementKind.HOLD || movement.kind() == MovementKind.ASSEMBLE)
                .filter(movement -> movement.from() instanceof Place)
                .forEach(movement -> assertThat(books.balance(new BalanceKey(
                                        movement.sku(), ((Place) movement.from()).location(), movement.goods()))
                                .available())
                        .as(where + ": never more than available")
                        .isNotNegative());
    }

    /** How many units one line could get, counted anew. */
    private static long naive(PlaceHold hold, Books books) {
        var line = hold.lines().getFirst();
        var found = naive(line.sku(), line.location(), line.goods(), books);
        var kit = KITS.get(line.sku());
        if (kit == null || !kit.isVirtual() || !line.goods().lot().isEmpty()) {
            return found;
        }
        var kits = Long.MAX_VALUE;
        for (var part : kit.parts()) {
            kits = Math.min(kits, naive(part.sku(), line.location(), line.goods(), books) / part.units());
        }
        return found + kits;
    }

    private static long naive(Sku sku, LocationId location, Goods wish, Books books) {
        var sum = 0L;
        for (var each : books.balances().entrySet()) {
            var key = each.getKey();
            var lot = books.lot(sku, key.goods());
            if (key.sku().equals(sku)
                    && key.location().equals(location)
                    && (wish.lot().isEmpty() || wish.lot().equals(key.goods().lot()))
                    && (wish.owner().isEmpty()
                            || wish.owner().equals(key.goods().owner()))
                    && lot.withdrawn() == null
                    && (lot.expiresAt() == null || lot.expiresAt().isAfter(books.now()))) {
                sum += Math.max(0, each.getValue().available());
            }
        }
        return sum;
    }

    private static void checkMade(AssembleKits kits, List<Movement> made, String where) {
        var came = new HashMap<Sku, Long>();
        for (var movement : made) {
            if (movement.kind() != MovementKind.BLOCK) {
                came.merge(
                        movement.sku(),
                        movement.to() instanceof Place ? movement.quantity() : -movement.quantity(),
                        Long::sum);
            }
        }
        var sign = kits.way() == Way.ASSEMBLE ? 1 : -1;
        var expected = new HashMap<>(Map.of(kits.sku(), sign * kits.quantity()));
        KITS.get(kits.sku()).parts().forEach(part -> expected.put(part.sku(), -sign * part.units() * kits.quantity()));
        assertThat(came).as(where + ": the parts make the kits").isEqualTo(expected);
    }

    private static void check(World world, String where) {
        var folded = new HashMap<BalanceKey, Map<Bucket, Long>>();
        var sums = new HashMap<List<Object>, Long>();
        for (var movement : world.journal) {
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
        for (var hold : world.holds.values()) {
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
        world.balances.forEach((key, balance) -> {
            for (var bucket : Bucket.values()) {
                assertThat(balance.units(bucket))
                        .as(where + ": replay equals live, " + key + " " + bucket)
                        .isEqualTo(folded.getOrDefault(key, Map.of()).getOrDefault(bucket, 0L));
            }
            assertThat(balance.held()).as(where + ": " + key).isEqualTo(open.getOrDefault(key, 0L));
            assertThat(balance.picked()).as(where + ": " + key).isEqualTo(picked.getOrDefault(key, 0L));
            var lot = world.lots.get(new Lot.Id(key.sku(), key.goods().lot()));
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

    private static Command command(SplittableRandom random, World world) {
        var place = random.nextInt(4) == 0 ? SHOP : HERE;
        var sku = SKUS.get(random.nextInt(SKUS.size()));
        var hold = new HoldId("H" + random.nextInt(12));
        return switch (random.nextInt(16)) {
            case 0, 1, 2, 3 -> receive(PARTS.get(random.nextInt(3)), random.nextLong(1, 9), place, goods(random));
            case 4 ->
                new RecordMovement(
                        MovementKind.SELL,
                        PARTS.get(random.nextInt(3)),
                        random.nextLong(1, 4),
                        at(place, Bucket.AVAILABLE),
                        beyond(Outside.CUSTOMER),
                        goods(random),
                        null,
                        null,
                        CAUSE,
                        START);
            case 5, 6, 7 -> {
                var lines = new ArrayList<AskedLine>();
                for (var line = random.nextInt(1, 3); line > 0; line--) {
                    var asked = SKUS.get(random.nextInt(SKUS.size()));
                    lines.add(new AskedLine(
                            line,
                            asked,
                            place,
                            random.nextInt(4) == 0 ? goods(random) : Goods.PLAIN,
                            random.nextLong(1, 5),
                            KITS.get(asked)));
                }
                yield hold(
                        hold.id(),
                        random.nextBoolean() ? Fill.ALL : Fill.AVAILABLE,
                        random.nextBoolean() ? null : world.now.plusSeconds(random.nextInt(8)),
                        lines);
            }
            case 8, 9, 10 -> {
                var steps = List.of(Step.RELEASE, Step.PICK, Step.SHIP, Step.DELIVER);
                var lines = random.nextBoolean()
                        ? List.<StepLine>of()
                        : List.of(new StepLine(1, random.nextLong(1, 4), null));
                yield new MoveHold(hold, steps.get(random.nextInt(4)), lines, START);
            }
            case 11 -> new ExpireHold(hold);
            case 12, 13 -> {
                var kit = List.of(SET, GIFT, CRATE).get(random.nextInt(3));
                yield assembly(
                        random.nextInt(3) > 0 ? Way.ASSEMBLE : Way.DISASSEMBLE, kit, random.nextLong(1, 4), place);
            }
            case 14 ->
                new DescribeLot(new Lot.Id(sku, "L" + random.nextInt(2)), world.now.plusSeconds(random.nextInt(60)));
            default ->
                new WithdrawLot(
                        new Lot.Id(sku, "L" + random.nextInt(2)),
                        random.nextBoolean() ? Lot.Withdrawal.Cause.RECALLED : Lot.Withdrawal.Cause.EXPIRED,
                        "why",
                        START);
        };
    }

    private static Goods goods(SplittableRandom random) {
        return new Goods(random.nextInt(3) == 0 ? "" : "L" + random.nextInt(2), random.nextInt(4) == 0 ? "MILL" : "");
    }

    private static RecordMovement receive(Sku sku, long units, LocationId place, Goods goods) {
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

    private static AssembleKits assembly(Way way, Sku kit, long quantity, LocationId place) {
        return new AssembleKits(way, kit, quantity, place, Goods.PLAIN, List.of(), null, CAUSE, START, KITS.get(kit));
    }

    private static PlaceHold hold(String id, Fill fill, Instant deadline, List<AskedLine> lines) {
        return new PlaceHold(new HoldId(id), new Hold.Owner("order", "O"), fill, deadline, lines, START);
    }

    private static PlaceHold hold(String id, Sku sku, long quantity) {
        return hold(id, Fill.ALL, null, List.of(new AskedLine(1, sku, HERE, Goods.PLAIN, quantity, KITS.get(sku))));
    }

    @Test
    void what_is_assembled_and_taken_apart_again_is_as_it_was() {
        for (var seed = 0L; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var world = new World();
            PARTS.forEach(part -> world.decide(receive(part, random.nextLong(0, 20) + 1, HERE, Goods.PLAIN)));
            var before = SKUS.stream().map(world::available).toList();
            var kit = List.of(SET, GIFT, CRATE).get(random.nextInt(3));
            var quantity = random.nextLong(1, 8);
            if (world.decide(assembly(Way.ASSEMBLE, kit, quantity, HERE)) instanceof Recorded) {
                assertThat(world.available(kit)).isEqualTo(quantity);
                assertThat(world.decide(assembly(Way.DISASSEMBLE, kit, quantity, HERE)))
                        .isInstanceOf(Recorded.class);
            }
            assertThat(SKUS.stream().map(world::available).toList())
                    .as("seed " + seed)
                    .isEqualTo(before);
        }
    }

    @Test
    void every_part_that_is_short_is_named() {
        var world = new World();
        world.decide(receive(CUP, 3, HERE, Goods.PLAIN));
        var outcome = (Refused) world.decide(assembly(Way.ASSEMBLE, SET, 2, HERE));
        assertThat(outcome.reason()).isEqualTo(Reason.INSUFFICIENT_STOCK);
        assertThat(outcome.lines())
                .containsExactly(new Shortage(null, CUP, HERE, 4, 3, 1), new Shortage(null, TEA, HERE, 2, 0, 0));
        assertThat(outcome.detail()).contains("4 of CUP, but got 3").contains("2 of TEA, but got 0");
        assertThat(world.journal).hasSize(1);
    }

    @Test
    void assembled_kits_are_promised_before_parts_are() {
        var world = new World();
        world.decide(receive(CUP, 6, HERE, Goods.PLAIN));
        world.decide(receive(TEA, 3, HERE, Goods.PLAIN));
        world.decide(assembly(Way.ASSEMBLE, SET, 1, HERE));
        var held = (HoldChanged) world.decide(hold("H", SET, 3));
        assertThat(held.hold().lines()).extracting(HoldLine::granted).containsExactly(1L, 2L);
        assertThat(held.hold().lines()).extracting(HoldLine::isKit).containsExactly(false, true);
        assertThat(world.decide(hold("H2", TEA, 1))).isInstanceOf(Refused.class);
    }

    @Test
    void only_assembled_kits_are_promised_of_a_kit_that_says_so() {
        var world = new World();
        world.decide(receive(CUP, 6, HERE, Goods.PLAIN));
        assertThat(world.decide(hold("H", CRATE, 1))).isInstanceOf(Refused.class);
        world.decide(assembly(Way.ASSEMBLE, CRATE, 1, HERE));
        assertThat(world.decide(hold("H2", CRATE, 1))).isInstanceOf(HoldChanged.class);
    }

    @Test
    void named_parts_are_exactly_those_and_make_all_of_their_sku() {
        var world = new World();
        var lot = new Goods("L0", "");
        world.decide(receive(CUP, 4, HERE, Goods.PLAIN));
        world.decide(receive(CUP, 4, HERE, lot));
        world.decide(receive(TEA, 4, HERE, Goods.PLAIN));
        assertThat(world.decide(naming(new Named(CUP, lot, 1)))).isInstanceOf(Rejected.class);
        assertThat(world.decide(naming(new Named(BOX, lot, 2)))).isInstanceOf(Rejected.class);
        assertThat(world.decide(naming(new Named(CUP, lot, 2)))).isInstanceOf(Recorded.class);
        assertThat(world.balances.get(new BalanceKey(CUP, HERE, lot)).available())
                .isEqualTo(2);
    }

    private static AssembleKits naming(Named part) {
        return new AssembleKits(
                Way.ASSEMBLE, SET, 1, HERE, Goods.PLAIN, List.of(part), null, CAUSE, START, KITS.get(SET));
    }
}
