package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.sourcing.Demand;
import dev.perpetual.router.domain.sourcing.Level;
import dev.perpetual.router.domain.sourcing.Node;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.domain.sourcing.Stock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Our own copy of what the ledger says, for the SKUs of the orders in hand. Asking for a hold is noted here, so that orders decided in
 * one transaction do not count on the same units.
 */
public final class World {
    private final List<Node> nodes;
    private final Stock stock;
    private final Map<String, Policy> policies = new HashMap<>();

    public World(Collection<Node> nodes, Stock stock, Collection<Policy> policies) {
        this.nodes = List.copyOf(nodes);
        this.stock = stock;
        policies.forEach(policy -> this.policies.put(policy.name() + "/" + policy.version(), policy));
    }

    List<Node> nodes() {
        return nodes;
    }

    Policy policy(OrderTerms terms) {
        var key = terms.policy() + "/" + terms.policyVersion();
        return Objects.requireNonNull(policies.get(key), () -> "Expected policy " + key + " to be loaded");
    }

    /** The levels of the demanded SKUs, by SKU and location. */
    List<Level> levels(List<Demand> demands) {
        return stock.levels(demands);
    }

    /** Whether more is known of a SKU at a location than was when it was refused. */
    boolean knowsMore(String sku, String location, long refusedAt) {
        return stock.knowsMore(sku, location, refusedAt);
    }

    /** By what {@link #knowsMore} will tell; never 0. @param told the version that the refusal told */
    long refusedAt(String sku, String location, long told) {
        return stock.refusedAt(sku, location, told);
    }

    /** Units of a SKU that nobody asked for, over all locations. */
    public long unasked(String sku) {
        return stock.of(sku).stream()
                .mapToLong(level -> Math.max(0, level.available() - level.asked()))
                .sum();
    }

    void asked(String sku, String location, long units, boolean queued) {
        stock.asked(sku, location, units, queued);
    }

    /** A refusal's figure is news about the level, unless we know something newer. */
    public void learned(String sku, String location, long available, long version) {
        stock.learned(sku, location, available, version);
    }

    /** An answered hold is no longer asked for. */
    public void answered(String sku, String location, long units, boolean queued) {
        stock.answered(sku, location, units, queued);
    }
}
