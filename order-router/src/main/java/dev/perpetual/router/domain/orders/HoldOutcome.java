package dev.perpetual.router.domain.orders;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the ledger says about a hold of ours. Figures are totals, so a repeated or late outcome changes nothing. */
public sealed interface HoldOutcome {
    String hold();

    String order();

    long version();

    /** How a hold stands after it was granted, picked, shipped, released or expired. {@code left}: units that just left the node, promised or not. */
    record Standing(String hold, String order, long version, boolean closed, long left, List<StandingLine> lines)
            implements HoldOutcome {
        /** Whether units went back to free stock. */
        public boolean frees() {
            return lines.stream().anyMatch(line -> line.released() + line.expired() > 0);
        }
    }

    /**
     * The totals of one line at a version of its SKU: open + picked + shipped + released + expired = granted.
     *
     * @param made those of them that are kits made of parts
     * @param parts what was promised for these
     */
    record StandingLine(
            int line,
            long open,
            long picked,
            long shipped,
            long released,
            long expired,
            long version,
            long made,
            List<StandingPart> parts) {}

    /** Units of another SKU, at a version of it. */
    record StandingPart(String sku, long units, long version) {}

    /** A request that was refused: the hold itself, or, where {@code wholeHold} is false, something asked of it. */
    record Refused(String hold, String order, long version, boolean wholeHold, String reason, List<RefusedLine> lines)
            implements HoldOutcome {}

    /** What was asked and what there is. {@code available} and {@code version} are absent where the reason is another. */
    record RefusedLine(
            int line,
            String sku,
            String location,
            long asked,
            @Nullable Long available,
            @Nullable Long version) {
        boolean failed() {
            return available == null || available < asked;
        }
    }
}
