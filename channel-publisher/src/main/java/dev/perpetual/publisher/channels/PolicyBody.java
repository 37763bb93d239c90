package dev.perpetual.publisher.channels;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.publisher.domain.Policy;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A policy as it comes in a request; what is left out keeps nothing back. */
public record PolicyBody(
        @Nullable List<String> locations,
        @Nullable Buffer buffer,
        @Nullable Long cap,
        @Nullable Long floorToZeroBelow,
        @Nullable Boolean includeSuppliers) {

    private static final long UNITS_MAX = 1_000_000_000_000L;

    /** Units or percent to keep back; of both the larger one holds. */
    public record Buffer(@Nullable Long units, @Nullable Long percent) {}

    /** The policy in force, as it is answered. */
    public record View(
            long version,
            @Nullable List<String> locations,
            Buffer buffer,
            @Nullable Long cap,
            long floorToZeroBelow,
            boolean includeSuppliers) {

        public static View of(Policy policy) {
            var locations = policy.locations();
            return new View(
                    policy.version(),
                    locations == null ? null : locations.stream().sorted().toList(),
                    new Buffer(policy.bufferUnits(), (long) policy.bufferPercent()),
                    policy.cap(),
                    policy.floorToZeroBelow(),
                    policy.includeSuppliers());
        }
    }

    /** {@code at}: where in the request the policy is, for problems; empty or ending in a dot. */
    public Policy checked(String at) {
        var units = buffer == null ? null : buffer.units();
        var percent = buffer == null ? null : buffer.percent();
        return new Policy(
                1,
                locations(at),
                units == null ? 0 : Expect.between(at + "buffer.units", 0, UNITS_MAX, units),
                percent == null ? 0 : (int) Expect.between(at + "buffer.percent", 0, 100, percent),
                cap == null ? null : Expect.between(at + "cap", 0, UNITS_MAX, cap),
                floorToZeroBelow == null ? 0 : Expect.between(at + "floorToZeroBelow", 0, UNITS_MAX, floorToZeroBelow),
                includeSuppliers != null && includeSuppliers);
    }

    private @Nullable Set<String> locations(String at) {
        if (locations == null) {
            return null;
        }
        if (locations.isEmpty()) {
            throw Problems.invalid(
                    at + "locations",
                    "Expected one location or more, or no locations at all for every sellable one, but got none");
        }
        var checked = new HashSet<String>();
        for (var i = 0; i < locations.size(); i++) {
            checked.add(Expect.id("%slocations[%d]".formatted(at, i), locations.get(i)));
        }
        return checked;
    }
}
