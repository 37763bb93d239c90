package dev.perpetual.ledger.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.ledger.domain.Books.Item;
import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.Owner;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold;
import dev.perpetual.ledger.domain.HoldCommand.AmendHold.AmendedLine;
import dev.perpetual.ledger.domain.HoldCommand.ConfirmHold;
import dev.perpetual.ledger.domain.HoldLimit.By;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import dev.perpetual.ledger.domain.HoldLimits.Count;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of holds come in any order: each unit ends once, and steps that do not need each other end the same. */
class HoldOrdersTest {

    private static final int SEEDS = Integer.getInteger("perpetual.hold-orders.seeds", 400);
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Sku SKU = new Sku("MUG");
    private static final LocationId PLACE = new LocationId("WH");
    private static final BalanceKey STOCK = new BalanceKey(SKU, PLACE, Goods.PLAIN);
    private static final HoldId HOLD = new HoldId("H");
    private static final Scope CLIENT = new Scope(By.CLIENT, "C", "", "");
    private static final long UNITS = 12;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    /** One SKU at one place, as the batches so far left it. */
    private static final class World {
        private Instant now = START;
        private Item item = new Item(1, false);
        private Map<BalanceKey, Balance> balances =
                new HashMap<>(Map.of(STOCK, Balance.NONE.plus(Bucket.AVAILABLE, UNITS)));
        private final Map<HoldId, Hold> holds = new HashMap<>();
        private Map<Scope, Count> counts = Map.of(CLIENT, Count.NOTHING);
        private final HoldLimit limit = new HoldLimit(CLIENT.named(HoldLimit.EACH), 9L, 2L, null);

        Outcome decide(Command command) {
            var books = new Books(
                    now,
                    Map.of(SKU, item),
                    Map.of(PLACE, new Location(PLACE, Location.Kind.WAREHOUSE, Location.BelowZero.REFUSE, true)),
                    balances,
                    holds,
                    Map.of(),
                    Map.of(),
                    List.of());
            var limits = new HoldLimits(List.of(limit), counts);
            books.know(limits);
            var outcome = LedgerRules.decide(new Submitted("c", "h", "tester", command), books);
            item = new Item(books.version(SKU), false);
            balances = new HashMap<>(books.balances());
            books.changedHolds().forEach(hold -> holds.put(hold.id(), hold));
            var counted = new HashMap<>(counts);
            counted.putAll(limits.changed());
            counts = counted;
            return outcome;
        }

        Balance stock() {
            return balances.getOrDefault(STOCK, Balance.NONE);
        }

        /** Free, held, picked, and what became of each line: all but the versions. */
        String figures() {
            var text = new StringBuilder(stock().available() + "/" + stock().held() + "/" + stock().picked());
            holds.values().stream()
                    .sorted((one, other) -> one.id().compareTo(other.id()))
                    .forEach(hold -> {
                        text.append(' ').append(hold.id()).append(hold.state());
                        hold.lines()
                                .forEach(line -> text.append(" %d:%d %d %d %d %d"
                                        .formatted(
                                                line.line(),
                                                line.open(),
                                                line.picked(),
                                                line.shipped(),
                                                line.released(),
                                                line.expired())));
                    });
            return text.toString();
        }
    }

    private static PlaceHold place(HoldId hold, Instant deadline, long... quantities) {
        var lines = new ArrayList<AskedLine>();
        for (var quantity : quantities) {
            lines.add(new AskedLine(lines.size() + 1, SKU, PLACE, Goods.PLAIN, quantity));
        }
        return new PlaceHold(hold, new Owner("cart", "B", "web", "C"), Fill.ALL, deadline, lines, START);
    }

    private static MoveHold step(Step step, int line, long units) {
        return new MoveHold(HOLD, step, List.of(new StepLine(line, units, null)), START);
    }

    private static AmendHold amend(int line, long quantity, Fill fill) {
        return new AmendHold(HOLD, fill, List.of(new AmendedLine(line, quantity, Goods.PLAIN)), START);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void each_unit_ends_once_whatever_the_order_of_the_steps(long seed) {
        var random = new Random(seed);
        var world = new World();
        var gone = 0L;
        for (var i = 0; i < 40; i++) {
            var where = "seed " + seed + " step " + i;
            world.now = world.now.plusSeconds(random.nextInt(2));
            var before = world.figures();
            var counted = world.counts;
            var command = command(random, world);
            var ended = ended(world.holds.values());
            var outcome = world.decide(command);
            if (!(outcome instanceof HoldChanged)) {
                assertThat(world.figures().split(" ")[0])
                        .as(where + ": " + command + " got " + outcome + " and moves nothing")
                        .isEqualTo(before.split(" ")[0]);
                assertThat(world.counts).as(where).isEqualTo(counted);
            }
            gone += beyond(command, outcome, ended, world);
            check(world, gone, where + ": " + command);
        }
    }

    /** Units that left without being promised. */
    private static long beyond(Command command, Outcome outcome, Map<String, Long> before, World world) {
        if (!(command instanceof MoveHold moved)
                || moved.step() != Step.SHIP
                || !(outcome instanceof HoldChanged done)) {
            return 0;
        }
        var left = done.moved().stream().mapToLong(Long::longValue).sum();
        var after = ended(world.holds.values());
        return left - (after.getOrDefault("shipped", 0L) - before.getOrDefault("shipped", 0L));
    }

    private static Map<String, Long> ended(Collection<Hold> holds) {
        var ended = new HashMap<String, Long>();
        for (var hold : holds) {
            for (var line : hold.lines()) {
                ended.merge("shipped", line.shipped(), Long::sum);
                ended.merge("open", line.open(), Long::sum);
                ended.merge("picked", line.picked(), Long::sum);
            }
        }
        return ended;
    }

    private static void check(World world, long gone, String where) {
        var sums = ended(world.holds.values());
        var stock = world.stock();
        assertThat(stock.held()).as(where).isEqualTo(sums.getOrDefault("open", 0L));
        assertThat(stock.picked()).as(where).isEqualTo(sums.getOrDefault("picked", 0L));
        assertThat(stock.available() + stock.held() + stock.picked() + sums.getOrDefault("shipped", 0L) + gone)
                .as(where + ": all units are somewhere, once")
                .isEqualTo(UNITS);
        var open = 0L;
        var holds = 0L;
        for (var hold : world.holds.values()) {
            var units = hold.lines().stream().mapToLong(HoldLine::open).sum();
            open += units;
            holds += units > 0 ? 1 : 0;
        }
        assertThat(world.counts.get(CLIENT)).as(where + ": counter = fold").isEqualTo(new Count(holds, open));
    }

    private static Command command(Random random, World world) {
        var line = random.nextInt(1, 3);
        var units = random.nextLong(1, 5);
        var steps = Step.values();
        return switch (random.nextInt(10)) {
            case 0 -> place(HOLD, world.now.plusSeconds(random.nextInt(1, 12)), units, random.nextLong(1, 4));
            case 1 -> place(new HoldId("H" + random.nextInt(3)), world.now.plusSeconds(3), units);
            case 2, 3 -> amend(line, random.nextLong(0, 8), random.nextBoolean() ? Fill.ALL : Fill.AVAILABLE);
            case 4 -> new ConfirmHold(HOLD, new Owner("order", "O"), world.now);
            case 5 -> new ExpireHold(random.nextBoolean() ? HOLD : new HoldId("H" + random.nextInt(3)));
            case 6 -> new ExtendHold(HOLD, world.now.plusSeconds(random.nextInt(1, 6)));
            default ->
                random.nextInt(4) == 0
                        ? new MoveHold(HOLD, steps[random.nextInt(4)], List.of(), START)
                        : step(steps[random.nextInt(4)], line, units);
        };
    }

    /** Each takes units that no other one needs, so their order is nobody's business. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void steps_that_do_not_need_each_other_end_the_same_in_any_order(long seed) {
        var random = new Random(seed);
        var steps = new ArrayList<Command>(List.of(
                new ConfirmHold(HOLD, new Owner("order", "O"), START),
                step(Step.PICK, 1, 1),
                step(Step.PICK, 1, 1),
                step(Step.UNPICK, 2, 1),
                step(Step.SHIP, 3, 2),
                step(Step.RELEASE, 4, random.nextLong(1, 3)),
                place(new HoldId("OTHER"), START.plusSeconds(60), 1)));
        var figures = new ArrayList<String>();
        for (var order = 0; order < 4; order++) {
            var world = new World();
            world.decide(place(HOLD, START.plusSeconds(60), 2, 1, 2, 3));
            world.decide(step(Step.PICK, 2, 1));
            for (var step : steps) {
                assertThat(world.decide(step)).as("seed " + seed).isInstanceOf(HoldChanged.class);
            }
            figures.add(world.figures());
            Collections.shuffle(steps, random);
        }
        assertThat(figures).as("seed " + seed).containsOnly(figures.getFirst());
    }
}
