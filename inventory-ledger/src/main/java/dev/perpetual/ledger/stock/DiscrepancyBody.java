package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.commit.DocumentLines.Difference;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.Discrepancy;
import dev.perpetual.ledger.domain.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case as in the API.
 *
 * @param kind {@code below-zero}, {@code three-way} when ordered, announced and counted at the dock differ, or
 *     {@code serial} for a hole in the way of a unit, or for units that nobody named, whose bucket is a spot
 * @param shortBy how many are missing; of unnamed units, how many more stand there than are known by name, or with a minus
 *     how many fewer
 * @param serial absent for unnamed units
 * @param ageSeconds how long it was, or is, open
 */
@JsonInclude(Include.NON_NULL)
public record DiscrepancyBody(
        String id,
        String kind,
        String state,
        String sku,
        String location,
        @Nullable String lot,
        @Nullable String stockOwner,
        String bucket,
        long shortBy,
        CauseBody cause,
        String openedBy,
        Instant openedAt,
        long ageSeconds,
        String owner,
        @Nullable String closedBy,
        @Nullable Instant closedAt,
        @Nullable Long ordered,
        @Nullable Long announced,
        @Nullable Long counted,
        @Nullable String serial) {

    static final String BELOW_ZERO = "below-zero";
    static final String THREE_WAY = "three-way";

    /** Of the movement that opened it. */
    @JsonInclude(Include.NON_NULL)
    public record CauseBody(
            String type, String id, @Nullable Integer line) {}

    static DiscrepancyBody of(Discrepancy each, Instant now) {
        var key = each.key();
        var end = each.closedAt() == null ? now : each.closedAt();
        return new DiscrepancyBody(
                each.id(),
                BELOW_ZERO,
                each.isOpen() ? "open" : "closed",
                key.sku().code(),
                key.location().id(),
                key.goods().lot().isEmpty() ? null : key.goods().lot(),
                key.goods().owner().isEmpty() ? null : key.goods().owner(),
                each.bucket().code(),
                each.shortBy(),
                new CauseBody(
                        each.cause().type(), each.cause().id(), each.cause().line()),
                each.openedBy(),
                each.openedAt(),
                Duration.between(each.openedAt(), end).toSeconds(),
                each.owner(),
                each.closedBy(),
                each.closedAt(),
                null,
                null,
                null,
                null);
    }

    static DiscrepancyBody of(Difference each, Instant now) {
        var line = each.line();
        var open = Objects.requireNonNull(line.dispute());
        var end = open.closedAt() == null ? now : open.closedAt();
        return new DiscrepancyBody(
                open.id(),
                THREE_WAY,
                open.closedAt() == null ? "open" : "closed",
                line.sku().code(),
                each.location(),
                null,
                null,
                Bucket.EXPECTED.code(),
                open.closedAt() == null ? Math.abs(line.asked() - line.counted()) : 0,
                new CauseBody(Document.Kind.PURCHASE_ORDER.code(), each.order(), line.line()),
                Document.Kind.PURCHASE_ORDER.code() + "/" + each.order(),
                open.openedAt(),
                Duration.between(open.openedAt(), end).toSeconds(),
                open.owner(),
                open.closedBy(),
                open.closedAt(),
                line.asked(),
                line.announced(),
                line.counted(),
                null);
    }
}
