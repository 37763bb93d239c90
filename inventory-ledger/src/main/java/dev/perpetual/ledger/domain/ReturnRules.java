package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of goods that came back, and of goods that were received for inspection. */
final class ReturnRules {

    private ReturnRules() {}

    static @Nullable Outcome authorise(OpenDocument asked, Books books) {
        for (var line : asked.lines()) {
            var goods = line.goods() == null ? Goods.PLAIN : line.goods();
            books.keep(DocumentRules.get(asked.head().id(), books)
                    .with(DocumentLine.none(line.line(), PurchaseRules.sku(line), goods)
                            .described(null, 1, null, line.details().unitCost(), null)
                            .asking(Stage.OPEN, line.of(Part.QUANTITY))
                            .flagged(List.of(), line.details().reason())));
        }
        return null;
    }

    /** What stands here is here, whether or not anybody allowed it, and as what it is. */
    static @Nullable Outcome receive(Submitted submitted, MoveDocument asked, Books books) {
        for (var line : asked.lines()) {
            var document = DocumentRules.get(asked.document(), books);
            var rows = document.rows(line.line());
            var sku = line.sku() == null ? rows.getFirst().sku() : line.sku();
            var units = line.of(Part.QUANTITY);
            var authorised = authorised(rows, sku);
            var isOther = !rows.isEmpty() && authorised.isEmpty();
            var goods = line.goods() != null
                    ? line.goods()
                    : authorised.map(DocumentLine::goods).orElse(Goods.PLAIN);
            var bucket = isOther ? Bucket.BLOCKED : Bucket.INSPECTION;
            var stage = isOther ? Stage.BLOCKED : Stage.INSPECTION;
            var due = authorised.map(row -> Math.min(units, row.at(Stage.OPEN))).orElse(0L);
            var next = document;
            if (due > 0 && !authorised.get().goods().equals(goods)) {
                next = next.with(authorised.get().less(Stage.OPEN, due));
            }
            var known = next.row(line.line(), sku, goods);
            var row = known == null ? DocumentLine.none(line.line(), sku, goods) : known;
            if (row.unitCost() == null) {
                row = row.described(
                        row.of(), row.factor(), row.bucket(), line.details().unitCost(), row.expiresOn());
            }
            row = row.at(Stage.OPEN) >= due && due > 0 ? row.moved(Stage.OPEN, stage, due) : row.asking(stage, due);
            row = row.beyond(stage, units - due)
                    .flagged(flags(isOther, units > due), line.details().reason());
            DocumentRules.record(
                    submitted,
                    MovementKind.RETURN,
                    document,
                    row,
                    goods,
                    units,
                    beyond(Outside.CUSTOMER),
                    at(document.to(), bucket),
                    isOther ? "another item than sold" : line.details().reason(),
                    asked.occurredAt(),
                    books);
            books.keep(next.with(row));
        }
        return null;
    }

    /** The row that awaits the SKU, else any of it: what came already in another lot has a row of its own. */
    private static Optional<DocumentLine> authorised(List<DocumentLine> rows, Sku sku) {
        return rows.stream()
                .filter(row -> row.sku().equals(sku))
                .reduce((first, next) -> first.at(Stage.OPEN) == 0 && next.at(Stage.OPEN) > 0 ? next : first);
    }

    private static List<Flag> flags(boolean isOther, boolean more) {
        var flags = new ArrayList<Flag>();
        if (isOther) {
            flags.add(Flag.WRONG_ITEM);
        } else if (more) {
            flags.add(Flag.UNAUTHORISED);
        }
        return flags;
    }

    /** Each unit is disposed of once; what was never sold cannot be sold again as a return. */
    static @Nullable Outcome dispose(Submitted submitted, MoveDocument asked, Books books) {
        for (var line : asked.lines()) {
            for (var part : line.parts().entrySet()) {
                var outcome = dispose(submitted, asked, line, part, books);
                if (outcome != null) {
                    return outcome;
                }
            }
        }
        return null;
    }

    private static @Nullable Outcome dispose(
            Submitted submitted, MoveDocument asked, DocumentUnits line, Map.Entry<Part, Long> part, Books books) {
        var document = DocumentRules.get(asked.document(), books);
        var row = document.rows(line.line()).stream()
                .filter(each -> (line.sku() == null || line.sku().equals(each.sku()))
                        && (line.goods() == null || line.goods().equals(each.goods())))
                .findFirst()
                .orElse(null);
        var units = part.getValue();
        if (row == null) {
            return DocumentRules.moreThanOpen(
                    document, document.rows(line.line()).getFirst(), units, 0, books);
        }
        var kind = part.getKey();
        var alsoBlocked = kind == Part.RESTOCK || kind == Part.WRITE_OFF || kind == Part.SUPPLIER;
        var here = row.at(Stage.INSPECTION) + (alsoBlocked ? row.at(Stage.BLOCKED) : 0);
        if (units > here) {
            return DocumentRules.moreThanOpen(document, row, units, here, books);
        }
        if (stage(kind) == Stage.GOOD && document.id().kind() == Kind.RETURN) {
            var left = restockable(asked, document, row.sku(), books);
            if (units > left) {
                return moreThanShipped(document, row, units, left, books);
            }
        }
        var inspected = Math.min(units, row.at(Stage.INSPECTION));
        dispose(submitted, asked, line, document, row, kind, inspected, Bucket.INSPECTION, books);
        dispose(submitted, asked, line, document, row, kind, units - inspected, Bucket.BLOCKED, books);
        var stage = stage(kind);
        books.keep(document.with(row.moved(Stage.INSPECTION, stage, inspected)
                .moved(Stage.BLOCKED, stage, units - inspected)
                .flagged(List.of(), line.details().reason())));
        return null;
    }

    private static Stage stage(Part part) {
        return switch (part) {
            case PASS, RESTOCK -> Stage.GOOD;
            case FAIL, BLOCK, REFURBISH -> Stage.BLOCKED;
            case WRITE_OFF -> Stage.LOST;
            case SUPPLIER -> Stage.BACK;
            case QUANTITY, GOOD, DAMAGED, INSPECT, MISSING ->
                throw new IllegalStateException("Expected a disposition, but got " + part);
        };
    }

    private static void dispose(
            Submitted submitted,
            MoveDocument asked,
            DocumentUnits line,
            Document document,
            DocumentLine row,
            Part part,
            long units,
            Bucket from,
            Books books) {
        var kind = switch (stage(part)) {
            case GOOD ->
                document.id().kind() == Kind.RECEIPT && from == Bucket.INSPECTION
                        ? MovementKind.INSPECT
                        : MovementKind.RESTOCK;
            case LOST -> MovementKind.WRITE_OFF;
            case BACK -> MovementKind.RETURN;
            default -> MovementKind.INSPECT;
        };
        var target = switch (stage(part)) {
            case GOOD -> at(document.to(), Bucket.AVAILABLE);
            case LOST -> beyond(Outside.LOSS);
            case BACK -> beyond(Outside.SUPPLIER);
            default -> at(document.to(), Bucket.BLOCKED);
        };
        var said = line.details().reason();
        var reason = said == null && stage(part) != Stage.GOOD ? part.code() : said;
        DocumentRules.record(
                submitted,
                kind,
                document,
                row,
                row.goods(),
                units,
                at(document.to(), from),
                target,
                reason,
                asked.occurredAt(),
                books);
    }

    /** Shipped to that customer, as far as the ledger knows, less what is back on sale already. */
    private static long restockable(MoveDocument asked, Document document, Sku sku, Books books) {
        var about = document.about();
        if (about == null) {
            return 0;
        }
        var left = 0L;
        for (var id : asked.holds()) {
            var hold = books.hold(id);
            for (var line : hold == null ? List.<HoldLine>of() : hold.lines()) {
                left = Math.addExact(left, line.shipped(sku));
            }
        }
        var back = LongStream.concat(books.restocked(about, sku), backSince(about, sku, books));
        for (var units : back.toArray()) {
            left = Math.max(0, left - units); // More than ever shipped may be back, even more than can be counted.
        }
        return left;
    }

    /** What plain movements of the same batch have put on sale again, which the books did not know when it began. */
    private static LongStream backSince(Cause about, Sku sku, Books books) {
        return books.movements().stream()
                .filter(movement -> (movement.kind() == MovementKind.RETURN || movement.kind() == MovementKind.RESTOCK)
                        && movement.sku().equals(sku)
                        && movement.cause().type().equals(about.type())
                        && movement.cause().id().equals(about.id())
                        && movement.to() instanceof Account.Place(var _, var bucket)
                        && bucket == Bucket.AVAILABLE)
                .mapToLong(Movement::quantity);
    }

    private static Refused moreThanShipped(Document document, DocumentLine row, long asked, long left, Books books) {
        return new Refused(
                Reason.MORE_THAN_SHIPPED,
                "Expected to restock at most %d of %s, which is what %s shipped less what is restocked already, but got %d"
                        .formatted(
                                left,
                                row.sku(),
                                document.about() == null
                                        ? "nobody"
                                        : document.about().id(),
                                asked),
                List.of(new Shortage(row.line(), row.sku(), document.to(), asked, left, books.version(row.sku()))),
                books.now());
    }
}
