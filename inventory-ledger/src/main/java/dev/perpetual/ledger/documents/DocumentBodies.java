package dev.perpetual.ledger.documents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Documents and what happens to them as in the API, before anything is checked. */
final class DocumentBodies {

    private DocumentBodies() {}

    /** @param to where the goods shall come @param tolerancePercent how much more than ordered is accepted */
    @JsonInclude(Include.NON_NULL)
    public record PurchaseOrderBody(
            @Nullable String id,
            @Nullable String supplier,
            @Nullable String to,
            @Nullable String expectedAt,
            @Nullable Long tolerancePercent,
            @Nullable List<LineBody> lines) {}

    /** What the supplier says is on its way. */
    @JsonInclude(Include.NON_NULL)
    public record AnnouncementBody(
            @Nullable String id,
            @Nullable String arrivesAt,
            @Nullable List<LineBody> lines) {}

    /** @param purchaseOrder none: nobody ordered it @param complete nothing more comes on this delivery */
    @JsonInclude(Include.NON_NULL)
    public record ReceiptBody(
            @Nullable String id,
            @Nullable String purchaseOrder,
            @Nullable String announcement,
            @Nullable String supplier,
            @Nullable String location,
            @Nullable Boolean complete,
            @Nullable String occurredAt,
            @Nullable List<LineBody> lines) {}

    /** @param via a location of kind TRANSIT; none: the first there is @param hold promise the stock to the transfer */
    @JsonInclude(Include.NON_NULL)
    public record TransferBody(
            @Nullable String id,
            @Nullable String from,
            @Nullable String via,
            @Nullable String to,
            @Nullable Boolean hold,
            @Nullable String expectedAt,
            @Nullable List<LineBody> lines) {}

    /** @param order whose goods come back @param hold on which they were shipped @param lines what is authorised */
    @JsonInclude(Include.NON_NULL)
    public record ReturnBody(
            @Nullable String id,
            @Nullable String order,
            @Nullable String hold,
            @Nullable String location,
            @Nullable String expectedAt,
            @Nullable List<LineBody> lines) {}

    /** A step of a document. */
    @JsonInclude(Include.NON_NULL)
    public record StepBody(
            @Nullable String id,
            @Nullable String reason,
            @Nullable String expectedAt,
            @Nullable String occurredAt,
            @Nullable List<LineBody> lines) {}

    /**
     * One line; which quantities it may carry depends on the step. All of them are in packs where a pack is named.
     *
     * @param serials of all its units, which then are of one quantity; asking for something names none
     */
    @JsonInclude(Include.NON_NULL)
    public record LineBody(
            @Nullable Integer line,
            @Nullable Integer orderLine,
            @Nullable String sku,
            @Nullable String lot,
            @Nullable String owner,
            @Nullable String location,
            @Nullable String pack,
            @Nullable String bucket,
            @Nullable MoneyBody unitCost,
            @Nullable String expiresOn,
            @Nullable String reason,
            @Nullable List<@Nullable String> serials,
            @Nullable Long quantity,
            @Nullable Long good,
            @Nullable Long damaged,
            @Nullable Long inspect,
            @Nullable Long missing,
            @Nullable Long pass,
            @Nullable Long fail,
            @Nullable Long restock,
            @Nullable Long refurbish,
            @Nullable Long block,
            @Nullable Long writeOff,
            @Nullable Long toSupplier) {}

    /** An amount in a currency. */
    public record MoneyBody(
            @Nullable String amount, @Nullable String currency) {}
}
