package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.Outcome.DocumentChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all documents have in common. What came or left is recorded; what shall happen is judged. */
final class DocumentRules {

    private DocumentRules() {}

    static Outcome open(Submitted submitted, OpenDocument asked, Books books) {
        var head = asked.head();
        if (books.document(head.id()) != null) {
            return new Rejected(Reason.DOCUMENT_EXISTS, "Expected a new document, but there is " + head.id());
        }
        for (var id : asked.follows()) {
            if (books.document(id) == null) {
                return unknown(id);
            }
        }
        for (var line : asked.lines()) {
            var wrong = line.sku() == null ? null : unknown(line.sku(), line.location(), books);
            if (wrong != null) {
                return wrong;
            }
        }
        if (books.location(head.to()) == null) {
            return new Rejected(Reason.UNKNOWN_LOCATION, "Expected a known location, but got " + head.to());
        }
        var whyNot = SerialLines.whyNot(asked, null, head.to(), books);
        if (whyNot != null) {
            return whyNot;
        }
        books.keep(new Document(
                head.id(),
                Document.State.OPEN,
                0,
                head.partner(),
                head.from(),
                head.via(),
                head.to(),
                head.about(),
                head.tolerancePercent(),
                head.expectedAt(),
                books.now(),
                submitted.by(),
                List.of()));
        var refusal = switch (head.id().kind()) {
            case PURCHASE_ORDER -> PurchaseRules.place(submitted, asked, books);
            case ANNOUNCEMENT -> PurchaseRules.announce(asked, books);
            case RECEIPT -> ReceiptRules.receive(submitted, asked, books);
            case TRANSFER -> TransferRules.request(submitted, asked, books);
            case RETURN -> ReturnRules.authorise(asked, books);
        };
        return refusal == null ? changed(head.id(), books) : refusal;
    }

    static Outcome move(Submitted submitted, MoveDocument asked, Books books) {
        var id = asked.document();
        var known = books.document(id);
        if (known == null) {
            return unknown(id);
        }
        for (var line : asked.lines()) {
            var sku = line.sku();
            var rows = known.rows(line.line());
            var isNew = asked.step() == MoveDocument.Step.RECEIVE && id.kind() == Kind.RETURN && sku != null;
            if (rows.isEmpty() && !isNew) {
                return new Rejected(
                        Reason.UNKNOWN_LINE, "Expected a line of %s, but got %d".formatted(id, line.line()));
            }
            var wrong = unknown(sku == null ? rows.getFirst().sku() : sku, line.location(), books);
            if (wrong != null) {
                return wrong;
            }
        }
        var whyNot = SerialLines.whyNot(asked, known, known.to(), books);
        if (whyNot != null) {
            return whyNot;
        }
        books.keep(known.expected(asked.expectedAt()));
        var refusal = switch (asked.step()) {
            case SHIP -> TransferRules.ship(submitted, asked, books);
            case RECEIVE ->
                id.kind() == Kind.TRANSFER
                        ? TransferRules.receive(submitted, asked, books)
                        : ReturnRules.receive(submitted, asked, books);
            case CONFIRM -> ReceiptRules.confirm(submitted, asked, books);
            case DISPOSE -> ReturnRules.dispose(submitted, asked, books);
            case WRITE_OFF -> TransferRules.writeOff(submitted, asked, books);
            case CLOSE -> close(submitted, asked, books);
            case SETTLE -> PurchaseRules.settle(submitted, asked, books);
        };
        return refusal == null ? changed(id, books) : refusal;
    }

    /** Gives up what has not come: cancels an order or a transfer, closes it short, lets an authorisation lapse. */
    private static @Nullable Outcome close(Submitted submitted, MoveDocument asked, Books books) {
        var document = get(asked.document(), books);
        if (asked.lines().isEmpty()) {
            document.lines().forEach(row -> close(submitted, asked, row, closable(row, document), books));
        }
        for (var line : asked.lines()) {
            var refusal = close(submitted, asked, line, books);
            if (refusal != null) {
                return refusal;
            }
        }
        if (document.id().kind() == Kind.PURCHASE_ORDER && asked.lines().isEmpty()) {
            PurchaseRules.forget(asked, books);
        }
        return document.id().kind() == Kind.TRANSFER ? unhold(submitted, asked, books) : null;
    }

    /** A line may have a row per lot; so many units of it, or all, are given up wherever they are awaited. */
    private static @Nullable Outcome close(Submitted submitted, MoveDocument asked, DocumentUnits line, Books books) {
        var document = get(asked.document(), books);
        var rows = document.rows(line.line()).stream()
                .filter(row -> (line.sku() == null || line.sku().equals(row.sku()))
                        && (line.goods() == null || line.goods().equals(row.goods())))
                .toList();
        long most = 0;
        for (var row : rows) {
            most = Math.addExact(most, closable(row, document));
        }
        var left = line.parts().isEmpty() ? most : line.of(DocumentUnits.Part.QUANTITY);
        if (left > most) {
            var first = rows.isEmpty() ? document.rows(line.line()) : rows;
            return moreThanOpen(document, first.getFirst(), left, most, books);
        }
        for (var row : rows) {
            var units = Math.min(left, closable(row, document));
            close(submitted, asked, row, units, books);
            left -= units;
        }
        return null;
    }

    private static void close(Submitted submitted, MoveDocument asked, DocumentLine row, long units, Books books) {
        if (units > 0) {
            var document = get(asked.document(), books);
            var closed = switch (document.id().kind()) {
                case PURCHASE_ORDER -> PurchaseRules.close(submitted, asked, document, row, units, books);
                case ANNOUNCEMENT -> PurchaseRules.retract(asked, row, units, books);
                case RECEIPT, TRANSFER, RETURN -> row.moved(Stage.OPEN, Stage.CLOSED, units);
            };
            books.keep(get(document.id(), books).with(closed.flagged(List.of(), asked.reason())));
        }
    }

    private static long closable(DocumentLine row, Document document) {
        return row.at(Stage.OPEN) + (document.id().kind() == Kind.PURCHASE_ORDER ? row.at(Stage.TRANSIT) : 0);
    }

    static Document get(Document.Id id, Books books) {
        var document = books.document(id);
        if (document == null) {
            throw new IllegalStateException("Expected the batch to know " + id);
        }
        return document;
    }

    private static Outcome changed(Document.Id id, Books books) {
        var next = get(id, books).next();
        books.keep(next);
        return new DocumentChanged(next, books.now());
    }

    private static @Nullable Rejected unknown(Sku sku, @Nullable LocationId location, Books books) {
        return LedgerRules.unknown(
                sku, location == null ? List.of() : List.of(new BalanceKey(sku, location, Goods.PLAIN)), books);
    }

    private static Rejected unknown(Document.Id id) {
        return new Rejected(
                Reason.UNKNOWN_DOCUMENT,
                "Expected a known %s, but got %s".formatted(id.kind().code(), id.id()));
    }

    static Refused moreThanOpen(Document document, DocumentLine row, long asked, long open, Books books) {
        return new Refused(
                Reason.MORE_THAN_OPEN,
                "Expected at most %d of line %d of %s, but got %d".formatted(open, row.line(), document.id(), asked),
                List.of(new Shortage(row.line(), row.sku(), document.to(), asked, open, books.version(row.sku()))),
                books.now());
    }

    /** Moves units of a line, with the document's line as the cause; none when there are none. */
    static void record(
            Submitted submitted,
            MovementKind kind,
            Document document,
            DocumentLine row,
            Goods goods,
            long units,
            Account from,
            Account to,
            @Nullable String reason,
            Instant occurredAt,
            Books books) {
        if (units == 0) {
            return;
        }
        var guarded = kind == MovementKind.TRANSFER_OUT && LedgerRules.isCovered(row.sku(), units, from, goods, books);
        books.record(
                new Posting(
                        kind,
                        row.sku(),
                        units,
                        from,
                        to,
                        goods,
                        reason,
                        row.unitCost(),
                        document.cause(row.line()),
                        occurredAt,
                        guarded),
                submitted);
    }

    /** Gives back what the hold keeps beyond what is still open. */
    static @Nullable Outcome unhold(Submitted submitted, MoveDocument asked, Books books) {
        var transfer = get(asked.document(), books);
        var hold = books.hold(Document.holdOf(asked.document()));
        if (hold == null || hold.state() != Hold.State.OPEN) {
            return null;
        }
        var spare = new LinkedHashMap<Integer, Long>();
        hold.lines().forEach(line -> spare.merge(line.line(), line.open(), Long::sum));
        transfer.lines().forEach(row -> spare.merge(row.line(), -row.at(Stage.OPEN), Long::sum));
        var lines = spare.entrySet().stream()
                .filter(line -> line.getValue() > 0)
                .map(line -> new StepLine(line.getKey(), line.getValue(), null))
                .toList();
        if (!lines.isEmpty()) {
            var outcome = HoldStepRules.move(
                    submitted, new MoveHold(hold.id(), MoveHold.Step.RELEASE, lines, asked.occurredAt()), books);
            return outcome instanceof Refused || outcome instanceof Rejected ? outcome : null;
        }
        return null;
    }
}
