package dev.perpetual.ledger.model;

import static dev.perpetual.ledger.model.NaivePapers.flag;
import static dev.perpetual.ledger.model.NaivePapers.inside;
import static dev.perpetual.ledger.model.NaivePapers.outside;
import static dev.perpetual.ledger.model.NaivePapers.part;
import static dev.perpetual.ledger.model.NaivePapers.wares;

import dev.perpetual.ledger.model.NaiveBooks.Row;
import dev.perpetual.ledger.model.NaiveBooks.Sheet;
import dev.perpetual.ledger.model.Told.Goes;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Opens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes back, and what becomes of goods that wait for a decision, naively. */
final class NaiveReturns {

    /** The order in which the parts of one line are taken. */
    private static final List<String> DISPOSITIONS =
            List.of("PASS", "FAIL", "RESTOCK", "REFURBISH", "BLOCK", "WRITE_OFF", "SUPPLIER");

    private NaiveReturns() {}

    static @Nullable String authorise(Opens told, Sheet sheet) {
        for (var line : told.lines()) {
            var row = new Row(line.line(), line.sku(), wares(line));
            row.ask("OPEN", part(line, "QUANTITY"));
            sheet.put(row);
        }
        return null;
    }

    /** What stands here is here, allowed or not, and as what it is. */
    static @Nullable String receive(NaiveBooks books, Goes told, Sheet sheet) {
        for (var line : told.lines()) {
            var rows = sheet.of(line.line());
            var sku = line.sku() == null ? rows.getFirst().sku : line.sku();
            Row authorised = null; // The row that awaits this SKU, or else any of it.
            for (var row : rows) {
                if (row.sku.equals(sku) && (authorised == null || (authorised.at("OPEN") == 0 && row.at("OPEN") > 0))) {
                    authorised = row;
                }
            }
            var isOther = !rows.isEmpty() && authorised == null;
            var wares = line.wares() != null || authorised == null ? wares(line) : authorised.wares;
            var stage = isOther ? "BLOCKED" : "INSPECTION";
            var units = part(line, "QUANTITY");
            var due = authorised == null ? 0 : Math.min(units, authorised.at("OPEN"));
            var known = sheet.row(line.line(), sku, wares);
            var row = known == null ? new Row(line.line(), sku, wares) : known;
            if (row == authorised) {
                row.move("OPEN", stage, due);
            } else if (due > 0) {
                authorised.lose("OPEN", due);
                row.ask(stage, due);
            }
            row.exceed(stage, units - due);
            if (isOther) {
                flag(row, "WRONG_ITEM");
            } else if (units > due) {
                flag(row, "UNAUTHORISED");
            }
            var bucket = inside(sheet.head.to(), isOther ? "blocked" : "inspection");
            NaivePapers.write(books, "return", sheet, row, wares, units, outside("customer"), bucket, told.at());
            sheet.put(row);
        }
        return null;
    }

    static @Nullable String dispose(NaiveBooks books, Goes told, Sheet sheet) {
        for (var line : told.lines()) {
            for (var part : DISPOSITIONS) {
                var refusal = line.parts().containsKey(part) ? dispose(books, told, sheet, line, part) : null;
                if (refusal != null) {
                    return refusal;
                }
            }
        }
        return null;
    }

    private static @Nullable String dispose(NaiveBooks books, Goes told, Sheet sheet, Line line, String part) {
        var units = part(line, part);
        var rows = NaivePapers.matching(sheet, line);
        if (rows.isEmpty()) {
            return NaivePapers.moreThanOpen(books, sheet, sheet.of(line.line()).getFirst(), units, 0);
        }
        var row = rows.getFirst();
        var alsoBlocked = part.equals("RESTOCK") || part.equals("WRITE_OFF") || part.equals("SUPPLIER");
        var here = row.at("INSPECTION") + (alsoBlocked ? row.at("BLOCKED") : 0);
        if (units > here) {
            return NaivePapers.moreThanOpen(books, sheet, row, units, here);
        }
        var isReceipt = sheet.head.paper().kind().equals("receipt");
        var isGood = part.equals("PASS") || part.equals("RESTOCK");
        if (isGood && !isReceipt) {
            var left = restockable(books, sheet, row.sku);
            if (units > left) {
                return "refused more-than-shipped "
                        + NaiveLedger.shortage(row.line, row.sku, sheet.head.to(), units, left, books);
            }
        }
        var inspected = Math.min(units, row.at("INSPECTION"));
        var place = sheet.head.to();
        for (var from : List.of("inspection", "blocked")) {
            var some = from.equals("inspection") ? inspected : units - inspected;
            var kind = "inspect";
            var stage = "BLOCKED";
            var to = inside(place, "blocked");
            if (isGood) {
                kind = isReceipt && from.equals("inspection") ? "inspect" : "restock";
                stage = "GOOD";
                to = inside(place, "available");
            } else if (part.equals("WRITE_OFF")) {
                kind = "write-off";
                stage = "LOST";
                to = outside("loss");
            } else if (part.equals("SUPPLIER")) {
                kind = "return";
                stage = "BACK";
                to = outside("supplier");
            }
            NaivePapers.write(books, kind, sheet, row, row.wares, some, inside(place, from), to, told.at());
            row.move(from.equals("inspection") ? "INSPECTION" : "BLOCKED", stage, some);
        }
        return null;
    }

    /** What the holds of that order shipped, less what came back from it and is for sale again already. */
    private static long restockable(NaiveBooks books, Sheet sheet, String sku) {
        var about = sheet.head.about();
        if (about.isEmpty()) {
            return 0;
        }
        var left = 0L;
        for (var promise : books.promises.entrySet()) {
            var isOf = promise.getValue().owner().equals(about) || ("hold/" + promise.getKey()).equals(about);
            for (var part : promise.getValue().parts()) {
                left = Math.addExact(left, isOf && part.sku().equals(sku) ? part.shipped() : 0);
            }
        }
        for (var other : books.sheets.values()) {
            if (!other.head.paper().kind().equals("return")
                    || !other.head.about().equals(about)) {
                continue;
            }
            for (var row : other.rows.values()) {
                left = Math.max(0, left - (row.sku.equals(sku) ? row.at("GOOD") : 0));
            }
        }
        for (var entry : books.journal) {
            var isBack = (entry.kind().equals("return") || entry.kind().equals("restock"))
                    && entry.to().name().equals("available")
                    && (entry.causeType() + "/" + entry.causeId()).equals(about);
            left = Math.max(0, left - (isBack && entry.sku().equals(sku) ? entry.quantity() : 0));
        }
        return left;
    }
}
