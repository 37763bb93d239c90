package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.CountBucket;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Command.ReportSupplierStock;
import dev.perpetual.ledger.domain.Command.ReverseMovement;
import dev.perpetual.ledger.domain.Command.TransferStock;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold.AmendedLine;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Location.BelowZero;
import dev.perpetual.ledger.domain.Location.Kind;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands about few SKUs and places, so that they collide; what must always hold is asked after each. */
class RandomHistoriesTest {

    private static final int STEPS = 150;
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<Sku> SKUS = List.of(new Sku("A"), new Sku("B"));
    private static final List<LocationId> PLACES =
            List.of(new LocationId("W1"), new LocationId("W2"), new LocationId("SUP"));
    private static final Cause CAUSE = new Cause("test", "T", null);

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    /** What survives between batches, as the database would keep it. */
    private static final class World {
        final Map<Sku, Item> items = new HashMap<>();
        final Map<LocationId, Location> locations = new HashMap<>();
        Map<BalanceKey, Balance> balances = new HashMap<>();
        final Map<HoldId, Hold> holds = new HashMap<>();
        final Map<Original.Id, Original> originals = new HashMap<>();
        final Map<Lot.Id, Lot> lots = new HashMap<>();
        final Map<String, Discrepancy> cases = new HashMap<>();
        final List<Movement> journal = new ArrayList<>();
        Instant now = START;

        World() {
            SKUS.forEach(sku -> items.put(sku, new Item(0, false)));
            locations.put(PLACES.get(0), new Location(PLACES.get(0), Kind.WAREHOUSE, BelowZero.REFUSE, true));
            locations.put(PLACES.get(1), new Location(PLACES.get(1), Kind.STORE, BelowZero.FLAG, true));
            locations.put(PLACES.get(2), new Location(PLACES.get(2), Kind.SUPPLIER, BelowZero.REFUSE, true));
        }

        Books open() {
            return new Books(
                    now,
                    items,
                    locations,
                    balances,
                    holds,
                    originals,
                    lots,
                    cases.values().stream().filter(Discrepancy::isOpen).toList());
        }

        void close(Books books) {
            SKUS.forEach(sku -> items.put(sku, new Item(books.version(sku), false)));
            balances = new HashMap<>(books.balances());
            books.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
            books.changedCases().forEach(each -> cases.put(each.id(), each));
            books.changedLots().forEach(lot -> lots.put(lot.id(), lot));
            for (var movement : books.movements()) {
                journal.add(movement);
                var id = new Original.Id(movement.sku(), movement.version());
                originals.put(
                        id,
                        new Original(
                                id,
                                movement.kind(),
                                movement.quantity(),
                                movement.from(),
                                movement.to(),
                                movement.goods(),
                                movement.cause().type(),
                                null));
                if (movement.kind() == MovementKind.REVERSE) {
                    var reversed = movement.cause().id();
                    var original = new Original.Id(
                            movement.sku(), Long.parseLong(reversed.substring(reversed.indexOf('/') + 1)));
                    assertThat(originals.get(original).reversedBy())
                            .as("reversed once")
                            .isNull();
                    originals.computeIfPresent(original, (_, each) -> each.reversed(movement.id()));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void no_unit_is_ever_invented_lost_or_promised_twice(long seed) {
        var random = new SplittableRandom(seed);
        var world = new World();
        var closed = new HashSet<String>();
        for (var step = 0; step < STEPS; step++) {
            world.now = world.now.plusSeconds(random.nextInt(3));
            var books = world.open();
            for (var inBatch = random.nextInt(1, 4); inBatch > 0; inBatch--) {
                decideAndCheck(command(random, world), books, closed, "seed " + seed + " step " + step);
            }
            world.close(books);
            check(world, "seed " + seed + " step " + step);
        }
    }

    private static void decideAndCheck(Command command, Books books, Set<String> closed, String where) {
        var movements = books.movements().size();
        var before = Map.copyOf(books.balances());
        var outcome = LedgerRules.decide(new Submitted("c", "h", "tester", command), books);
        if (outcome instanceof Rejected) {
            assertThat(books.balances())
                    .as(where + ": rejected changes nothing")
                    .isEqualTo(before);
            assertThat(books.movements()).hasSize(movements);
        }
        if (command instanceof ReportSupplierStock report && !(outcome instanceof Rejected)) {
            checkReport(report, before, books, where);
        }
        for (var each : books.changedCases()) {
            if (each.isOpen()) {
                assertThat(closed).as(where + ": a closed case stays closed").doesNotContain(each.id());
            } else {
                closed.add(each.id());
            }
        }
        if (command instanceof PlaceHold && outcome instanceof HoldChanged) {
            books.movements()
                    .subList(movements, books.movements().size())
                    .forEach(movement -> assertThat(books.balance(new BalanceKey(
                                            movement.sku(), ((Place) movement.from()).location(), movement.goods()))
                                    .available())
                            .as(where + ": never more held than available")
                            .isNotNegative());
        }
    }

    private static void checkReport(
            ReportSupplierStock report, Map<BalanceKey, Balance> before, Books books, String where) {
        var key = new BalanceKey(report.sku(), report.location(), Goods.PLAIN);
        var known = before.getOrDefault(key, Balance.NONE);
        var now = books.balance(key);
        if (known.asOf() != null && report.asOf().isBefore(known.asOf())) {
            assertThat(now).as(where + ": stale never beats fresh").isEqualTo(known);
            return;
        }
        assertThat(now.available())
                .as(where + ": what is spoken for is not the supplier's to sell")
                .isEqualTo(report.reported() - now.held() - now.picked() - now.blocked() - now.inspection());
        assertThat(now.asOf()).as(where).isEqualTo(report.asOf());
    }

    private static void check(World world, String where) {
        var folded = new HashMap<BalanceKey, Map<Bucket, Long>>();
        var versions = new HashMap<Sku, Long>();
        var sums = new HashMap<Sku, Long>();
        for (var movement : world.journal) {
            assertThat(movement.version()).as(where).isEqualTo(versions.merge(movement.sku(), 1L, Long::sum));
            assertThat(movement.kind().allows(movement.from(), movement.to()))
                    .as(where)
                    .isTrue();
            fold(folded, movement, movement.from(), -movement.quantity());
            fold(folded, movement, movement.to(), movement.quantity());
        }
        world.balances.forEach((key, balance) -> {
            for (var bucket : Bucket.values()) {
                var expected = folded.getOrDefault(key, Map.of()).getOrDefault(bucket, 0L);
                assertThat(balance.units(bucket))
                        .as(where + ": replay equals live, " + key + " " + bucket)
                        .isEqualTo(expected);
                var isCase = world.cases.values().stream()
                        .anyMatch(each -> each.isOpen()
                                && each.key().equals(key)
                                && each.bucket() == bucket
                                && each.shortBy() == -balance.units(bucket));
                assertThat(isCase).as(where + ": below zero is a case").isEqualTo(balance.units(bucket) < 0);
            }
            assertThat(balance.available()).as(where + ": floor").isGreaterThanOrEqualTo(balance.floor());
            sums.merge(key.sku(), balance.onHand() + balance.expected() + balance.outbound(), Long::sum);
        });
        for (var sku : SKUS) {
            var came = world.journal.stream()
                    .filter(movement -> movement.sku().equals(sku))
                    .mapToLong(movement -> movement.from() instanceof Account.Beyond
                            ? movement.quantity()
                            : movement.to() instanceof Account.Beyond ? -movement.quantity() : 0)
                    .sum();
            assertThat(sums.getOrDefault(sku, 0L)).as(where + ": conserved").isEqualTo(came);
        }
        var open = new HashMap<BalanceKey, Long>();
        var picked = new HashMap<BalanceKey, Long>();
        for (var hold : world.holds.values()) {
            var left = 0L;
            for (var line : hold.lines()) {
                var key = new BalanceKey(line.sku(), line.location(), line.goods());
                open.merge(key, line.open(), Long::sum);
                picked.merge(key, line.picked(), Long::sum);
                left += line.open() + line.picked();
            }
            assertThat(hold.state() == Hold.State.OPEN).as(where + ": " + hold).isEqualTo(left > 0);
        }
        world.balances.forEach((key, balance) -> {
            assertThat(balance.held()).as(where + ": holds = held").isEqualTo(open.getOrDefault(key, 0L));
            assertThat(balance.picked()).as(where + ": picks = picked").isEqualTo(picked.getOrDefault(key, 0L));
            var lot = world.lots.get(new Lot.Id(key.sku(), key.goods().lot()));
            if (lot != null && lot.withdrawn() != null) {
                assertThat(Math.max(balance.available(), balance.held() + balance.picked()))
                        .as(where + ": nothing of a withdrawn lot is for sale, " + key)
                        .isLessThanOrEqualTo(0);
            }
        });
    }

    private static void fold(
            Map<BalanceKey, Map<Bucket, Long>> folded, Movement movement, Account account, long units) {
        if (account instanceof Place(var location, var bucket)) {
            folded.computeIfAbsent(new BalanceKey(movement.sku(), location, movement.goods()), _ -> new HashMap<>())
                    .merge(bucket, units, Long::sum);
        }
    }

    private static Command command(SplittableRandom random, World world) {
        var sku = SKUS.get(random.nextInt(SKUS.size()));
        var place = PLACES.get(random.nextInt(PLACES.size()));
        var units = random.nextLong(1, 6);
        var hold = new HoldId("H" + random.nextInt(8));
        var when = world.now.minusSeconds(random.nextInt(100));
        return switch (random.nextInt(14)) {
            case 0, 1 ->
                move(
                        MovementKind.RECEIVE,
                        sku,
                        units,
                        beyond(Outside.SUPPLIER),
                        at(place, Bucket.AVAILABLE),
                        goods(random),
                        when);
            case 2 ->
                move(
                        MovementKind.SELL,
                        sku,
                        units,
                        at(place, Bucket.AVAILABLE),
                        beyond(Outside.CUSTOMER),
                        goods(random),
                        when);
            case 3 -> anyMovement(random, sku, units, when);
            case 4 ->
                new TransferStock(
                        sku,
                        units,
                        place,
                        Bucket.AVAILABLE,
                        PLACES.get(random.nextInt(3)),
                        Bucket.AVAILABLE,
                        goods(random),
                        null,
                        CAUSE,
                        when);
            case 5 ->
                new CountBucket(sku, place, Bucket.AVAILABLE, goods(random), random.nextLong(0, 8), null, CAUSE, when);
            case 6 -> new ReportSupplierStock(sku, PLACES.get(2), random.nextLong(0, 12), when, CAUSE);
            case 7, 8 ->
                new PlaceHold(
                        new HoldId("H" + random.nextInt(8) + "-" + world.journal.size() % 5),
                        new Hold.Owner("order", "O"),
                        random.nextBoolean() ? Fill.ALL : Fill.AVAILABLE,
                        random.nextBoolean() ? null : world.now.plusSeconds(random.nextInt(5)),
                        List.of(
                                new AskedLine(1, sku, place, goods(random), units),
                                new AskedLine(
                                        2, SKUS.get(random.nextInt(2)), place, goods(random), random.nextLong(1, 4))),
                        world.now);
            case 9 -> {
                var known = known(random, world, hold);
                var lines = random.nextBoolean()
                        ? List.<StepLine>of()
                        : List.of(new StepLine(
                                random.nextInt(1, 4),
                                units,
                                random.nextBoolean() ? null : new BalanceKey(sku, place, goods(random))));
                yield new MoveHold(known, Step.values()[random.nextInt(5)], lines, when);
            }
            case 10 ->
                switch (random.nextInt(4)) {
                    case 0 -> new ExpireHold(known(random, world, hold));
                    case 1 -> new ExtendHold(known(random, world, hold), world.now.plusSeconds(random.nextInt(4)));
                    case 2 -> new ConfirmHold(known(random, world, hold), new Hold.Owner("order", "O"), when);
                    default ->
                        new AmendHold(
                                known(random, world, hold),
                                random.nextBoolean() ? Fill.ALL : Fill.AVAILABLE,
                                List.of(new AmendedLine(random.nextInt(1, 3), units - 1, goods(random))),
                                when);
                };
            case 11 -> {
                var lot = new Lot.Id(sku, random.nextBoolean() ? "L1" : "L2");
                yield switch (random.nextInt(12)) {
                    case 0 -> new WithdrawLot(lot, Lot.Withdrawal.Cause.RECALLED, null, when);
                    case 1, 2 -> new WithdrawLot(lot, Lot.Withdrawal.Cause.EXPIRED, null, when);
                    default -> new DescribeLot(lot, world.now.plusSeconds(random.nextInt(-5, 200)));
                };
            }
            case 12 ->
                new ReverseMovement(
                        new Original.Id(
                                sku, random.nextLong(1, 3 + world.items.get(sku).version())),
                        place,
                        null,
                        when);
            default ->
                new RecordTogether(List.of(
                        new Submitted("p1", "h", "tester", anyMovement(random, sku, units, when)),
                        new Submitted("p2", "h", "tester", anyMovement(random, sku, units, when))));
        };
    }

    private static Goods goods(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> new Goods("L1", "");
            case 1 -> new Goods("L2", "");
            case 2 -> new Goods("", "MILL");
            case 3 -> new Goods("L1", "MILL");
            default -> Goods.PLAIN;
        };
    }

    private static HoldId known(SplittableRandom random, World world, HoldId otherwise) {
        var ids = world.holds.keySet().stream().sorted().toList();
        return ids.isEmpty() || random.nextInt(10) == 0 ? otherwise : ids.get(random.nextInt(ids.size()));
    }

    /** Mostly against the law of its kind, which must then be refused. */
    private static Command anyMovement(SplittableRandom random, Sku sku, long units, Instant when) {
        var kinds = MovementKind.values();
        var kind = kinds[random.nextInt(kinds.length)];
        var isOfAHold = kind.from().buckets().contains(Bucket.HELD)
                || kind.from().buckets().contains(Bucket.PICKED)
                || kind.to().buckets().contains(Bucket.HELD)
                || kind.to().buckets().contains(Bucket.PICKED);
        return move(
                isOfAHold ? MovementKind.WRITE_OFF : kind,
                sku,
                units,
                account(random),
                account(random),
                goods(random),
                when);
    }

    private static Account account(SplittableRandom random) {
        var outside = Outside.values();
        var buckets = Bucket.values();
        return random.nextBoolean()
                ? beyond(outside[random.nextInt(outside.length)])
                : at(PLACES.get(random.nextInt(3)), buckets[random.nextInt(buckets.length)]);
    }

    private static RecordMovement move(
            MovementKind kind, Sku sku, long units, Account from, Account to, Goods goods, Instant when) {
        return new RecordMovement(kind, sku, units, from, to, goods, null, null, CAUSE, when);
    }
}
