package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A movement as in the API, before anything is checked. */
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
        @Nullable CauseBody cause) {

    /** An amount in a currency. */
    public record MoneyBody(
            @Nullable String amount, @Nullable String currency) {}

    /** Why. */
    @JsonInclude(Include.NON_NULL)
    public record CauseBody(
            @Nullable String type,
            @Nullable String id,
            @Nullable Integer line) {}
}
