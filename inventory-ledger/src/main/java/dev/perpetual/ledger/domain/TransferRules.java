package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static dev.perpetual.ledger.domain.Document.place;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides how stock goes from one of our locations to another. Under way it is in {@code outbound} of a location of kind
 * TRANSIT, and stays there until it arrives or somebody writes it off.
 */
final class TransferRules {

    private TransferRules() {}

    static @Nullable Outcome request(Submitted submitted, OpenDocument asked, Books books) {
        var head = asked.head();
        var from = place(head.from());
        var via = books.location(place(head.via()));
        if (via == null || via.kind() != Location.Kind.TRANSIT) {
            return new Rejected(
                    Reason.NOT_A_TRANSIT,
                    "Expected via to be a location of kind TRANSIT, but %s is %s"
                            .formatted(head.via(), via == null ? "unknown" : via.kind()));
        }
        if (books.location(from) == null) {
            return new Rejected(Reason.UNKNOWN_LOCATION, "Expected a known location, but got " + from);
        }
        if (from.equals(head.to()) || from.equals(via.id()) || head.to().equals(via.id())) {
            return new Rejected(
                    Reason.SAME_LOCATION,
                    "Expected three different locations, but got %s, %s and %s".formatted(from, via.id(), head.to()));
        }
        var held = new ArrayList<AskedLine>();
        for (var line : asked.lines()) {
            var goods = line.goods() == null ? Goods.PLAIN : line.goods();
            var row = DocumentLine.none(line.line(), PurchaseRules.sku(line), goods)
                    .described(
                            null,
                            line.details().factor(),
                            line.details().bucket(),
                            line.details().unitCost(),
                            line.details().expiresOn())
                    .asking(Stage.OPEN, line.of(Part.QUANTITY))
                    .flagged(List.of(), line.details().reason());
            books.keep(DocumentRules.get(head.id(), books).with(row));
            if (row.bucket() != Bucket.BLOCKED) {
                held.add(new AskedLine(row.line(), row.sku(), from, goods, row.asked()));
            }
        }
        if (!asked.holding() || held.isEmpty()) {
            return null;
        }
        var hold = new PlaceHold(
                Document.holdOf(head.id()),
                new Hold.Owner(head.id().kind().code(), head.id().id()),
                Fill.ALL,
                null,
                held,
                asked.occurredAt());
        var outcome = HoldRules.place(submitted, hold, books);
        return outcome instanceof HoldChanged ? null : outcome;
    }

    /** What leaves is asked for like any request: it must be there. Without lines all that is open. */
    static @Nullable Outcome ship(Submitted submitted, MoveDocument asked, Books books) {
        var transfer = DocumentRules.get(asked.document(), books);
        var lines = asked.lines().isEmpty() ? everythingOpen(transfer) : asked.lines();
        for (var line : lines) {
            var outcome = shipLine(submitted, asked, line, books);
            if (outcome != null) {
                return outcome;
            }
        }
        return null;
    }

    private static List<DocumentUnits> everythingOpen(Document transfer) {
        return transfer.lines().stream()
                .filter(row -> row.at(Stage.OPEN) > 0)
                .map(row -> new DocumentUnits(
                        row.line(),
                        null,
                        row.sku(),
                        null,
                        null,
                        Map.of(Part.QUANTITY, row.at(Stage.OPEN)),
                        new DocumentUnits.Details(List.of(), 1, null, null, null, null)))
                .toList();
    }

    private static @Nullable Outcome shipLine(
            Submitted submitted, MoveDocument asked, DocumentUnits line, Books books) {
        var transfer = DocumentRules.get(asked.document(), books);
        var units = line.of(Part.QUANTITY);
        var row = transfer.rows(line.line()).stream()
                .filter(each -> each.at(Stage.OPEN) > 0)
                .findFirst()
                .orElse(transfer.rows(line.line()).getFirst());
        if (units > row.at(Stage.OPEN)) {
            return DocumentRules.moreThanOpen(transfer, row, units, row.at(Stage.OPEN), books);
        }
        var from = place(transfer.from());
        var via = place(transfer.via());
        var source = at(from, row.bucket() == null ? Bucket.AVAILABLE : row.bucket());
        var wrong = SerialRules.whyNot(
                MovementKind.TRANSFER_OUT, row.sku(), units, source, at(via, Bucket.OUTBOUND), line.serials(), books);
        if (wrong != null) {
            return wrong;
        }
        for (var part : released(submitted, asked, line, row, units, books).entrySet()) {
            var goods = part.getKey();
            var refusal = LedgerRules.refusal(row.sku(), part.getValue(), source, goods, books);
            if (refusal != null) {
                return refusal;
            }
            DocumentRules.record(
                    submitted,
                    MovementKind.TRANSFER_OUT,
                    transfer,
                    row,
                    goods,
                    part.getValue(),
                    source,
                    at(via, Bucket.OUTBOUND),
                    null,
                    asked.occurredAt(),
                    books);
            var current = DocumentRules.get(transfer.id(), books);
            var left = current.row(row.line(), row.sku(), row.goods());
            if (left == null || goods.equals(row.goods())) {
                books.keep(current.with((left == null ? row : left).moved(Stage.OPEN, Stage.TRANSIT, part.getValue())));
            } else {
                var known = current.row(row.line(), row.sku(), goods);
                books.keep(current.with(left.less(Stage.OPEN, part.getValue()))
                        .with((known == null ? row.emptyOf(goods) : known).asking(Stage.TRANSIT, part.getValue())));
            }
        }
        return null;
    }

    /** Takes from the transfer's own hold first, in the lots that it keeps; the rest is taken as the caller says. */
    private static Map<Goods, Long> released(
            Submitted submitted, MoveDocument asked, DocumentUnits line, DocumentLine row, long units, Books books) {
        var parts = new LinkedHashMap<Goods, Long>();
        var hold = books.hold(Document.holdOf(asked.document()));
        var left = units;
        if (hold != null && row.bucket() != Bucket.BLOCKED) {
            for (var each : hold.lines()) {
                var mine = each.line() == line.line() ? Math.min(left, each.open()) : 0;
                if (mine > 0) {
                    parts.merge(each.goods(), mine, Long::sum);
                    left -= mine;
                }
            }
            if (left < units) {
                var step = List.of(new StepLine(line.line(), units - left, null));
                HoldStepRules.move(
                        submitted, new MoveHold(hold.id(), MoveHold.Step.RELEASE, step, asked.occurredAt()), books);
            }
        }
        if (left > 0) {
            parts.merge(line.goods() == null ? row.goods() : line.goods(), left, Long::sum);
        }
        return parts;
    }

    /** What arrives is a fact, wherever, in whatever state, and even when nobody told us that it had left. */
    static @Nullable Outcome receive(Submitted submitted, MoveDocument asked, Books books) {
        for (var line : asked.lines()) {
            var good = line.of(Part.GOOD);
            var damaged = line.of(Part.DAMAGED);
            var transfer = DocumentRules.get(asked.document(), books);
            var rows = transfer.rows(line.line()).stream()
                    .filter(row -> line.goods() == null || row.goods().equals(line.goods()))
                    .toList();
            if (rows.isEmpty()) {
                rows = List.of(transfer.rows(line.line()).getFirst().emptyOf(goods(line)));
            }
            for (var i = 0; i < rows.size(); i++) {
                var row = rows.get(i);
                var all = i == rows.size() - 1;
                var goodHere = all ? good : Math.min(good, Math.max(0, row.at(Stage.TRANSIT)));
                var damagedHere = all ? damaged : Math.min(damaged, Math.max(0, row.at(Stage.TRANSIT) - goodHere));
                arrive(submitted, asked, line, row, goodHere, damagedHere, all, books);
                good -= goodHere;
                damaged -= damagedHere;
            }
        }
        return null;
    }

    private static Goods goods(DocumentUnits line) {
        return line.goods() == null ? Goods.PLAIN : line.goods();
    }

    private static void arrive(
            Submitted submitted,
            MoveDocument asked,
            DocumentUnits line,
            DocumentLine row,
            long good,
            long damaged,
            boolean last,
            Books books) {
        var transfer = DocumentRules.get(asked.document(), books);
        var to = line.location() == null ? transfer.to() : line.location();
        move(submitted, asked, transfer, row, good, at(to, Bucket.AVAILABLE), null, books);
        move(submitted, asked, transfer, row, damaged, at(to, Bucket.BLOCKED), "damaged under way", books);
        var next = row.moved(Stage.TRANSIT, Stage.GOOD, good).moved(Stage.TRANSIT, Stage.BLOCKED, damaged);
        var flags = new ArrayList<Flag>();
        if (damaged > 0) {
            flags.add(Flag.DAMAGED);
        }
        if (!to.equals(transfer.to())) {
            flags.add(Flag.OTHER_LOCATION);
        }
        if (last && line.of(Part.MISSING) > 0) {
            flags.add(Flag.SHORT);
        }
        books.keep(transfer.with(next.flagged(flags, line.details().reason())));
    }

    private static void move(
            Submitted submitted,
            MoveDocument asked,
            Document transfer,
            DocumentLine row,
            long units,
            Account to,
            @Nullable String reason,
            Books books) {
        DocumentRules.record(
                submitted,
                MovementKind.TRANSFER_IN,
                transfer,
                row,
                row.goods(),
                units,
                at(place(transfer.via()), Bucket.OUTBOUND),
                to,
                reason,
                asked.occurredAt(),
                books);
    }

    /** What is lost leaves the books only when somebody decides so, at the cost that it carried. */
    static @Nullable Outcome writeOff(Submitted submitted, MoveDocument asked, Books books) {
        for (var line : asked.lines()) {
            var units = line.of(Part.QUANTITY);
            var transfer = DocumentRules.get(asked.document(), books);
            var rows = transfer.rows(line.line());
            var underWay = rows.stream()
                    .mapToLong(row -> Math.max(0, row.at(Stage.TRANSIT)))
                    .sum();
            if (units > underWay) {
                return DocumentRules.moreThanOpen(transfer, rows.getFirst(), units, underWay, books);
            }
            for (var row : rows) {
                var lost = Math.min(units, Math.max(0, row.at(Stage.TRANSIT)));
                units -= lost;
                DocumentRules.record(
                        submitted,
                        MovementKind.WRITE_OFF,
                        transfer,
                        row,
                        row.goods(),
                        lost,
                        at(place(transfer.via()), Bucket.OUTBOUND),
                        beyond(Outside.LOSS),
                        asked.reason(),
                        asked.occurredAt(),
                        books);
                books.keep(DocumentRules.get(transfer.id(), books)
                        .with(row.moved(Stage.TRANSIT, Stage.LOST, lost).flagged(List.of(), asked.reason())));
            }
        }
        return null;
    }
}
