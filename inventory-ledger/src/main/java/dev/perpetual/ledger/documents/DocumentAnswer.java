package dev.perpetual.ledger.documents;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.ledger.documents.DocumentBodies.MoneyBody;
import dev.perpetual.ledger.domain.Document;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentLine;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.LocationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A document as in the API. @param late open past its date @param ageSeconds since it came to be */
@JsonInclude(Include.NON_NULL)
public record DocumentAnswer(
        String id,
        String kind,
        String state,
        long version,
        @Nullable String supplier,
        @Nullable String from,
        @Nullable String via,
        String to,
        @Nullable About about,
        @Nullable Integer tolerancePercent,
        @Nullable Instant expectedAt,
        boolean late,
        long ageSeconds,
        Instant createdAt,
        String createdBy,
        List<Line> lines) {

    /** The purchase order of a receipt; the order or hold of a return. */
    public record About(String type, String id) {}

    /** asked + beyond = open + transit + arrived + inspection + good + blocked + lost + back + closed. */
    @JsonInclude(Include.NON_NULL)
    public record Line(
            int line,
            String sku,
            @Nullable String lot,
            @Nullable String owner,
            @Nullable Integer orderLine,
            @Nullable String bucket,
            long asked,
            long beyond,
            long open,
            long transit,
            long arrived,
            long inspection,
            long good,
            long blocked,
            long lost,
            long back,
            long closed,
            @Nullable MoneyBody unitCost,
            @Nullable String expiresOn,
            List<String> flags,
            @Nullable String note,
            @Nullable Conversion parked,
            @Nullable Difference difference) {}

    /** Why a count is parked: it is the expected one, times or divided by a pack. */
    public record Conversion(long counted, long expected, long factor) {}

    /** A case of what was ordered, announced and counted at the dock not being the same. */
    @JsonInclude(Include.NON_NULL)
    public record Difference(
            String id,
            String state,
            long ordered,
            long announced,
            long counted,
            String owner,
            Instant openedAt,
            long ageSeconds,
            @Nullable Instant closedAt,
            @Nullable String closedBy) {}

    static DocumentAnswer of(Document document, Instant now) {
        var expectedAt = document.expectedAt();
        return new DocumentAnswer(
                document.id().id(),
                document.id().kind().code(),
                document.state().name().toLowerCase(Locale.ROOT),
                document.version(),
                document.partner(),
                id(document.from()),
                id(document.via()),
                document.to().id(),
                document.about() == null
                        ? null
                        : new About(document.about().type(), document.about().id()),
                document.id().kind() == Kind.PURCHASE_ORDER ? document.tolerancePercent() : null,
                expectedAt,
                document.state() == Document.State.OPEN && expectedAt != null && expectedAt.isBefore(now),
                Duration.between(document.createdAt(), now).toSeconds(),
                document.createdAt(),
                document.createdBy(),
                document.lines().stream().map(line -> line(document, line, now)).toList());
    }

    private static @Nullable String id(@Nullable LocationId location) {
        return location == null ? null : location.id();
    }

    private static Line line(Document document, DocumentLine line, Instant now) {
        var cost = line.unitCost();
        return new Line(
                line.line(),
                line.sku().code(),
                line.goods().lot().isEmpty() ? null : line.goods().lot(),
                line.goods().owner().isEmpty() ? null : line.goods().owner(),
                line.of(),
                line.bucket() == null ? null : line.bucket().code(),
                line.asked(),
                line.beyond(),
                line.at(Stage.OPEN),
                line.at(Stage.TRANSIT),
                line.at(Stage.ARRIVED),
                line.at(Stage.INSPECTION),
                line.at(Stage.GOOD),
                line.at(Stage.BLOCKED),
                line.at(Stage.LOST),
                line.at(Stage.BACK),
                line.at(Stage.CLOSED),
                cost == null ? null : new MoneyBody(cost.amount().toPlainString(), cost.currency()),
                line.expiresOn() == null ? null : line.expiresOn().toString(),
                line.flags().stream().sorted().map(Flag::code).toList(),
                line.note(),
                document.id().kind() == Kind.RECEIPT && line.at(Stage.OPEN) > 0
                        ? new Conversion(line.at(Stage.OPEN), line.counted(), line.factor())
                        : null,
                difference(line, now));
    }

    private static @Nullable Difference difference(DocumentLine line, Instant now) {
        var open = line.dispute();
        return open == null
                ? null
                : new Difference(
                        open.id(),
                        open.closedAt() == null ? "open" : "closed",
                        line.asked(),
                        line.announced(),
                        line.counted(),
                        open.owner(),
                        open.openedAt(),
                        Duration.between(open.openedAt(), open.closedAt() == null ? now : open.closedAt())
                                .toSeconds(),
                        open.closedAt(),
                        open.closedBy());
    }
}
