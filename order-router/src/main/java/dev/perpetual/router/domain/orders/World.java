package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.sourcing.Level;
import dev.perpetual.router.domain.sourcing.Node;
import dev.perpetual.router.domain.sourcing.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Our own copy of what the ledger says, for the SKUs of the orders in hand. Asking for a hold is noted here, so that orders decided in
 * one transaction do not count on the same units.
 */
public final class World {
    private final List<Node> nodes;
    private final Map<String, TreeMap<String, Level>> levels = new HashMap<>();
    private final Map<String, Policy> policies = new HashMap<>();

    public World(Collection<Node> nodes, Collection<Level> levels, Collection<Policy> policies) {
        this.nodes = List.copyOf(nodes);
        levels.forEach(level ->
                this.levels.computeIfAbsent(level.sku(), _ -> new TreeMap<>()).put(level.location(), level));
        policies.forEach(policy -> this.policies.put(policy.name() + "/" + policy.version(), policy));
    }

    List<Node> nodes() {
        return nodes;
    }

    Policy policy(OrderTerms terms) {
        var key = terms.policy() + "/" + terms.policyVersion();
        return Objects.requireNonNull(policies.get(key), () -> "Expected policy " + key + " to be loaded");
    }

    /** The levels of those SKUs, by SKU and location. */
    List<Level> levels(Collection<String> skus) {
        var result = new ArrayList<Level>();
        skus.stream()
                .sorted()
                .distinct()
                .forEach(sku ->
                        result.addAll(levels.getOrDefault(sku, new TreeMap<>()).values()));
        return result;
    }

    /** The newest version known of a SKU at a location, 0 if none. */
    long version(String sku, String location) {
        var level = levels.getOrDefault(sku, new TreeMap<>()).get(location);
        return level == null ? 0 : level.version();
    }

    /** Units of a SKU that nobody asked for, over all locations. */
    public long unasked(String sku) {
        return levels.getOrDefault(sku, new TreeMap<>()).values().stream()
                .mapToLong(level -> Math.max(0, level.available() - level.asked()))
                .sum();
    }

    void asked(String sku, String location, long units, boolean queued) {
        levels.computeIfAbsent(sku, _ -> new TreeMap<>())
                .computeIfPresent(
                        location,
                        (_, level) -> new Level(
                                sku,
                                location,
                                level.available(),
                                level.asked() + units,
                                level.queued() + (queued ? units : 0),
                                level.version()));
    }

    /** A refusal's figure is news about the level, unless we know something newer. */
    public void learned(String sku, String location, long available, long version) {
        var known = levels.computeIfAbsent(sku, _ -> new TreeMap<>());
        var level = known.get(location);
        if (level == null || level.version() <= version) {
            known.put(
                    location,
                    new Level(
                            sku,
                            location,
                            available,
                            level == null ? 0 : level.asked(),
                            level == null ? 0 : level.queued(),
                            version));
        }
    }

    /** An answered hold is no longer asked for. */
    public void answered(String sku, String location, long units, boolean queued) {
        levels.getOrDefault(sku, new TreeMap<>())
                .computeIfPresent(
                        location,
                        (_, level) -> new Level(
                                sku,
                                location,
                                level.available(),
                                Math.max(0, level.asked() - units),
                                Math.max(0, level.queued() - (queued ? units : 0)),
                                level.version()));
    }
}
