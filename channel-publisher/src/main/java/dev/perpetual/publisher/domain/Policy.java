package dev.perpetual.publisher.domain;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a channel may be told of stock: what counts, what is kept back, where the number stops.
 *
 * @param version the number of this immutable version, from 1
 * @param locations the locations that count; null for every sellable one
 * @param bufferUnits base units kept back
 * @param bufferPercent share of the stock kept back; of the two buffers the larger one holds
 * @param cap the largest number ever shown, in what the listing sells; null for none
 * @param floorToZeroBelow a number smaller than this is shown as zero, in what the listing sells
 * @param includeSuppliers whether stock that is only reported by suppliers counts
 */
public record Policy(
        long version,
        @Nullable Set<String> locations,
        long bufferUnits,
        int bufferPercent,
        @Nullable Long cap,
        long floorToZeroBelow,
        boolean includeSuppliers) {

    public Policy {
        locations = locations == null ? null : Set.copyOf(locations);
        require(version >= 1, "version of 1 or more", version);
        require(bufferUnits >= 0, "bufferUnits of zero or more", bufferUnits);
        require(bufferPercent >= 0 && bufferPercent <= 100, "bufferPercent from 0 to 100", bufferPercent);
        require(cap == null || cap >= 0, "cap of zero or more", cap);
        require(floorToZeroBelow >= 0, "floorToZeroBelow of zero or more", floorToZeroBelow);
    }

    /** Whether the policy speaks of this location at all. */
    boolean names(String location) {
        return locations == null || locations.contains(location);
    }

    private static void require(boolean holds, String expected, @Nullable Object actual) {
        if (!holds) {
            throw new IllegalArgumentException("Expected " + expected + ", but got " + actual);
        }
    }
}
