package dev.perpetual.ledger.counts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.domain.CountLine;
import dev.perpetual.ledger.domain.StockCount.State;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A count as in the API.
 *
 * @param locations that were named; all below them are counted too
 * @param approvalsNeeded by so many different keys
 */
@JsonInclude(Include.NON_NULL)
public record CountAnswer(
        String id,
        String state,
        boolean blind,
        String blank,
        List<String> locations,
        @Nullable List<String> skus,
        @Nullable List<String> lots,
        @Nullable String note,
        @Nullable String discrepancy,
        Instant createdAt,
        String createdBy,
        @Nullable Instant completedAt,
        @Nullable String completedBy,
        @Nullable Instant appliedAt,
        @Nullable Lines lines,
        List<Approval> approvals,
        int approvalsNeeded) {

    /** Of a case that nobody counts yet: not a count, but one that is waited for. */
    static final String SUGGESTED = "suggested";

    /**
     * How far it is.
     *
     * @param expected lines where stock stood when the count was opened
     * @param notCounted lines that stay as they are
     * @param recount lines that have to be counted again
     * @param missing units
     * @param surplus units
     */
    public record Lines(long expected, long counted, long notCounted, long recount, long missing, long surplus) {}

    /** Who agreed. */
    public record Approval(String by, Instant at) {}

    /**
     * A line as in the API; a blind count says what is expected only when it is complete.
     *
     * @param state not-counted, counted, recount, agrees, differs, applied or settled
     * @param recount why it has to be counted again: moved or large
     * @param version of the SKU up to which what happened is taken into account
     * @param found units of a lot that nobody knew, in suspense until their origin is settled
     */
    @JsonInclude(Include.NON_NULL)
    public record Line(
            int line,
            String sku,
            String location,
            @Nullable String lot,
            @Nullable String owner,
            String state,
            @Nullable Long expected,
            @Nullable Long counted,
            @Nullable Long variance,
            @Nullable Long version,
            @Nullable String recount,
            @Nullable Boolean found,
            @Nullable List<String> countedBy,
            @Nullable Long applied,
            @Nullable String settledBy) {

        static Line of(CountLine line, boolean blind, State state) {
            var tally = line.tally();
            var verdict = line.verdict();
            var recount = verdict == null || state == State.CANCELLED ? null : verdict.recount();
            var hidden = blind && (state == State.OPEN || recount != null);
            var key = line.key();
            return new Line(
                    line.line(),
                    key.sku().code(),
                    key.location().id(),
                    key.goods().lot().isEmpty() ? null : key.goods().lot(),
                    key.goods().owner().isEmpty() ? null : key.goods().owner(),
                    state(line),
                    hidden ? null : verdict == null ? Long.valueOf(line.openingUnits()) : verdict.expected(),
                    tally == null ? null : tally.counted(),
                    hidden || verdict == null ? null : verdict.variance(),
                    verdict == null ? Long.valueOf(line.openingVersion()) : verdict.version(),
                    recount == null ? null : recount.name().toLowerCase(Locale.ROOT),
                    verdict != null && verdict.found() ? true : null,
                    tally == null ? null : tally.by(),
                    line.applied(),
                    line.settledBy());
        }

        private static String state(CountLine line) {
            var verdict = line.verdict();
            if (line.tally() == null) {
                return "not-counted";
            }
            if (verdict == null) {
                return "counted";
            }
            if (verdict.recount() != null) {
                return "recount";
            }
            if (line.settledBy() != null) {
                return "settled";
            }
            if (line.applied() != null) {
                return "applied";
            }
            return verdict.variance() == 0 ? "agrees" : "differs";
        }
    }

    /**
     * Whether somebody looked at a place.
     *
     * @param state covered, empty, forgotten, or not-needed
     * @param expected lines where stock stood when the count was opened
     * @param blank of those, the ones that nobody counted
     */
    @JsonInclude(Include.NON_NULL)
    public record Coverage(
            String location,
            String state,
            long expected,
            long counted,
            long blank,
            @Nullable String emptyBy) {}

    /** What became of entered lines. @param blank lines without a figure, which were left alone */
    public record Entered(String count, int entered, int blank, int emptyLocations) {}
}
