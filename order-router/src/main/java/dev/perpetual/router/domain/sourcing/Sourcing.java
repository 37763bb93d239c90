package dev.perpetual.router.domain.sourcing;

import static java.util.Comparator.comparing;

import dev.perpetual.router.domain.sourcing.Decision.Basis;
import dev.perpetual.router.domain.sourcing.Decision.Elimination;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where an order ships from. Pure and total: the same input gives the same decision, to the bit.
 *
 * <p>The best plan covers the most units; then, if a split is to be avoided, has the fewest parcels; then takes the fewest units from suppliers,
 * and from the fewest; then has the lowest score (priority, distance, parcels by the policy's weights); then the fewest parcels; then the
 * first ids. Stock that our own
 * unanswered holds ask for is left alone as long as the rest is enough. Suppliers come in only where own nodes do not cover everything.
 */
public final class Sourcing {
    private Sourcing() {}

    /** Runs the stages from the most cautious one on and stops at the first plan that covers everything. */
    public static Decision decide(SourcingInput input) {
        var eliminated = new ArrayList<Elimination>();
        var nodes = eligible(input, eliminated);
        var own =
                nodes.stream().filter(node -> node.kind() != Node.Kind.SUPPLIER).toList();

        var best = stage(input, own, Basis.NET_OF_ASKED, null);
        if (!input.fromQueue()) {
            best = stage(input, own, Basis.AVAILABLE, best);
        }
        if (nodes.size() > own.size()) {
            if (best.complete()) {
                nodes.stream()
                        .filter(node -> node.kind() == Node.Kind.SUPPLIER)
                        .forEach(node ->
                                eliminated.add(new Elimination(node.id(), null, Rule.SUPPLIER_ONLY_AS_FALLBACK)));
            }
            best = stage(input, nodes, Basis.NET_OF_ASKED, best);
            if (!input.fromQueue()) {
                best = stage(input, nodes, Basis.AVAILABLE, best);
            }
        }
        return best.decision(eliminated);
    }

    private static PlanSearch stage(SourcingInput input, List<Node> nodes, Basis basis, @Nullable PlanSearch before) {
        if (before != null && before.complete()) {
            return before;
        }
        var search = new PlanSearch(input, nodes, basis);
        search.run();
        return before == null || search.coveredUnits() > before.coveredUnits() ? search : before;
    }

    private static List<Node> eligible(SourcingInput input, List<Elimination> eliminated) {
        var nodes = new ArrayList<Node>();
        for (var node : input.nodes().stream().sorted(comparing(Node::id)).toList()) {
            var rule = rulingOut(node, input);
            if (rule == null) {
                nodes.add(node);
            } else {
                eliminated.add(new Elimination(node.id(), null, rule));
            }
        }
        input.exclusions().stream()
                .filter(exclusion -> exclusion.sku() != null)
                .map(exclusion -> new Elimination(exclusion.location(), exclusion.sku(), exclusion.rule()))
                .sorted(comparing(Elimination::location).thenComparing(one -> String.valueOf(one.sku())))
                .forEach(eliminated::add);
        return nodes;
    }

    private static @Nullable Rule rulingOut(Node node, SourcingInput input) {
        var policy = input.policy();
        if (!node.sellable()) {
            return Rule.NOT_SELLABLE;
        }
        if (node.kind() == Node.Kind.TRANSIT) {
            return Rule.IN_TRANSIT;
        }
        if (policy.excluded().contains(node.id())) {
            return Rule.EXCLUDED_BY_POLICY;
        }
        if (node.kind() == Node.Kind.MARKETPLACE && !policy.priorities().containsKey(node.id())) {
            return Rule.MARKETPLACE_NOT_LISTED;
        }
        if (node.kind() == Node.Kind.SUPPLIER && !policy.supplierFallback()) {
            return Rule.NO_SUPPLIER_FALLBACK;
        }
        for (var exclusion : input.exclusions()) {
            if (exclusion.sku() == null && exclusion.location().equals(node.id())) {
                return exclusion.rule();
            }
        }
        return hasAny(node, input) ? null : Rule.NOTHING_ASKED_FOR;
    }

    private static boolean hasAny(Node node, SourcingInput input) {
        return input.levels().stream()
                .anyMatch(level -> level.available() > 0 && level.location().equals(node.id()));
    }
}
