package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Document.Kind;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of goods at the dock. They are here, so they are recorded; only a count that looks like a mistaken
 * unit is parked until somebody has looked again.
 */
final class ReceiptRules {

    private ReceiptRules() {}

    /** Units by the bucket that they go to. */
    private record Counted(long good, long damaged, long inspect) {
        long units() {
            return Math.addExact(Math.addExact(good, damaged), inspect);
        }

        /** Takes away from the sound ones first. */
        Counted less(long units) {
            var fromGood = Math.min(units, good);
            var fromInspect = Math.min(units - fromGood, inspect);
            return new Counted(good - fromGood, damaged - (units - fromGood - fromInspect), inspect - fromInspect);
        }
    }

    static @Nullable Outcome receive(Submitted submitted, OpenDocument asked, Books books) {
        for (var line : asked.lines()) {
            var expiresOn = expiresOn(asked, line, books);
            var receipt = DocumentRules.get(asked.head().id(), books);
            var goods = line.goods() == null ? Goods.PLAIN : line.goods();
            var counted = new Counted(line.of(Part.GOOD), line.of(Part.DAMAGED), line.of(Part.INSPECT));
            var order = order(receipt, books);
            var ordered = order == null ? null : ordered(order, line);
            var cost = line.details().unitCost() == null && ordered != null
                    ? ordered.unitCost()
                    : line.details().unitCost();
            var row = DocumentLine.none(line.line(), PurchaseRules.sku(line), goods)
                    .described(ordered == null ? null : ordered.line(), 1, null, cost, expiresOn)
                    .asking(Stage.OPEN, counted.units())
                    .flagged(
                            LotRules.arrived(new Lot.Id(PurchaseRules.sku(line), goods.lot()), expiresOn, books)
                                    ? List.of()
                                    : List.of(Flag.OTHER_EXPIRY),
                            line.details().reason());
            var expected = ordered == null ? 0 : expected(ordered);
            var factor = ordered == null ? 1 : confused(counted.units(), expected, line, ordered);
            if (factor > 1) {
                var note = "Counted %d (%d good, %d damaged, %d to inspect) where %d were expected: %s by a pack of %d"
                        .formatted(
                                counted.units(),
                                counted.good(),
                                counted.damaged(),
                                counted.inspect(),
                                expected,
                                counted.units() > expected ? "more" : "fewer",
                                factor);
                books.keep(receipt.with(row.described(row.of(), factor, null, cost, row.expiresOn())
                        .saying(0, expected, null)
                        .flagged(List.of(), note)));
                continue;
            }
            post(submitted, receipt, row, counted, asked.complete(), asked.occurredAt(), books);
            announcementArrived(asked.follows(), row, counted.units(), books);
        }
        if (!asked.follows().isEmpty()) {
            asked.follows()
                    .forEach(id -> books.keep(DocumentRules.get(id, books).next()));
        }
        return null;
    }

    private static @Nullable Document order(Document receipt, Books books) {
        var about = receipt.about();
        return about == null ? null : books.document(new Document.Id(Kind.PURCHASE_ORDER, about.id()));
    }

    /** The line that the caller names, or else the first that waits for this SKU; none is another item. */
    private static @Nullable DocumentLine ordered(Document order, DocumentUnits line) {
        DocumentLine any = null;
        for (var row : order.lines()) {
            if (row.sku().equals(line.sku()) && (line.of() == null || line.of() == row.line())) {
                if (PurchaseRules.due(row) > 0) {
                    return row;
                }
                any = any == null ? row : any;
            }
        }
        return any;
    }

    /** What the supplier announced, or else all that is still due. */
    private static long expected(DocumentLine ordered) {
        return ordered.at(Stage.TRANSIT) > 0 ? ordered.at(Stage.TRANSIT) : ordered.at(Stage.OPEN);
    }

    /** The pack by which a count is exactly too many or too few; 1 when there is none. */
    private static long confused(long counted, long expected, DocumentUnits line, DocumentLine ordered) {
        var factors = new ArrayList<>(line.details().factors());
        factors.add(ordered.factor());
        for (long factor : factors) {
            var isConfused = factor > 1
                    && expected > 0
                    && ((counted % factor == 0 && counted / factor == expected)
                            || (expected % factor == 0 && expected / factor == counted));
            if (isConfused) {
                return factor;
            }
        }
        return 1;
    }

    /** Records what waits in {@code open} of the receipt's line. */
    private static void post(
            Submitted submitted,
            Document receipt,
            DocumentLine row,
            Counted counted,
            boolean complete,
            Instant when,
            Books books) {
        var order = order(receipt, books);
        var ordered = order == null || row.of() == null ? null : row(order, row);
        if (order != null && ordered == null) {
            // Another item than ordered is what it is; somebody has to look at it.
            var seen = new Counted(0, counted.damaged(), Math.addExact(counted.good(), counted.inspect()));
            store(submitted, receipt, row.flagged(List.of(Flag.WRONG_ITEM), null), seen, when, books);
            return;
        }
        if (order == null || ordered == null) {
            store(submitted, receipt, row, counted, when, books);
            return;
        }
        var over = Math.max(0, counted.units() - PurchaseRules.due(ordered));
        var accepted = PurchaseRules.accepted(order, ordered, over);
        var vendors = over - accepted;
        PurchaseRules.arrived(submitted, order, ordered, counted.units(), accepted, complete, when, books);
        var flags = new ArrayList<Flag>();
        if (over > 0) {
            flags.add(Flag.OVER);
        }
        if (!receipt.to().equals(order.to())) {
            flags.add(Flag.OTHER_LOCATION);
        }
        var ours = row.less(Stage.OPEN, vendors).flagged(flags, null);
        store(submitted, receipt, ours, counted.less(vendors), when, books);
        if (vendors > 0) {
            holdToVendor(submitted, receipt, order, row, vendors, when, books);
        }
    }

    private static @Nullable DocumentLine row(Document order, DocumentLine row) {
        return order.lines().stream()
                .filter(each -> row.of() != null
                        && each.line() == row.of()
                        && each.sku().equals(row.sku()))
                .findFirst()
                .orElse(null);
    }

    /** More than we accept stands here, but is the supplier's: nobody can sell it. */
    private static void holdToVendor(
            Submitted submitted,
            Document receipt,
            Document order,
            DocumentLine row,
            long units,
            Instant when,
            Books books) {
        var owner = order.partner() == null ? "supplier" : order.partner();
        var goods = new Goods(row.goods().lot(), owner);
        var known = DocumentRules.get(receipt.id(), books).row(row.line(), row.sku(), goods);
        var theirs = (known == null ? row.emptyOf(goods) : known)
                .asking(Stage.BLOCKED, units)
                .flagged(List.of(Flag.OVER), "beyond the order and its tolerance");
        DocumentRules.record(
                submitted,
                MovementKind.RECEIVE,
                receipt,
                theirs,
                theirs.goods(),
                units,
                beyond(Outside.SUPPLIER),
                at(receipt.to(), Bucket.BLOCKED),
                theirs.note(),
                when,
                books);
        books.keep(DocumentRules.get(receipt.id(), books).with(theirs));
    }

    private static void store(
            Submitted submitted, Document receipt, DocumentLine row, Counted counted, Instant when, Books books) {
        arrive(submitted, receipt, row, counted.good(), Bucket.AVAILABLE, when, books);
        arrive(submitted, receipt, row, counted.inspect(), Bucket.INSPECTION, when, books);
        arrive(submitted, receipt, row, counted.damaged(), Bucket.BLOCKED, when, books);
        var stored = row.moved(Stage.OPEN, Stage.GOOD, counted.good())
                .moved(Stage.OPEN, Stage.INSPECTION, counted.inspect())
                .moved(Stage.OPEN, Stage.BLOCKED, counted.damaged());
        if (counted.damaged() > 0) {
            stored = stored.flagged(List.of(Flag.DAMAGED), null);
        }
        books.keep(DocumentRules.get(receipt.id(), books).with(stored));
    }

    private static void arrive(
            Submitted submitted, Document receipt, DocumentLine row, long units, Bucket to, Instant when, Books books) {
        DocumentRules.record(
                submitted,
                MovementKind.RECEIVE,
                receipt,
                row,
                row.goods(),
                units,
                beyond(Outside.SUPPLIER),
                at(receipt.to(), to),
                to == Bucket.BLOCKED ? "damaged" : null,
                when,
                books);
    }

    /** What the receipt says, or else what the supplier announced of the same lot. */
    private static @Nullable LocalDate expiresOn(OpenDocument asked, DocumentUnits line, Books books) {
        if (line.details().expiresOn() != null || line.goods() == null) {
            return line.details().expiresOn();
        }
        return announced(asked.follows(), books)
                .flatMap(announcement -> announcement.lines().stream())
                .filter(told -> told.sku().equals(line.sku())
                        && told.goods().lot().equals(line.goods().lot()))
                .map(DocumentLine::expiresOn)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Stream<Document> announced(List<Document.Id> follows, Books books) {
        return follows.stream().filter(id -> id.kind() == Kind.ANNOUNCEMENT).map(id -> DocumentRules.get(id, books));
    }

    /** Units that came are those that were announced first. */
    private static void announcementArrived(List<Document.Id> follows, DocumentLine row, long units, Books books) {
        var left = units;
        for (var announcement : announced(follows, books).toList()) {
            var next = announcement;
            for (var told : announcement.lines()) {
                var isIt = told.sku().equals(row.sku())
                        && (told.goods().lot().isEmpty()
                                || told.goods().lot().equals(row.goods().lot()));
                var came = isIt ? Math.min(left, told.at(Stage.OPEN)) : 0;
                left -= came;
                next = next.with(told.moved(Stage.OPEN, Stage.ARRIVED, came));
            }
            books.keep(next);
        }
    }

    /** Somebody has looked again and says what it is. */
    static @Nullable Outcome confirm(Submitted submitted, MoveDocument asked, Books books) {
        for (var line : asked.lines()) {
            var receipt = DocumentRules.get(asked.document(), books);
            var row = receipt.rows(line.line()).getFirst();
            var counted = new Counted(line.of(Part.GOOD), line.of(Part.DAMAGED), line.of(Part.INSPECT));
            var parked = row.at(Stage.OPEN);
            if (parked == 0) {
                return DocumentRules.moreThanOpen(receipt, row, counted.units(), 0, books);
            }
            var corrected = counted.units() < parked
                    ? row.moved(Stage.OPEN, Stage.CLOSED, parked - counted.units())
                    : row.beyond(Stage.OPEN, counted.units() - parked);
            post(submitted, receipt, corrected, counted, false, asked.occurredAt(), books);
            announcementArrived(asked.follows(), row, counted.units(), books);
        }
        asked.follows().forEach(id -> books.keep(DocumentRules.get(id, books).next()));
        return null;
    }
}
