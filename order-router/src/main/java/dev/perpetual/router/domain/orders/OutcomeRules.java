package dev.perpetual.router.domain.orders;

import static dev.perpetual.router.domain.orders.Bucket.CANCELLED;
import static dev.perpetual.router.domain.orders.Bucket.HELD;
import static dev.perpetual.router.domain.orders.Bucket.OPEN;
import static dev.perpetual.router.domain.orders.Bucket.PICKED;
import static dev.perpetual.router.domain.orders.Bucket.SHIPPED;

import dev.perpetual.router.domain.orders.HoldOutcome.Refused;
import dev.perpetual.router.domain.orders.HoldOutcome.Standing;
import dev.perpetual.router.domain.orders.HoldOutcome.StandingLine;
import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Folds the ledger's word about a hold into the order. The ledger is right: its totals are taken as they are. */
public final class OutcomeRules {
    private OutcomeRules() {}

    /**
     * Applies an outcome. One that is known already changes nothing; one that contradicts what we know throws, so that it is parked and seen.
     */
    public static void apply(OrderChange change, HoldOutcome outcome, World world, Instant now) {
        var hold = change.order()
                .hold(outcome.hold())
                .orElseThrow(() -> new IllegalStateException(
                        "Expected a hold that was asked for order " + outcome.order() + ", but got " + outcome.hold()));
        switch (outcome) {
            case Refused refused when refused.wholeHold() -> refuse(change, hold, refused, world);
            case Refused refused -> refuseRequest(change, hold, refused, now);
            case Standing standing when standing.version() <= hold.version() -> {} // Known already.
            case Standing standing -> stand(change, hold, standing, world, now);
        }
    }

    private static void refuse(OrderChange change, Hold hold, Refused refused, World world) {
        if (hold.state() != Hold.State.ASKED) {
            return; // Known already.
        }
        var failed = new HashMap<Integer, Long>();
        for (var line : refused.lines()) {
            var version = line.version() == null ? 0 : line.version();
            if (line.available() != null) {
                world.learned(line.sku(), line.location(), line.available(), version);
            }
            if (line.failed()) {
                failed.put(line.line(), world.refusedAt(line.sku(), line.location(), version));
            }
        }
        answered(hold, world);
        var lines = hold.lines().stream()
                .map(line -> line.refused(failed.getOrDefault(line.line(), 0L)))
                .toList();
        change.put(new Hold(
                hold.id(),
                hold.attempt(),
                hold.queued(),
                Hold.State.REFUSED,
                refused.version(),
                refused.reason(),
                lines));
        NodeRules.drop(change, hold.id());
        CancelRules.settle(change, new Cause("hold", hold.id()));

        var refusals = change.order().refusals() + 1;
        change.refusals(refusals);
        if (refusals < RoutingRules.REFUSALS_MAX && !Hold.HOLD_LIMIT.equals(refused.reason())) {
            change.routingIsDue(true);
            return;
        }
        change.refusals(0);
        if (!change.order().waiting().isEmpty()) {
            change.happened(new OrderEvent.Backordered(new Cause("hold", hold.id())));
        }
    }

    private static void answered(Hold hold, World world) {
        hold.lines().forEach(line -> world.answered(line.sku(), line.location(), line.asked(), hold.queued()));
    }

    /** Something we asked of an open hold was refused: nothing is on its way any more, and a person should know. */
    private static void refuseRequest(OrderChange change, Hold hold, Refused refused, Instant now) {
        var named = refused.lines().stream().map(HoldOutcome.RefusedLine::line).collect(Collectors.toSet());
        var lines = hold.lines().stream()
                .map(line -> named.isEmpty() || named.contains(line.line()) ? line.settled() : line)
                .toList();
        change.put(hold.with(lines));
        change.except(
                ExceptionCase.Kind.REFUSED_BY_LEDGER,
                "Expected the ledger to follow, but it refused: " + refused.reason(),
                hold.id(),
                now);
    }

    private static void stand(OrderChange change, Hold hold, Standing standing, World world, Instant now) {
        var granted = hold.state() == Hold.State.ASKED;
        var told = standing.lines().stream().collect(Collectors.toMap(StandingLine::line, line -> line));
        var cause = new Cause("hold", hold.id());
        if (granted) {
            answered(hold, world);
        }
        var flows = new Flows();
        var lines = new ArrayList<HoldLine>();
        for (var line : hold.lines()) {
            var known = granted ? line.now(line.asked(), 0, 0, 0, 0) : line;
            if (granted) {
                flows.add(line.orderLine(), OPEN, HELD, line.asked());
            }
            var says = told.get(line.line());
            lines.add(says == null ? known : flow(change.order(), known, says, flows));
        }
        var state = standing.closed() ? Hold.State.CLOSED : Hold.State.OPEN;
        change.put(hold.with(state, standing.version(), lines));
        if (granted) {
            change.refusals(0);
        }
        var overtaken = tell(change, flows, cause);
        if (granted) {
            NodeRules.give(change, change.order().hold(hold.id()).orElseThrow());
        }
        // Where a pick was faster than a release, another held unit is released in its place.
        CancelRules.release(change, now);
        NodeRules.follow(change, hold, change.order().hold(hold.id()).orElseThrow());
        if (overtaken > 0) {
            change.except(
                    ExceptionCase.Kind.CANCEL_OVERTAKEN,
                    "Expected %d units to be cancelled, but they were picked or shipped first".formatted(overtaken),
                    hold.id() + "@" + standing.version(),
                    now);
        }
        if (standing.left() > flows.shipped()) {
            change.except(
                    ExceptionCase.Kind.SHIPPED_AFTER_CANCEL,
                    "Expected %d units of the hold to leave, but %d left".formatted(flows.shipped(), standing.left()),
                    hold.id() + "@" + standing.version(),
                    now);
        }
        if (flows.freed()) {
            change.routingIsDue(true);
        }
    }

    /** The moves that lead from what we knew of a line to what the ledger says. */
    private static HoldLine flow(Order order, HoldLine known, StandingLine says, Flows flows) {
        var shipped = expectNoLess("shipped", known.shipped(), says.shipped());
        var gone = expectNoLess("released", known.released(), says.released())
                + expectNoLess("expired", known.expired(), says.expired());
        var shippedFromPicked = Math.min(shipped, known.picked());
        flows.add(known.orderLine(), PICKED, SHIPPED, shippedFromPicked);
        flows.add(known.orderLine(), HELD, SHIPPED, shipped - shippedFromPicked);
        var picked = says.picked() - (known.picked() - shippedFromPicked);
        flows.add(known.orderLine(), PICKED, HELD, Math.max(0, -picked));
        flows.add(known.orderLine(), HELD, PICKED, Math.max(0, picked));
        var left = known.open() - (shipped - shippedFromPicked) - picked - gone;
        if (left != says.open()) {
            throw new IllegalStateException("Expected %d open units on hold line %d, but the ledger says %d"
                    .formatted(left, known.line(), says.open()));
        }
        var cancelled = Math.min(gone, flows.cancellable(order.line(known.orderLine())));
        flows.add(known.orderLine(), HELD, CANCELLED, cancelled);
        flows.add(known.orderLine(), HELD, OPEN, gone - cancelled);
        return known.now(says.open(), says.picked(), says.shipped(), says.released(), says.expired());
    }

    private static long expectNoLess(String what, long known, long says) {
        if (says < known) {
            throw new IllegalStateException(
                    "Expected %s of %d or more, but the ledger says %d".formatted(what, known, says));
        }
        return says - known;
    }

    /** Makes events of the moves, in the order in which units can make them. Returns how many units could no longer be cancelled. */
    private static long tell(OrderChange change, Flows flows, Cause cause) {
        flows.of(OPEN, HELD).ifPresent(moves -> change.happened(new OrderEvent.Routed(moves, cause)));
        flows.of(PICKED, HELD).ifPresent(moves -> change.happened(new OrderEvent.Changed(moves, cause)));
        flows.of(PICKED, SHIPPED, HELD, SHIPPED)
                .ifPresent(moves -> change.happened(new OrderEvent.Shipped(moves, cause)));
        flows.of(HELD, PICKED).ifPresent(moves -> change.happened(new OrderEvent.Picked(moves, cause)));
        flows.of(HELD, CANCELLED).ifPresent(moves -> change.happened(new OrderEvent.Cancelled(moves, cause)));
        flows.of(HELD, OPEN).ifPresent(moves -> change.happened(new OrderEvent.Changed(moves, cause)));
        return CancelRules.overtaken(change);
    }

    /** Moves summed up per line and direction. */
    private static final class Flows {
        private final Map<List<Bucket>, Map<Integer, Long>> sums = new HashMap<>();

        void add(int line, Bucket from, Bucket to, long units) {
            if (units > 0) {
                sums.computeIfAbsent(List.of(from, to), _ -> new TreeMap<>()).merge(line, units, Long::sum);
            }
        }

        private long sum(int line, Bucket from, Bucket to) {
            return sums.getOrDefault(List.of(from, to), Map.of()).getOrDefault(line, 0L);
        }

        long cancellable(OrderLine line) {
            return Math.max(0, line.cancelling() - sum(line.line(), HELD, CANCELLED));
        }

        long shipped() {
            return of(PICKED, SHIPPED, HELD, SHIPPED).stream()
                    .flatMap(List::stream)
                    .mapToLong(Move::quantity)
                    .sum();
        }

        boolean freed() {
            return sums.containsKey(List.of(HELD, OPEN));
        }

        Optional<List<Move>> of(Bucket... directions) {
            var moves = new ArrayList<Move>();
            for (var i = 0; i < directions.length; i += 2) {
                var from = directions[i];
                var to = directions[i + 1];
                sums.getOrDefault(List.of(from, to), Map.of())
                        .forEach((line, units) -> moves.add(new Move(line, from, to, units)));
            }
            return moves.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(moves));
        }
    }
}
