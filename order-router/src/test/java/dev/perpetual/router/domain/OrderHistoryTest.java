package dev.perpetual.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.router.domain.orders.Bucket;
import dev.perpetual.router.domain.orders.CancelRules;
import dev.perpetual.router.domain.orders.ExceptionRules;
import dev.perpetual.router.domain.orders.Fulfilment;
import dev.perpetual.router.domain.orders.FulfilmentRequest;
import dev.perpetual.router.domain.orders.FulfilmentRules;
import dev.perpetual.router.domain.orders.HoldOutcome;
import dev.perpetual.router.domain.orders.HoldOutcome.Standing;
import dev.perpetual.router.domain.orders.HoldOutcome.StandingLine;
import dev.perpetual.router.domain.orders.Move;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.OrderEvent;
import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import dev.perpetual.router.domain.orders.OrderLine;
import dev.perpetual.router.domain.orders.OrderTerms;
import dev.perpetual.router.domain.orders.OutcomeRules;
import dev.perpetual.router.domain.orders.ReturnRules;
import dev.perpetual.router.domain.orders.RoutingRules;
import dev.perpetual.router.domain.orders.Units;
import dev.perpetual.router.domain.orders.World;
import dev.perpetual.router.domain.sourcing.Level;
import dev.perpetual.router.domain.sourcing.Node;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.domain.sourcing.ServiceLevel;
import dev.perpetual.router.domain.sourcing.Split;
import dev.perpetual.router.domain.sourcing.Stock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of one order beside a ledger that answers late: whatever happens, every unit is somewhere, once. */
class OrderHistoryTest {
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_unit_is_accounted_for_whatever_happens_in_whatever_order(long seed) {
        var life = new Life(seed);
        for (var step = 0; step < 60; step++) {
            life.step();
            life.check();
        }
        life.settle();
        life.check();
        assertThat(life.order.holds().values().stream().flatMap(hold -> hold.lines().stream()))
                .as("seed %d: nothing keeps units from leaving", seed)
                .allSatisfy(line -> assertThat(line.toShip()).isEqualTo(line.open() + line.picked()));
        assertThat(life.order.lines().values())
                .as("seed %d: nothing stays under way", seed)
                .allSatisfy(line -> assertThat(line.cancelling()).isZero());
    }

    private static final class Life {
        final long seed;
        final SplittableRandom random;
        final Map<String, long[]> ledger = new HashMap<>(); // by hold#line: open, picked, shipped, released
        final Map<String, Long> versions = new HashMap<>();
        final Map<String, Long> stock = new HashMap<>();
        final ArrayDeque<FulfilmentRequest> asked = new ArrayDeque<>();
        final List<Move> moves = new ArrayList<>();
        Order order;

        Life(long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            for (var location : List.of("N0", "N1", "N2")) {
                for (var sku : List.of("A", "B")) {
                    stock.put(sku + "@" + location, (long) random.nextInt(5));
                }
            }
            var lines = new TreeMap<Integer, OrderLine>();
            for (var line = 1; line <= 1 + random.nextInt(3); line++) {
                lines.put(
                        line,
                        new OrderLine(
                                line,
                                random.nextBoolean() ? "A" : "B",
                                Units.ordered(1 + random.nextInt(6)),
                                0,
                                null,
                                null));
            }
            var terms = new OrderTerms(
                    "shop",
                    "1",
                    "h",
                    NOW,
                    NOW,
                    "DE",
                    null,
                    null,
                    ServiceLevel.STANDARD,
                    Split.values()[random.nextInt(3)],
                    5,
                    null,
                    null,
                    "default",
                    1);
            order = new Order("O-1", terms, lines, new TreeMap<>(), new TreeMap<>(), List.of(), 0, 0, 0, 0);
            change(change -> {
                change.happened(new OrderEvent.Received(new Cause("request", "1")));
                RoutingRules.route(change, world(), false, NOW);
            });
        }

        World world() {
            var levels = stock.entrySet().stream()
                    .map(one -> {
                        var at = one.getKey().split("@");
                        // The copy of levels may be wrong in both directions.
                        return new Level(at[0], at[1], Math.max(0, one.getValue() + random.nextInt(-1, 3)), 0, 0, 1);
                    })
                    .toList();
            var nodes = List.of("N0", "N1", "N2").stream()
                    .map(id -> new Node(id, Node.Kind.WAREHOUSE, true, null))
                    .toList();
            return new World(nodes, new Stock(levels, List.of()), List.of(Policy.builtIn()));
        }

        void change(java.util.function.Consumer<OrderChange> work) {
            var change = new OrderChange(order);
            work.accept(change);
            for (var again = 0; change.routingDue() && again < 10; again++) {
                RoutingRules.route(change, world(), false, NOW);
            }
            order = change.order();
            asked.addAll(change.requests());
            change.events().forEach(one -> moves.addAll(one.event().moves()));
        }

        void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> answer();
                case 4 ->
                    change(change -> CancelRules.cancel(
                            change,
                            random.nextBoolean() ? Map.of() : Map.of(1, 1L + random.nextInt(3)),
                            new Cause("request", "c"),
                            NOW));
                case 5 -> {
                    stock.merge(
                            (random.nextBoolean() ? "A" : "B") + "@N" + random.nextInt(3),
                            1L + random.nextInt(3),
                            Long::sum);
                    if (!order.waiting().isEmpty()) {
                        change(change -> RoutingRules.route(change, world(), true, NOW));
                    }
                }
                case 6 -> comeBack();
                case 7 -> decide();
                default -> report();
            }
        }

        void report() {
            var known = order.fulfilments().values().stream()
                    .filter(Fulfilment::known)
                    .toList();
            if (known.isEmpty()) {
                return;
            }
            var one = known.get(random.nextInt(known.size()));
            change(change -> {
                switch (random.nextInt(6)) {
                    case 0 -> FulfilmentRules.accept(change, one);
                    case 1 -> FulfilmentRules.reject(change, one, NOW);
                    case 2 -> FulfilmentRules.pick(change, one, Map.of(), NOW);
                    case 3 -> FulfilmentRules.ship(change, one, Map.of(), NOW, NOW);
                    case 4 -> FulfilmentRules.deliver(change, one, NOW);
                    default -> FulfilmentRules.cancel(change, one, NOW);
                }
            });
        }

        void comeBack() {
            var line = order.lines().values().iterator().next();
            change(change ->
                    ReturnRules.take(change, "R", List.of(new ReturnRules.Line(line.line(), 1, "restock")), "N0", NOW));
        }

        void decide() {
            if (order.exceptions().isEmpty()) {
                return;
            }
            var one = order.exceptions().get(random.nextInt(order.exceptions().size()));
            change(change -> {
                switch (random.nextInt(4)) {
                    case 0 -> ExceptionRules.claim(change, one, "p");
                    case 1 -> ExceptionRules.approve(change, one, "p", NOW);
                    case 2 -> ExceptionRules.reroute(change, one, "p", NOW);
                    default -> ExceptionRules.reject(change, one, "p", NOW);
                }
            });
        }

        void settle() {
            for (var left = 0; left < 500 && !asked.isEmpty(); left++) {
                answer();
            }
        }

        /** The ledger takes the oldest request. */
        void answer() {
            var request = asked.poll();
            switch (request) {
                case null -> {}
                case FulfilmentRequest.Hold(var hold, var _, var lines, var at) -> grantOrRefuse(hold, lines);
                case FulfilmentRequest.Release(var hold, var lines, var at) -> move(hold, lines, 3);
                case FulfilmentRequest.Pick(var hold, var lines, var at) -> move(hold, lines, 1);
                case FulfilmentRequest.Unpick(var hold, var lines, var at) -> unpick(hold, lines);
                case FulfilmentRequest.Ship(var hold, var lines, var at) -> move(hold, lines, 2);
                case FulfilmentRequest.Deliver _, FulfilmentRequest.Return _ -> {}
            }
        }

        void grantOrRefuse(String hold, List<FulfilmentRequest.Line> lines) {
            var wanted = new HashMap<String, Long>();
            lines.forEach(line -> wanted.merge(line.sku() + "@" + line.location(), line.quantity(), Long::sum));
            var fits = wanted.entrySet().stream().allMatch(one -> stock.get(one.getKey()) >= one.getValue());
            if (!fits) {
                var refused = lines.stream()
                        .map(line -> new HoldOutcome.RefusedLine(
                                line.line(),
                                line.sku(),
                                line.location(),
                                line.quantity(),
                                stock.get(line.sku() + "@" + line.location()),
                                1L))
                        .toList();
                apply(new HoldOutcome.Refused(hold, "O-1", 1, true, "insufficient-stock", refused));
                return;
            }
            wanted.forEach((key, units) -> stock.merge(key, -units, Long::sum));
            lines.forEach(line -> ledger.put(hold + "#" + line.line(), new long[] {line.quantity(), 0, 0, 0}));
            tell(hold, lines, 0);
        }

        void unpick(String hold, List<FulfilmentRequest.Line> lines) {
            for (var line : lines) {
                var one = ledger.get(hold + "#" + line.line());
                var back = Math.min(one[1], line.quantity());
                one[0] += back;
                one[1] -= back;
            }
            tell(hold, lines, 0);
        }

        void move(String hold, List<FulfilmentRequest.Line> lines, int to) {
            long left = 0;
            for (var line : lines) {
                var one = ledger.get(hold + "#" + line.line());
                left += line.quantity();
                var fromPicked = to == 2 ? Math.min(one[1], line.quantity()) : 0;
                var fromOpen = Math.min(one[0], line.quantity() - fromPicked);
                one[1] -= fromPicked;
                one[0] -= fromOpen;
                one[to] += fromPicked + fromOpen;
                if (to == 3) {
                    stock.merge(line.sku() + "@" + line.location(), fromOpen, Long::sum);
                }
            }
            tell(hold, lines, to == 2 ? left : 0);
        }

        void tell(String hold, List<FulfilmentRequest.Line> lines, long left) {
            var standing = lines.stream()
                    .map(line -> {
                        var one = ledger.get(hold + "#" + line.line());
                        return new StandingLine(line.line(), one[0], one[1], one[2], one[3], 0, 1, 0, List.of());
                    })
                    .toList();
            var outcome = new Standing(hold, "O-1", versions.merge(hold, 1L, Long::sum), false, left, standing);
            apply(outcome);
            if (random.nextInt(3) == 0) {
                apply(outcome); // Delivered again.
            }
        }

        void apply(HoldOutcome outcome) {
            change(change -> OutcomeRules.apply(change, outcome, world(), NOW));
        }

        void check() {
            var totals = new HashMap<Integer, long[]>();
            order.holds()
                    .values()
                    .forEach(hold -> hold.lines().forEach(line -> {
                        var sums = totals.computeIfAbsent(line.orderLine(), _ -> new long[3]);
                        sums[0] += line.open();
                        sums[1] += line.picked();
                        sums[2] += line.shipped();
                    }));
            for (var line : order.lines().values()) {
                var sums = totals.getOrDefault(line.line(), new long[3]);
                assertThat(new long[] {
                            line.units().held(),
                            line.units().picked(),
                            line.units().shipped()
                        })
                        .as("seed %d line %d: units follow the holds", seed, line.line())
                        .isEqualTo(sums);
                var folded = Units.ordered(line.units().ordered());
                for (var move : moves) {
                    folded = move.line() == line.line() ? folded.after(move) : folded;
                }
                assertThat(folded)
                        .as("seed %d line %d: replay equals live", seed, line.line())
                        .isEqualTo(line.units());
                assertThat(line.units().in(Bucket.OPEN) - order.unanswered(line.line()))
                        .as("seed %d line %d: no unit is asked for twice", seed, line.line())
                        .isGreaterThanOrEqualTo(0);
            }
        }
    }
}
