package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.orders.Fulfilment.State;
import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a node says about its work. Accepting, rejecting and cancelling are requests; picking, shipping and delivering are facts: they go to
 * the ledger even where they contradict a cancellation, and the contradiction becomes an exception. An empty map of lines means everything.
 */
public final class FulfilmentRules {
    private FulfilmentRules() {}

    /** The node takes the work. */
    public static @Nullable Refusal accept(OrderChange change, Fulfilment one) {
        if (one.state() != State.REQUESTED && one.state() != State.ACCEPTED) {
            return refused(one, "requested");
        }
        change.put(one.with(State.ACCEPTED));
        return null;
    }

    /** The node cannot do it: its units are released, and the order is routed again without this node. */
    public static @Nullable Refusal reject(OrderChange change, Fulfilment one, Instant now) {
        if (one.state() == State.REJECTED) {
            return null;
        }
        var hold = hold(change, one);
        if (one.state().done() || started(hold, one)) {
            return refused(one, "requested or accepted, with nothing picked or shipped");
        }
        change.put(one.with(State.REJECTED));
        release(change, hold, one.location(), now);
        return null;
    }

    /** The work is called off and the order stays: its units stay held, picked ones again, at the same node until a person decides. */
    public static @Nullable Refusal cancel(OrderChange change, Fulfilment one, Instant now) {
        if (one.state() == State.CANCELLED) {
            return null;
        }
        var hold = hold(change, one);
        var at = hold.at(one.location());
        if (one.state().done() || at.stream().anyMatch(line -> line.shipped() + line.shipping() > 0)) {
            return refused(one, "requested, accepted or picked, with nothing shipped");
        }
        var picked = at.stream()
                .filter(line -> line.picked() > 0)
                .map(line -> new FulfilmentRequest.Line(line.line(), line.sku(), line.location(), line.picked()))
                .toList();
        if (!picked.isEmpty()) {
            change.asks(new FulfilmentRequest.Unpick(hold.id(), picked, now));
        }
        var lines = NodeRules.lines(change, NodeRules.sum(at, line -> line.free() + line.picked()));
        change.tells(Work.Kind.CANCELLED, one.with(State.CANCELLED), lines);
        change.except(
                ExceptionCase.Kind.FULFILMENT_CANCELLED,
                "Expected " + one.location() + " to ship, but its work was called off; the units stay held there",
                one.id(),
                now);
        return null;
    }

    /** Units were picked. */
    public static @Nullable Refusal pick(
            OrderChange change, Fulfilment one, Map<Integer, Long> lines, Instant occurredAt) {
        var hold = hold(change, one);
        var picked = new ArrayList<FulfilmentRequest.Line>();
        var refusal = take(hold, one, lines, HoldLine::free, picked, null);
        if (refusal == null) {
            change.asks(new FulfilmentRequest.Pick(hold.id(), picked, occurredAt));
        }
        return refusal;
    }

    /** Units left the node. Where their cancellation is under way too, a person has to look. */
    public static @Nullable Refusal ship(
            OrderChange change, Fulfilment one, Map<Integer, Long> lines, Instant occurredAt, Instant now) {
        var hold = hold(change, one);
        if (one.state() == State.CANCELLED || one.state() == State.REJECTED) {
            change.except(
                    ExceptionCase.Kind.SHIPPED_AFTER_CANCEL,
                    "Expected the parcel to stay, but %s says it shipped it after its work was %s"
                            .formatted(one.location(), one.state().name().toLowerCase(Locale.ROOT)),
                    one.id(),
                    now);
        }
        var shipped = new ArrayList<FulfilmentRequest.Line>();
        var after = new ArrayList<HoldLine>();
        // "Everything" is what was left to do, as in pick(); a node that ships more than that says so line by line.
        var refusal = take(hold, one, lines, lines.isEmpty() ? HoldLine::toShip : HoldLine::shippable, shipped, after);
        if (refusal != null) {
            return refusal;
        }
        if (after.stream()
                .anyMatch(line ->
                        line.releasing() > 0 && line.shipping() + line.releasing() > line.open() + line.picked())) {
            change.except(
                    ExceptionCase.Kind.SHIPPED_AFTER_CANCEL,
                    "Expected units being cancelled to stay, but %s says it shipped them; the ledger decides which came first"
                            .formatted(one.location()),
                    one.id(),
                    now);
        }
        change.put(hold.with(after));
        change.asks(new FulfilmentRequest.Ship(hold.id(), shipped, occurredAt));
        return null;
    }

    /** The parcel reached its receiver. */
    public static @Nullable Refusal deliver(OrderChange change, Fulfilment one, Instant occurredAt) {
        if (one.state() == State.DELIVERED) {
            return null;
        }
        var hold = hold(change, one);
        var lines = hold.at(one.location()).stream()
                .filter(line -> line.shipped() + line.shipping() > 0)
                .map(line -> new FulfilmentRequest.Line(
                        line.line(), line.sku(), line.location(), line.shipped() + line.shipping()))
                .toList();
        if (lines.isEmpty()) {
            return refused(one, "shipped");
        }
        change.put(one.with(State.DELIVERED));
        change.asks(new FulfilmentRequest.Deliver(hold.id(), lines, occurredAt));
        change.happened(new OrderEvent.Delivered(new Cause("fulfilment", one.id())));
        return null;
    }

    /** Asks for everything held at the location to go back to free stock. */
    static void release(OrderChange change, Hold hold, String location, Instant now) {
        var asked = new ArrayList<FulfilmentRequest.Line>();
        var lines = new ArrayList<HoldLine>();
        for (var line : hold.lines()) {
            var units = line.location().equals(location) ? line.free() : 0;
            lines.add(units > 0 ? line.releasing(units) : line);
            if (units > 0) {
                asked.add(new FulfilmentRequest.Line(line.line(), line.sku(), line.location(), units));
            }
        }
        if (!asked.isEmpty()) {
            change.put(hold.with(lines));
            change.asksToRelease(hold.id(), asked, now);
        }
    }

    /** Deals the asked units of each order line out to the hold's lines at the location. */
    private static @Nullable Refusal take(
            Hold hold,
            Fulfilment one,
            Map<Integer, Long> wishes,
            ToLongFunction<HoldLine> possible,
            List<FulfilmentRequest.Line> taken,
            @Nullable List<HoldLine> after) {
        var left = new TreeMap<>(wishes.isEmpty() ? NodeRules.sum(hold.at(one.location()), possible) : wishes);
        for (var line : hold.lines()) {
            var here = line.location().equals(one.location());
            var units = here ? Math.min(left.getOrDefault(line.orderLine(), 0L), possible.applyAsLong(line)) : 0;
            if (units > 0) {
                taken.add(new FulfilmentRequest.Line(line.line(), line.sku(), line.location(), units));
                left.merge(line.orderLine(), -units, Long::sum);
            }
            if (after != null) {
                after.add(units > 0 ? line.shipping(units) : line);
            }
        }
        left.values().removeIf(units -> units == 0);
        if (!left.isEmpty()) {
            var line = left.firstKey();
            return new Refusal(
                    "exceeds-fulfilment",
                    "Expected units that fulfilment %s has, but line %d is asked for %d more"
                            .formatted(one.id(), line, left.get(line)));
        }
        return taken.isEmpty() ? refused(one, "something left to do") : null;
    }

    private static Hold hold(OrderChange change, Fulfilment one) {
        return change.order().hold(one.hold()).orElseThrow();
    }

    private static boolean started(Hold hold, Fulfilment one) {
        return hold.at(one.location()).stream().anyMatch(line -> line.picked() + line.shipped() + line.shipping() > 0);
    }

    private static Refusal refused(Fulfilment one, String expected) {
        return new Refusal(
                "fulfilment-state",
                "Expected fulfilment %s to be %s, but it is %s"
                        .formatted(one.id(), expected, one.state().name().toLowerCase(Locale.ROOT)));
    }
}
