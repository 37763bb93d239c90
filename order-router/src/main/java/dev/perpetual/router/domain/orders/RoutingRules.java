package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import dev.perpetual.router.domain.sourcing.Decision;
import dev.perpetual.router.domain.sourcing.Decision.Reason;
import dev.perpetual.router.domain.sourcing.Decision.Verdict;
import dev.perpetual.router.domain.sourcing.Demand;
import dev.perpetual.router.domain.sourcing.Exclusion;
import dev.perpetual.router.domain.sourcing.Rule;
import dev.perpetual.router.domain.sourcing.Sourcing;
import dev.perpetual.router.domain.sourcing.SourcingInput;
import dev.perpetual.router.domain.sourcing.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds a source for the open units of an order and asks the ledger to hold exactly that plan.
 *
 * <p>What a plan does not cover: units that no eligible node has wait as backorders, and what can ship is held meanwhile; with split
 * {@code never} the whole order waits. Units that exist but would need more parcels than allowed go to a person, and so does an order whose
 * nodes have all rejected it, or that may not wait.
 */
public final class RoutingRules {
    /** Refusals in a row after which the order waits instead of trying on. */
    public static final int REFUSALS_MAX = 5;

    private RoutingRules() {}

    /** Decides over all free open units. Nothing happens where there are none or a person has to look first. */
    public static void route(OrderChange change, World world, boolean fromQueue, Instant now) {
        change.routingIsDue(false);
        var order = change.order();
        var free = order.free();
        if (free.isEmpty() || order.blocked()) {
            return;
        }
        var input = input(order, free, world, fromQueue, now);
        var decision = Sourcing.decide(input);
        change.decided(input, decision);
        if (!decision.plan().isEmpty()) {
            ask(change, world, decision, fromQueue, now);
        }
        leaveOver(change, input, decision, now);
    }

    /** What a decision over these units would depend on. */
    public static SourcingInput input(
            Order order, Map<Integer, Long> free, World world, boolean fromQueue, Instant now) {
        var terms = order.terms();
        var demands = free.entrySet().stream()
                .map(one -> new Demand(one.getKey(), order.line(one.getKey()).sku(), one.getValue()))
                .toList();
        return new SourcingInput(
                order.id(),
                order.attempts() + 1,
                fromQueue,
                now,
                demands,
                terms.split(),
                terms.service(),
                terms.destination(),
                world.policy(terms),
                world.nodes(),
                world.levels(demands),
                exclusions(order, world));
    }

    /** Nodes that rejected the order, and stock that was refused twice and of which nothing newer is known. */
    private static List<Exclusion> exclusions(Order order, World world) {
        var result = new ArrayList<Exclusion>();
        order.fulfilments().values().stream()
                .filter(one -> one.state() == Fulfilment.State.REJECTED)
                .map(Fulfilment::location)
                .distinct()
                .sorted()
                .forEach(location -> result.add(new Exclusion(location, null, Rule.REJECTED_BY_NODE)));

        var refusals = new HashMap<List<String>, Integer>();
        var refused = new TreeMap<String, Exclusion>();
        for (var hold : order.holds().values()) {
            for (var line : hold.lines()) {
                if (line.refusedAt() == 0) {
                    continue;
                }
                var times = refusals.merge(List.of(line.sku(), line.location()), 1, Integer::sum);
                var lasting = !Hold.INSUFFICIENT_STOCK.equals(hold.refusal());
                var nothingNewer = !world.knowsMore(line.sku(), line.location(), line.refusedAt());
                if (lasting || times > 1 && nothingNewer) {
                    refused.put(
                            line.location() + "\n" + line.sku(),
                            new Exclusion(line.location(), line.sku(), Rule.REFUSED_BY_LEDGER));
                }
            }
        }
        result.addAll(refused.values());
        return List.copyOf(result);
    }

    private static void ask(OrderChange change, World world, Decision decision, boolean fromQueue, Instant now) {
        var order = change.order();
        var parts = new HashMap<Integer, Integer>();
        var lines = new ArrayList<HoldLine>();
        for (var parcel : decision.plan()) {
            for (var one : parcel.allocations()) {
                var part = parts.merge(one.line(), 1, Integer::sum) - 1;
                var number = one.line() + part * HoldLine.LOCATION_STEP;
                lines.add(HoldLine.asking(number, one.line(), one.sku(), parcel.location(), one.quantity()));
                world.asked(one.sku(), parcel.location(), one.quantity(), fromQueue);
            }
        }
        var id = order.id() + "/" + order.attempts();
        change.put(new Hold(id, order.attempts(), fromQueue, Hold.State.ASKED, 0, null, List.copyOf(lines)));
        var asked = lines.stream()
                .map(line -> new FulfilmentRequest.Line(line.line(), line.sku(), line.location(), line.asked()))
                .toList();
        change.asks(new FulfilmentRequest.Hold(id, order.terms().channel(), asked, now));
        NodeRules.plan(change, id, decision, world.policy(order.terms()).currency());
    }

    private static void leaveOver(OrderChange change, SourcingInput input, Decision decision, Instant now) {
        if (decision.verdict() == Verdict.COMPLETE) {
            return;
        }
        var limited = decision.uncovered().stream().anyMatch(one -> one.reason() == Reason.PARCEL_LIMIT);
        if (limited && input.split() != Split.NEVER) {
            change.except(
                    ExceptionCase.Kind.TOO_MANY_PARCELS,
                    "Expected all lines in %d parcels at most, but they need more"
                            .formatted(input.policy().maxParcels()),
                    null,
                    now);
        }
        var rejected = decision.eliminated().stream().anyMatch(one -> one.rule() == Rule.REJECTED_BY_NODE);
        if (decision.plan().isEmpty() && rejected) {
            change.except(
                    ExceptionCase.Kind.NO_SOURCE,
                    "Expected a node with the stock, but those that have it rejected the order",
                    null,
                    now);
        } else if (!input.policy().backorders()) {
            change.except(
                    ExceptionCase.Kind.NO_SOURCE,
                    "Expected stock for every unit, but %d have none and the policy allows no backorders"
                            .formatted(decision.uncovered().stream()
                                    .mapToLong(Decision.Uncovered::quantity)
                                    .sum()),
                    null,
                    now);
        }
        if (!change.order().waiting().isEmpty()) {
            var id = change.order().id() + "/" + input.attempt();
            change.happened(new OrderEvent.Backordered(new Cause("decision", id)));
        }
    }
}
