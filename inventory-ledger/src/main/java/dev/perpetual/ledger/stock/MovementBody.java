package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A movement as in the API, before anything is checked.
 *
 * @param pack in which the quantity is counted; it has the base units that it had when the movement occurred
 * @param parts of assemble and disassemble, where lots or owners of parts are to be named: all units of a SKU or none
 */
@JsonInclude(Include.NON_NULL)
public record MovementBody(
        @Nullable String id,
        @Nullable String kind,
        @Nullable String sku,
        @Nullable Long quantity,
        @Nullable String pack,
        @Nullable String location,
        @Nullable String toLocation,
        @Nullable String bucket,
        @Nullable String toBucket,
        @Nullable String lot,
        @Nullable String owner,
        @Nullable List<@Nullable String> serials,
        @Nullable String reason,
        @Nullable MoneyBody unitCost,
        @Nullable String occurredAt,
        @Nullable CauseBody cause,
        @Nullable List<PartBody> parts) {

    /** An amount in a currency. */
    public record MoneyBody(
            @Nullable String amount, @Nullable String currency) {}

    /** Why. */
    @JsonInclude(Include.NON_NULL)
    public record CauseBody(
            @Nullable String type,
            @Nullable String id,
            @Nullable Integer line) {}

    /** Units of a part of a kit. */
    @JsonInclude(Include.NON_NULL)
    public record PartBody(
            @Nullable String sku,
            @Nullable Long quantity,
            @Nullable String lot,
            @Nullable String owner) {}
}
