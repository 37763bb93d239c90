package dev.perpetual.ledger.model;

import static dev.perpetual.ledger.model.NaivePapers.flag;
import static dev.perpetual.ledger.model.NaivePapers.inside;
import static dev.perpetual.ledger.model.NaivePapers.outside;
import static dev.perpetual.ledger.model.NaivePapers.part;
import static dev.perpetual.ledger.model.NaivePapers.place;
import static dev.perpetual.ledger.model.NaivePapers.wares;
import static dev.perpetual.ledger.model.NaivePapers.write;

import dev.perpetual.ledger.model.NaiveBooks.Part;
import dev.perpetual.ledger.model.NaiveBooks.Row;
import dev.perpetual.ledger.model.NaiveBooks.Sheet;
import dev.perpetual.ledger.model.Told.Goes;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Opens;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Want;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Goods on their way from one of our places to another, naively. */
final class NaiveTransfers {

    private NaiveTransfers() {}

    static @Nullable String request(NaiveBooks books, Opens told, Sheet sheet, long now) {
        var via = Naive.PLACES.get(told.via());
        if (via == null || !via.kind().equals("TRANSIT")) {
            return "rejected not-a-transit";
        }
        if (!Naive.PLACES.containsKey(told.from())) {
            return "rejected unknown-location";
        }
        if (told.from().equals(told.to())
                || told.from().equals(told.via())
                || told.to().equals(told.via())) {
            return "rejected same-location";
        }
        var wants = new ArrayList<Want>();
        for (var line : told.lines()) {
            var row = new Row(line.line(), line.sku(), wares(line));
            row.factor = line.factor();
            row.ofBlocked = line.ofBlocked();
            row.ask("OPEN", part(line, "QUANTITY"));
            sheet.put(row);
            if (!row.ofBlocked) {
                wants.add(new Want(row.line, row.sku, told.from(), row.wares, row.asked));
            }
        }
        if (told.holding() && !wants.isEmpty()) {
            var answer = NaiveHolds.place(
                    books,
                    new Holds(told.paper().toString(), told.paper().toString(), true, null, wants, told.at()),
                    now);
            return answer.startsWith("hold") ? null : answer;
        }
        return null;
    }

    static @Nullable String ship(NaiveBooks books, Goes told, Sheet sheet) {
        var lines = new ArrayList<>(told.lines());
        if (lines.isEmpty()) {
            for (var row : sheet.rows.values()) {
                if (row.at("OPEN") > 0) {
                    var all = Map.of("QUANTITY", row.at("OPEN"));
                    lines.add(new Line(row.line, null, row.sku, null, null, all, 1, false));
                }
            }
        }
        for (var line : lines) {
            var rows = sheet.of(line.line());
            var row = rows.getFirst();
            for (var each : rows) {
                if (each.at("OPEN") > 0) {
                    row = each;
                    break;
                }
            }
            var units = part(line, "QUANTITY");
            if (units > row.at("OPEN")) {
                return NaivePapers.moreThanOpen(books, sheet, row, units, row.at("OPEN"));
            }
            var refusal = shipRow(books, told, sheet, line, row, units);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** First what the transfer's own hold keeps, in the lots that it keeps; the rest as the caller says. */
    private static @Nullable String shipRow(NaiveBooks books, Goes told, Sheet sheet, Line line, Row row, long units) {
        var source = inside(sheet.head.from(), row.ofBlocked ? "blocked" : "available");
        var target = inside(sheet.head.via(), "outbound");
        var whyNot = NaiveNames.whyNot(books, "transfer-out", row.sku, units, source, target, line.serials());
        if (whyNot != null) {
            return whyNot;
        }
        var parts = new LinkedHashMap<Wares, Long>();
        var hold = told.paper().toString();
        var promise = books.promises.get(hold);
        var left = units;
        for (var part : promise == null || row.ofBlocked ? List.<Part>of() : promise.parts()) {
            var mine = part.line() == line.line() ? Math.min(left, part.open()) : 0;
            if (mine > 0) {
                parts.put(part.wares(), parts.getOrDefault(part.wares(), 0L) + mine);
                left -= mine;
            }
        }
        if (left < units) {
            var wanted = new TreeMap<Integer, Long>();
            wanted.put(line.line(), units - left);
            NaiveHolds.move(books, new Steps(hold, "RELEASE", List.of(), told.at()), promise, wanted);
        }
        if (left > 0) {
            var wares = line.wares() == null ? row.wares : line.wares();
            parts.put(wares, parts.getOrDefault(wares, 0L) + left);
        }
        for (var part : parts.entrySet()) {
            var wares = part.getKey();
            var refusal = NaiveLedger.refusal(books, row.sku, part.getValue(), source, wares);
            if (refusal != null) {
                return refusal;
            }
            write(books, "transfer-out", sheet, row, wares, part.getValue(), source, target, told.at());
            if (wares.equals(row.wares)) {
                row.move("OPEN", "TRANSIT", part.getValue());
            } else {
                row.lose("OPEN", part.getValue());
                var known = sheet.row(row.line, row.sku, wares);
                var other = known == null ? row.copy(wares) : known;
                other.ask("TRANSIT", part.getValue());
                sheet.put(other);
            }
        }
        return null;
    }

    /** What arrives is a fact, wherever and in whatever state. */
    static @Nullable String receive(NaiveBooks books, Goes told, Sheet sheet) {
        for (var line : told.lines()) {
            var rows = new ArrayList<Row>();
            for (var row : sheet.of(line.line())) {
                if (line.wares() == null || line.wares().equals(row.wares)) {
                    rows.add(row);
                }
            }
            if (rows.isEmpty()) {
                rows.add(sheet.of(line.line()).getFirst().copy(wares(line)));
            }
            var good = part(line, "GOOD");
            var damaged = part(line, "DAMAGED");
            for (var row : rows) {
                var isLast = row == rows.getLast();
                var goodHere = isLast ? good : Math.min(good, Math.max(0, row.at("TRANSIT")));
                var damagedHere = isLast ? damaged : Math.min(damaged, Math.max(0, row.at("TRANSIT") - goodHere));
                good -= goodHere;
                damaged -= damagedHere;
                var to = place(line, sheet.head.to());
                var way = inside(sheet.head.via(), "outbound");
                write(books, "transfer-in", sheet, row, row.wares, goodHere, way, inside(to, "available"), told.at());
                write(books, "transfer-in", sheet, row, row.wares, damagedHere, way, inside(to, "blocked"), told.at());
                row.move("TRANSIT", "GOOD", goodHere);
                row.move("TRANSIT", "BLOCKED", damagedHere);
                if (damagedHere > 0) {
                    flag(row, "DAMAGED");
                }
                if (!to.equals(sheet.head.to())) {
                    flag(row, "OTHER_LOCATION");
                }
                if (isLast && part(line, "MISSING") > 0) {
                    flag(row, "SHORT");
                }
                sheet.put(row);
            }
        }
        return null;
    }

    static @Nullable String writeOff(NaiveBooks books, Goes told, Sheet sheet) {
        for (var line : told.lines()) {
            var left = part(line, "QUANTITY");
            var rows = sheet.of(line.line());
            var underWay = 0L;
            for (var row : rows) {
                underWay += Math.max(0, row.at("TRANSIT"));
            }
            if (left > underWay) {
                return NaivePapers.moreThanOpen(books, sheet, rows.getFirst(), left, underWay);
            }
            for (var row : rows) {
                var lost = Math.min(left, Math.max(0, row.at("TRANSIT")));
                left -= lost;
                var way = inside(sheet.head.via(), "outbound");
                write(books, "write-off", sheet, row, row.wares, lost, way, outside("loss"), told.at());
                row.move("TRANSIT", "LOST", lost);
            }
        }
        return null;
    }

    /** A hold keeps no more of a line than is still open of it. */
    static void giveBack(NaiveBooks books, Goes told, Sheet sheet) {
        var hold = told.paper().toString();
        var promise = books.promises.get(hold);
        if (promise == null || !promise.state().equals("OPEN")) {
            return;
        }
        var spare = new TreeMap<Integer, Long>();
        for (var part : promise.parts()) {
            spare.put(part.line(), spare.getOrDefault(part.line(), 0L) + part.open());
        }
        for (var row : sheet.rows.values()) {
            spare.put(row.line, spare.getOrDefault(row.line, 0L) - row.at("OPEN"));
        }
        spare.values().removeIf(units -> units <= 0);
        if (!spare.isEmpty()) {
            NaiveHolds.move(books, new Steps(hold, "RELEASE", List.of(), told.at()), promise, spare);
        }
    }
}
