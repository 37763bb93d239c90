package dev.perpetual.router.domain.sourcing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a {@link SourcingInput}: the plan, every candidate with its scores, and what was eliminated by which rule.
 * {@code considered} counts the candidates; {@code candidates} lists the best of them, at most {@link #CANDIDATES_MAX}.
 */
public record Decision(
        Verdict verdict,
        List<Parcel> plan,
        List<Uncovered> uncovered,
        Basis basis,
        boolean exact,
        String search,
        long considered,
        List<Candidate> candidates,
        List<Elimination> eliminated) {
    /** A record stays readable: the rest can be recomputed from the input. */
    public static final int CANDIDATES_MAX = 200;

    /** What the plan amounts to. */
    public enum Verdict {
        /** Every unit has a source. */
        COMPLETE,
        /** Some units have a source, the others wait. */
        PARTIAL,
        /** Nothing can ship now. */
        NOTHING
    }

    /** Which stock was counted on. */
    public enum Basis {
        /** Available less what our unanswered holds ask for. */
        NET_OF_ASKED,
        /** All that is available but for orders from the queue: net was not enough, and the ledger judges between the holds. */
        AVAILABLE
    }

    /** Why units found no source. */
    public enum Reason {
        /** No eligible node has them. */
        NO_STOCK,
        /** They are somewhere, but the split rule or the limit of parcels keeps them from shipping now. */
        PARCEL_LIMIT
    }

    /** Units to hold at one location, what the parcel costs in minor units and when it should arrive. */
    public record Parcel(
            String location, List<Allocation> allocations, long kilometres, long cost, Instant promisedBy) {}

    /** Units of one line. */
    public record Allocation(int line, String sku, long quantity) {}

    /** Units of one line without a source. */
    public record Uncovered(int line, String sku, long quantity, Reason reason) {}

    /** A set of nodes and how it scores; {@code score} is in points of the policy's weights, lower is better. */
    public record Candidate(
            List<String> locations,
            long coveredUnits,
            long supplierUnits,
            int supplierParcels,
            int parcels,
            long priority,
            long kilometres,
            long cost,
            long score) {}

    /** A node, or a node for one SKU, that is out, and the rule that did it. */
    public record Elimination(String location, @Nullable String sku, Rule rule) {}

    /** Units that the plan holds. */
    public long coveredUnits() {
        return plan.stream()
                .flatMap(parcel -> parcel.allocations().stream())
                .mapToLong(Allocation::quantity)
                .sum();
    }
}
