package dev.perpetual.ledger.counts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.stock.MovementBody.MoneyBody;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts and what is done to them as in the API, before anything is checked. */
final class CountBodies {

    private CountBodies() {}

    /**
     * A count to be opened.
     *
     * @param locations with all that is below them; may be absent when a case says where
     * @param skus absent: all
     * @param lots absent: all
     * @param blind whoever counts is not told what is expected
     * @param blank {@code not-counted} (so it is unless said otherwise) or {@code zero}
     * @param discrepancy the case that this count looks into
     */
    @JsonInclude(Include.NON_NULL)
    public record CountBody(
            @Nullable String id,
            @Nullable List<String> locations,
            @Nullable List<String> skus,
            @Nullable List<String> lots,
            @Nullable Boolean blind,
            @Nullable String blank,
            @Nullable String discrepancy,
            @Nullable String note) {}

    /**
     * What somebody counted.
     *
     * @param mode {@code add}, {@code replace} or {@code recount}; absent: only what has no figure yet
     * @param emptyLocations where somebody looked and saw nothing
     */
    @JsonInclude(Include.NON_NULL)
    public record EnteredBody(
            @Nullable String id,
            @Nullable String mode,
            @Nullable List<SeenBody> lines,
            @Nullable List<String> emptyLocations) {}

    /**
     * One line of the sheet.
     *
     * @param owner absent: that of the only line of this SKU, place and lot
     * @param quantity base units; absent: not counted
     * @param version of the SKU when it was counted
     * @param countedAt when it was counted; without both, now
     */
    @JsonInclude(Include.NON_NULL)
    public record SeenBody(
            @Nullable String sku,
            @Nullable String location,
            @Nullable String lot,
            @Nullable String owner,
            @Nullable Long quantity,
            @Nullable Long version,
            @Nullable String countedAt,
            @Nullable MoneyBody unitCost) {}

    /** A step without more to say. */
    public record CountStepBody(
            @Nullable String id, @Nullable String note) {}

    /** @param owner whose it is; absent: ours @param bucket available or blocked */
    @JsonInclude(Include.NON_NULL)
    public record SettleBody(
            @Nullable String id,
            @Nullable String owner,
            @Nullable String bucket,
            @Nullable String reason) {}
}
