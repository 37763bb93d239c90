package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Row;
import dev.perpetual.ledger.model.NaiveBooks.Sheet;
import dev.perpetual.ledger.model.Told.Goes;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Opens;
import dev.perpetual.ledger.model.Told.Paper;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What all documents have in common, naively. */
final class NaivePapers {

    private NaivePapers() {}

    static String open(NaiveBooks books, Opens told, long now) {
        var name = told.paper().toString();
        if (books.sheets.containsKey(name)) {
            return "rejected document-exists";
        }
        for (var paper : told.follows()) {
            if (!books.sheets.containsKey(paper.toString())) {
                return "rejected unknown-document";
            }
        }
        for (var line : told.lines()) {
            var wrong = line.sku() == null ? null : NaiveLedger.unknown(line.sku(), place(line, ""));
            if (wrong != null) {
                return wrong;
            }
        }
        if (!Naive.PLACES.containsKey(told.to())) {
            return "rejected unknown-location";
        }
        var receives = told.paper().kind().equals("receipt");
        var whyNot = NaiveNames.whyNot(books, told.lines(), null, receives);
        if (whyNot != null) {
            return whyNot;
        }
        var sheet = new Sheet(told);
        books.sheets.put(name, sheet);
        loosen(books, told.follows());
        var refusal = switch (told.paper().kind()) {
            case "purchase-order" -> NaivePurchases.order(books, told, sheet);
            case "announcement" -> NaivePurchases.announce(books, told, sheet);
            case "receipt" -> NaivePurchases.receive(books, told, sheet);
            case "transfer" -> NaiveTransfers.request(books, told, sheet, now);
            default -> NaiveReturns.authorise(told, sheet);
        };
        return refusal == null ? changed(sheet) : refusal;
    }

    /** Sheets that a command may change become copies. */
    private static void loosen(NaiveBooks books, List<Paper> papers) {
        for (var paper : papers) {
            books.sheets.computeIfPresent(paper.toString(), (_, sheet) -> sheet.copy());
        }
    }

    private static String changed(Sheet sheet) {
        sheet.version++;
        return "document " + sheet.head.paper() + " " + sheet.version;
    }

    static String go(NaiveBooks books, Goes told) {
        var known = books.sheets.get(told.paper().toString());
        if (known == null) {
            return "rejected unknown-document";
        }
        for (var line : told.lines()) {
            var rows = known.of(line.line());
            var isNew = told.paper().kind().equals("return") && told.step().equals("RECEIVE") && line.sku() != null;
            if (rows.isEmpty() && !isNew) {
                return "rejected unknown-line";
            }
            var sku = line.sku() == null ? rows.getFirst().sku : line.sku();
            var wrong = NaiveLedger.unknown(sku, place(line, ""));
            if (wrong != null) {
                return wrong;
            }
        }
        var whyNot = NaiveNames.whyNot(books, told.lines(), known, told.step().equals("CONFIRM"));
        if (whyNot != null) {
            return whyNot;
        }
        loosen(books, List.of(told.paper()));
        loosen(books, known(books, told.follows()));
        var sheet = books.sheets.get(told.paper().toString());
        var isTransfer = told.paper().kind().equals("transfer");
        var refusal = switch (told.step()) {
            case "SHIP" -> NaiveTransfers.ship(books, told, sheet);
            case "RECEIVE" ->
                isTransfer ? NaiveTransfers.receive(books, told, sheet) : NaiveReturns.receive(books, told, sheet);
            case "CONFIRM" -> NaivePurchases.confirm(books, told, sheet);
            case "DISPOSE" -> NaiveReturns.dispose(books, told, sheet);
            case "WRITE_OFF" -> NaiveTransfers.writeOff(books, told, sheet);
            case "CLOSE" -> close(books, told, sheet);
            default -> NaivePurchases.settle(told, sheet);
        };
        return refusal == null ? changed(sheet) : refusal;
    }

    /** Those that there are. */
    static List<Told.Paper> known(NaiveBooks books, List<Told.Paper> papers) {
        return papers.stream()
                .filter(paper -> books.sheets.containsKey(paper.toString()))
                .toList();
    }

    /** What has not come is awaited no more: so many of a line, or all of it. */
    private static @Nullable String close(NaiveBooks books, Goes told, Sheet sheet) {
        var kind = sheet.head.paper().kind();
        if (told.lines().isEmpty()) {
            for (var row : sheet.rows.values()) {
                close(books, told, sheet, row, closable(sheet, row));
            }
            if (kind.equals("purchase-order")) {
                NaivePurchases.forget(books, sheet);
            }
        }
        for (var line : told.lines()) {
            var rows = matching(sheet, line);
            var most = 0L;
            for (var row : rows) {
                most = Math.addExact(most, closable(sheet, row));
            }
            var left = line.parts().isEmpty() ? most : part(line, "QUANTITY");
            if (left > most) {
                var row = rows.isEmpty() ? sheet.of(line.line()).getFirst() : rows.getFirst();
                return moreThanOpen(books, sheet, row, left, most);
            }
            for (var row : rows) {
                var units = Math.min(left, closable(sheet, row));
                close(books, told, sheet, row, units);
                left -= units;
            }
        }
        if (kind.equals("transfer")) {
            NaiveTransfers.giveBack(books, told, sheet);
        }
        return null;
    }

    private static long closable(Sheet sheet, Row row) {
        return row.at("OPEN") + (sheet.head.paper().kind().equals("purchase-order") ? row.at("TRANSIT") : 0);
    }

    private static void close(NaiveBooks books, Goes told, Sheet sheet, Row row, long units) {
        if (units == 0) {
            return;
        }
        if (sheet.head.paper().kind().equals("announcement")) {
            NaivePurchases.retract(books, told, row, units);
            return;
        }
        var open = Math.min(units, row.at("OPEN"));
        row.move("OPEN", "CLOSED", open);
        row.move("TRANSIT", "CLOSED", units - open);
        if (sheet.head.paper().kind().equals("purchase-order")) {
            NaivePurchases.expect(books, sheet, row, -units, told.at());
            NaivePurchases.settle(row);
        }
    }

    static List<Row> matching(Sheet sheet, Line line) {
        var found = new ArrayList<Row>();
        for (var row : sheet.of(line.line())) {
            if ((line.sku() == null || line.sku().equals(row.sku))
                    && (line.wares() == null || line.wares().equals(row.wares))) {
                found.add(row);
            }
        }
        return found;
    }

    static long part(Line line, String part) {
        return line.parts().getOrDefault(part, 0L);
    }

    static Wares wares(Line line) {
        return line.wares() == null ? Wares.PLAIN : line.wares();
    }

    static String place(Line line, String otherwise) {
        return line.place() == null ? otherwise : line.place();
    }

    static Spot inside(String place, String bucket) {
        return new Spot(place, bucket);
    }

    static Spot outside(String account) {
        return new Spot("", account);
    }

    /** Units of a row go somewhere, because of its line. */
    static void write(
            NaiveBooks books, String kind, Sheet sheet, Row row, Wares wares, long units, Spot from, Spot to, long at) {
        if (units != 0) {
            books.write(
                    kind,
                    row.sku,
                    units,
                    from,
                    to,
                    wares,
                    sheet.head.paper().kind(),
                    sheet.head.paper().id(),
                    row.line,
                    at);
        }
    }

    static String moreThanOpen(NaiveBooks books, Sheet sheet, Row row, long asked, long open) {
        return "refused more-than-open " + NaiveLedger.shortage(row.line, row.sku, sheet.head.to(), asked, open, books);
    }

    static void flag(Row row, String... flags) {
        row.flags.addAll(Set.of(flags));
    }
}
