package dev.perpetual.publisher.domain;

import static java.util.Comparator.comparing;

import dev.perpetual.publisher.domain.Sum.Counted;
import dev.perpetual.publisher.domain.Sum.DecidedBy;
import dev.perpetual.publisher.domain.Sum.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of a SKU a channel is told: sum, keep back, make packs, cap, floor.
 *
 * <p>Locations are added up first and the total is floored at zero afterwards: a location below zero has promised or
 * shipped what it does not have, and the others will have to serve it. Selling too little for a while is the smaller
 * harm.
 */
public final class AvailabilityRules {

    private AvailabilityRules() {}

    /** What a channel is to be told. {@code packUnits}: base units in one of what the listing sells, at least 1. */
    public static Sum wanted(Policy policy, List<LocationLevel> levels, long packUnits) {
        if (packUnits < 1) {
            throw new IllegalArgumentException("Expected packUnits of 1 or more, but got " + packUnits);
        }
        var parts = levels.stream()
                .sorted(comparing(LocationLevel::location))
                .map(level -> part(policy, level))
                .toList();
        var total = Math.max(0, total(parts));
        var buffer = Math.max(policy.bufferUnits(), percentRoundedUp(total, policy.bufferPercent()));
        var packs = Math.max(0, total - buffer) / packUnits;

        var cap = policy.cap();
        var capped = cap != null && packs > cap;
        var shown = cap == null ? packs : Math.min(packs, cap);
        var floored = shown > 0 && shown < policy.floorToZeroBelow();
        return new Sum(
                policy.version(),
                newest(parts),
                parts,
                total,
                buffer,
                packUnits,
                packs,
                cap,
                floored ? 0 : shown,
                floored ? DecidedBy.FLOOR_TO_ZERO : capped ? DecidedBy.CAP : DecidedBy.STOCK);
    }

    /** What a listing is to show; null when nobody has said what its channel may be told, so that it is told nothing. */
    public static @Nullable Sum wanted(Listed listed) {
        var policy = listed.policy();
        var policyVersion = policy == null ? 0 : policy.version();
        if (listed.zeroed()) {
            return zero(policyVersion, DecidedBy.CHANNEL_ZEROED);
        }
        if (policy == null) {
            return null;
        }
        if (listed.retired()) {
            return zero(policyVersion, DecidedBy.ITEM_RETIRED);
        }
        return listed.packUnits() == null
                ? zero(policyVersion, DecidedBy.PACK_UNKNOWN)
                : wanted(policy, listed.levels(), listed.packUnits());
    }

    /** Zero whatever the stock, and why. */
    private static Sum zero(long policyVersion, DecidedBy decidedBy) {
        return new Sum(policyVersion, 0, List.of(), 0, 0, 1, 0, null, 0, decidedBy);
    }

    private static Part part(Policy policy, LocationLevel level) {
        return new Part(level.location(), level.available(), level.version(), counted(policy, level), level.parts());
    }

    private static Counted counted(Policy policy, LocationLevel level) {
        if (!policy.names(level.location())) {
            return Counted.NOT_IN_POLICY;
        }
        return switch (level.standing()) {
            case OWN -> Counted.YES;
            // What lies in a marketplace's own warehouse sells there and nowhere else.
            case MARKETPLACE -> policy.locations() == null ? Counted.MARKETPLACE_NOT_NAMED : Counted.YES;
            case SUPPLIER -> policy.includeSuppliers() ? Counted.YES : Counted.SUPPLIER_LEFT_OUT;
            case NOT_SELLABLE -> Counted.NOT_SELLABLE;
            case UNKNOWN -> Counted.UNKNOWN_LOCATION;
        };
    }

    private static long total(List<Part> parts) {
        var total = 0L;
        for (var part : parts) {
            total = part.counted() == Counted.YES ? Math.addExact(total, part.available()) : total;
        }
        return total;
    }

    private static long newest(List<Part> parts) {
        return parts.stream().mapToLong(Part::version).max().orElse(0);
    }

    /** Rounded up: a buffer is a promise to keep something back. Split so that it cannot overflow. */
    private static long percentRoundedUp(long units, int percent) {
        return units / 100 * percent + (units % 100 * percent + 99) / 100;
    }
}
