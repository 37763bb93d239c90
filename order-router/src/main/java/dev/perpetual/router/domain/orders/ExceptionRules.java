package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.orders.ExceptionCase.Kind;
import dev.perpetual.router.domain.orders.ExceptionCase.State;
import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import dev.perpetual.router.domain.sourcing.Policy;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which orders a person has to look at first, and what a person's decision does. */
public final class ExceptionRules {
    private ExceptionRules() {}

    /** Opens the cases that a new order meets. A price in another currency than the policy's cannot be compared, so it is looked at. */
    public static void screen(OrderChange change, Policy policy, Instant now) {
        var limit = policy.exceptions().highValue();
        if (limit != null) {
            var threshold = BigDecimal.valueOf(
                    limit, Currency.getInstance(policy.currency()).getDefaultFractionDigits());
            var foreign = change.order().lines().values().stream()
                    .anyMatch(
                            line -> line.currency() != null && !line.currency().equals(policy.currency()));
            var value = value(change.order());
            if (foreign || value.compareTo(threshold) >= 0) {
                change.except(
                        Kind.HIGH_VALUE,
                        foreign
                                ? "Expected prices in " + policy.currency() + " to compare, but got another currency"
                                : "Expected a value below %s %s, but got %s"
                                        .formatted(threshold.toPlainString(), policy.currency(), value.toPlainString()),
                        null,
                        now);
            }
        }
        var highest = policy.exceptions().fraudScore();
        var score = change.order().terms().fraudScore();
        if (highest != null && score != null && score >= highest) {
            change.except(
                    Kind.FRAUD_SCORE,
                    "Expected a fraud score below %d, but got %d".formatted(highest, score),
                    null,
                    now);
        }
    }

    private static BigDecimal value(Order order) {
        return order.lines().values().stream()
                .filter(line -> line.unitPrice() != null)
                .map(line -> line.unitPrice()
                        .multiply(BigDecimal.valueOf(line.units().ordered())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Somebody takes the case. */
    public static @Nullable Refusal claim(OrderChange change, ExceptionCase one, String by) {
        if (one.state().decided()) {
            return decided(one);
        }
        change.put(one.claimed(by));
        change.happened(new OrderEvent.Changed(List.of(), cause(one)));
        return null;
    }

    /** Go on: a blocked order is routed; work that was called off is given to the same node again. */
    public static @Nullable Refusal approve(OrderChange change, ExceptionCase one, String by, Instant now) {
        if (one.state().decided()) {
            return decided(one);
        }
        change.put(one.decided(State.APPROVED, by, now));
        change.happened(new OrderEvent.Changed(List.of(), cause(one)));
        if (one.kind() == Kind.FULFILMENT_CANCELLED) {
            var cancelled = change.order().fulfilment(one.subject());
            var hold = change.order().hold(cancelled.hold()).orElseThrow();
            if (hold.at(cancelled.location()).stream().anyMatch(line -> line.free() > 0)) {
                NodeRules.giveAgain(change, cancelled, hold);
            }
        }
        if (one.kind().blocking()) {
            change.routingIsDue(true);
        }
        return null;
    }

    /** Stop: what is still open is cancelled; for work that was called off, what is held there. */
    public static @Nullable Refusal reject(OrderChange change, ExceptionCase one, String by, Instant now) {
        if (one.state().decided()) {
            return decided(one);
        }
        change.put(one.decided(State.REJECTED, by, now));
        change.happened(new OrderEvent.Changed(List.of(), cause(one)));
        if (one.kind().blocking()) {
            var free = change.order().free();
            if (!free.isEmpty()) {
                CancelRules.cancel(change, free, cause(one), now);
            }
        }
        if (one.kind() == Kind.FULFILMENT_CANCELLED) {
            var held = heldAt(change, one);
            held.values().removeIf(units -> units <= 0);
            if (!held.isEmpty()) {
                CancelRules.cancel(change, held, cause(one), now);
            }
        }
        return null;
    }

    /** Look elsewhere: units held for work that was called off are released and routed without that node. */
    public static @Nullable Refusal reroute(OrderChange change, ExceptionCase one, String by, Instant now) {
        if (one.state().decided()) {
            return decided(one);
        }
        change.put(one.decided(State.APPROVED, by, now));
        change.happened(new OrderEvent.Changed(List.of(), cause(one)));
        if (one.kind() == Kind.FULFILMENT_CANCELLED) {
            var cancelled = change.order().fulfilment(one.subject());
            change.put(cancelled.with(Fulfilment.State.REJECTED));
            var hold = change.order().hold(cancelled.hold()).orElseThrow();
            FulfilmentRules.release(change, hold, cancelled.location(), now);
        }
        change.routingIsDue(true);
        return null;
    }

    private static Map<Integer, Long> heldAt(OrderChange change, ExceptionCase one) {
        var cancelled = change.order().fulfilment(one.subject());
        var hold = change.order().hold(cancelled.hold()).orElseThrow();
        return NodeRules.sum(hold.at(cancelled.location()), HoldLine::free);
    }

    private static Cause cause(ExceptionCase one) {
        return new Cause("exception", one.id());
    }

    private static Refusal decided(ExceptionCase one) {
        return new Refusal(
                "exception-decided",
                "Expected an open exception, but %s was %s"
                        .formatted(one.id(), one.state().name().toLowerCase(Locale.ROOT)));
    }
}
