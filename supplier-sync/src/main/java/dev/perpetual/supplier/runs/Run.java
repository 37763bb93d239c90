package dev.perpetual.supplier.runs;

import dev.perpetual.supplier.domain.GateRules.Gate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way, as it is told over HTTP.
 *
 * @param state applied, waiting, rejected, discarded, superseded or previewed
 * @param counts of a run that is not applied: what they would be
 * @param problem why nobody could read it
 */
public record Run(
        String id,
        String supplier,
        String feed,
        long feedVersion,
        String location,
        String state,
        String cameBy,
        String file,
        long bytes,
        String checksum,
        Instant asOf,
        boolean asOfStated,
        Instant receivedAt,
        String receivedBy,
        @Nullable Instant decidedAt,
        @Nullable String decidedBy,
        Counts counts,
        @Nullable Diff diff,
        @Nullable List<Gate> gates,
        @Nullable Problem problem) {

    /**
     * Rows by outcome: read = applied + unchanged + rejected.
     *
     * @param absent SKUs that are set to zero because the file does not name them; no rows of the file
     */
    public record Counts(long read, long applied, long unchanged, long rejected, long absent) {}

    /**
     * What differs from what is known.
     *
     * @param added SKUs told for the first time
     * @param toZero SKUs in stock before and none now, absent ones included; also counted as lowered
     * @param confirmed unchanged, but as of later
     * @param changes the first of them, the largest first
     */
    public record Diff(long added, long raised, long lowered, long toZero, long confirmed, List<Change> changes) {}

    /** @param from null when nothing was known */
    public record Change(String sku, @Nullable Long from, long to) {}

    /** Why the whole file is unreadable. */
    public record Problem(String type, String detail, String expected, List<String> got) {}
}
