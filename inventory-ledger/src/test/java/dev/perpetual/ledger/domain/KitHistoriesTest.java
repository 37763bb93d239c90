package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static dev.perpetual.ledger.domain.KitWorld.BOX;
import static dev.perpetual.ledger.domain.KitWorld.CAUSE;
import static dev.perpetual.ledger.domain.KitWorld.CRATE;
import static dev.perpetual.ledger.domain.KitWorld.CUP;
import static dev.perpetual.ledger.domain.KitWorld.GIFT;
import static dev.perpetual.ledger.domain.KitWorld.HERE;
import static dev.perpetual.ledger.domain.KitWorld.KITS;
import static dev.perpetual.ledger.domain.KitWorld.PARTS;
import static dev.perpetual.ledger.domain.KitWorld.SET;
import static dev.perpetual.ledger.domain.KitWorld.SHOP;
import static dev.perpetual.ledger.domain.KitWorld.SKUS;
import static dev.perpetual.ledger.domain.KitWorld.START;
import static dev.perpetual.ledger.domain.KitWorld.TEA;
import static dev.perpetual.ledger.domain.KitWorld.amend;
import static dev.perpetual.ledger.domain.KitWorld.assembly;
import static dev.perpetual.ledger.domain.KitWorld.decide;
import static dev.perpetual.ledger.domain.KitWorld.hold;
import static dev.perpetual.ledger.domain.KitWorld.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.AssembleKits.Named;
import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.Command.DescribeLot;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Command.RecordMovement;
import dev.perpetual.ledger.domain.Command.WithdrawLot;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kits that share parts: whole ones only, never more than the parts make, whatever happens in whatever order. */
class KitHistoriesTest {

    private static final int STEPS = 120;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void kits_are_promised_and_made_whole_and_never_more_than_their_parts_make(long seed) {
        var random = new SplittableRandom(seed);
        var world = new KitWorld();
        for (var step = 0; step < STEPS; step++) {
            world.now = world.now.plusSeconds(random.nextInt(3));
            var where = "seed " + seed + " step " + step;
            var books = world.open();
            for (var inBatch = random.nextInt(1, 4); inBatch > 0; inBatch--) {
                decideAndCheck(command(random, world), books, where);
            }
            world.close(books);
            world.check(where);
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

    private static Command command(SplittableRandom random, KitWorld world) {
        var place = random.nextInt(4) == 0 ? SHOP : HERE;
        var sku = SKUS.get(random.nextInt(SKUS.size()));
        var hold = new HoldId("H" + random.nextInt(12));
        return switch (random.nextInt(19)) {
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
                var lines = random.nextBoolean()
                        ? List.<StepLine>of()
                        : List.of(new StepLine(1, random.nextLong(1, 4), null));
                yield new MoveHold(hold, Step.values()[random.nextInt(Step.values().length)], lines, START);
            }
            case 11 -> new ExpireHold(hold);
            case 12, 13 -> {
                var kit = List.of(SET, GIFT, CRATE).get(random.nextInt(3));
                yield assembly(
                        random.nextInt(3) > 0 ? Way.ASSEMBLE : Way.DISASSEMBLE, kit, random.nextLong(1, 4), place);
            }
            case 14, 15 -> amend(hold, random.nextInt(1, 3), random.nextLong(0, 7), random.nextBoolean());
            case 16 -> new ConfirmHold(hold, null, START);
            case 17 ->
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

    @Test
    void what_is_assembled_and_taken_apart_again_is_as_it_was() {
        for (var seed = 0L; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var world = new KitWorld();
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
        var world = new KitWorld();
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
        var world = new KitWorld();
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
        var world = new KitWorld();
        world.decide(receive(CUP, 6, HERE, Goods.PLAIN));
        assertThat(world.decide(hold("H", CRATE, 1))).isInstanceOf(Refused.class);
        world.decide(assembly(Way.ASSEMBLE, CRATE, 1, HERE));
        assertThat(world.decide(hold("H2", CRATE, 1))).isInstanceOf(HoldChanged.class);
    }

    @Test
    void named_parts_are_exactly_those_and_make_all_of_their_sku() {
        var world = new KitWorld();
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
