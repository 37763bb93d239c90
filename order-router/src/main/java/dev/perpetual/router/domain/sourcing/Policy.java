package dev.perpetual.router.domain.sourcing;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of the routing rules. Priorities: lower is better. Weights are points: per step of priority, per
 * kilometre, per parcel. Costs and thresholds are in minor units of {@code currency}.
 */
public record Policy(
        String name,
        int version,
        SortedMap<String, Integer> priorities,
        int defaultPriority,
        SortedSet<String> excluded,
        Weights weights,
        int maxParcels,
        boolean supplierFallback,
        boolean backorders,
        String currency,
        Costs costs,
        Thresholds exceptions,
        SortedMap<String, List<String>> aggregators) {
    /** More parcels than this make the exact search explode, and no buyer wants them. */
    public static final int PARCELS_MAX = 4;

    /** Points per step of priority, per kilometre and per parcel. */
    public record Weights(long priority, long kilometre, long parcel) {}

    /** What a parcel costs, in minor units. */
    public record Costs(long perParcel, long perHundredKilometres) {}

    /** An order at or above either needs a person. Absent: never. */
    public record Thresholds(
            @Nullable Long highValue, @Nullable Integer fraudScore) {}

    public Policy {
        if (maxParcels < 1 || maxParcels > PARCELS_MAX) {
            throw new IllegalArgumentException(
                    "Expected maxParcels between 1 and " + PARCELS_MAX + ", but got " + maxParcels);
        }
        if (weights.priority() < 0 || weights.kilometre() < 0 || weights.parcel() < 0) {
            throw new IllegalArgumentException("Expected weights of zero or more, but got " + weights);
        }
    }

    /** The policy that holds until somebody activates another one: near and in one parcel, no threshold. */
    public static Policy builtIn() {
        return new Policy(
                "default",
                1,
                new TreeMap<>(),
                10,
                new TreeSet<>(),
                new Weights(100, 1, 300),
                2,
                true,
                true,
                "EUR",
                new Costs(390, 60),
                new Thresholds(null, null),
                new TreeMap<>());
    }

    /** Whether {@code channel} may bring in orders that belong to {@code origin}. */
    public boolean mayAggregate(String channel, String origin) {
        return aggregators.getOrDefault(channel, List.of()).contains(origin);
    }

    int priorityOf(String location) {
        return priorities.getOrDefault(location, defaultPriority);
    }

    /** The same rules under another name and version. */
    public Policy as(String otherName, int otherVersion) {
        return new Policy(
                otherName,
                otherVersion,
                new TreeMap<>(Map.copyOf(priorities)),
                defaultPriority,
                new TreeSet<>(excluded),
                weights,
                maxParcels,
                supplierFallback,
                backorders,
                currency,
                costs,
                exceptions,
                new TreeMap<>(Map.copyOf(aggregators)));
    }
}
