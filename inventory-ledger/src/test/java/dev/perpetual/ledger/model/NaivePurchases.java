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
import dev.perpetual.ledger.model.Told.Wares;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Purchase orders, what is announced of them, and what comes to the dock, naively. */
final class NaivePurchases {

    /** Base units of the pack that every item of these histories has. */
    static final long PACK = 12;

    /** As many days after the start of a history are in the year 9999, which says that it keeps. */
    static final long FOR_EVER = 2_912_200;

    private static final long DAYS_OF_A_LONG_TIME = 1_000_000;
    private static final long DAY = 86_400;

    /** Histories start at eight in the morning, UTC. */
    private static final long START_OF_DAY = 8 * 3_600;

    private NaivePurchases() {}

    static @Nullable String order(NaiveBooks books, Opens told, Sheet sheet) {
        for (var line : told.lines()) {
            var row = new Row(line.line(), line.sku(), Wares.PLAIN);
            row.factor = line.factor();
            row.ask("OPEN", part(line, "QUANTITY"));
            expect(books, sheet, row, row.asked, told.at());
            sheet.put(row);
        }
        return null;
    }

    /** More, or with a minus fewer, are on order. */
    static void expect(NaiveBooks books, Sheet order, Row row, long units, long at) {
        var supplier = outside("supplier");
        var spot = inside(order.head.to(), "expected");
        NaivePapers.write(
                books,
                "expect",
                order,
                row,
                Wares.PLAIN,
                Math.abs(units),
                units > 0 ? supplier : spot,
                units > 0 ? spot : supplier,
                at);
    }

    static @Nullable String announce(NaiveBooks books, Opens told, Sheet sheet) {
        var order = books.sheets.get(told.follows().getFirst().toString());
        for (var line : told.lines()) {
            var of = line.of() == null ? line.line() : line.of();
            var rows = order.of(of);
            if (rows.isEmpty() || (line.sku() != null && !line.sku().equals(rows.getFirst().sku))) {
                return "rejected unknown-line";
            }
            var row = rows.getFirst();
            var units = part(line, "QUANTITY");
            row.move("OPEN", "TRANSIT", Math.min(units, row.at("OPEN")));
            row.announced = Math.addExact(row.announced, units);
            compare(row);
            var told1 = sheet.row(line.line(), row.sku, wares(line));
            var mine = told1 == null ? new Row(line.line(), row.sku, wares(line)) : told1;
            mine.of = of;
            mine.factor = row.factor;
            mine.expiresOn = line.expiresOn();
            mine.ask("OPEN", units);
            sheet.put(mine);
        }
        order.version++;
        return null;
    }

    /** A case opens while ordered, announced and counted cannot all be true, and closes when they agree. */
    private static void compare(Row row) {
        var isWrong = row.announced > row.asked || row.counted > row.asked;
        if (row.counted > 0 && row.announced > 0) {
            isWrong |= !(row.asked == row.announced && row.announced == row.counted);
        }
        if (row.flags.contains("COMPLETE")) {
            isWrong |= row.counted != row.asked;
        }
        if (isWrong) {
            row.issue = "open";
        } else if (row.issue.equals("open")) {
            row.issue = "closed";
        }
    }

    /** What was announced does not come: the order awaits it again. */
    static void retract(NaiveBooks books, Goes told, Row row, long units) {
        row.move("OPEN", "CLOSED", units);
        for (var paper : told.follows()) {
            var order = books.sheets.get(paper.toString());
            for (var ordered : order.of(row.of == null ? row.line : row.of)) {
                ordered.move("TRANSIT", "OPEN", Math.min(units, ordered.at("TRANSIT")));
                ordered.announced = Math.max(0, ordered.announced - units);
                compare(ordered);
                order.version++;
            }
        }
    }

    /** Nothing of what was announced of an order comes when nothing of the order does. */
    static void forget(NaiveBooks books, Sheet order) {
        for (var name : List.copyOf(books.sheets.keySet())) {
            var told = books.sheets.get(name);
            if (told.head.paper().kind().equals("announcement")
                    && told.head.about().equals(order.head.paper().toString())
                    && told.isOpen()) {
                told = told.copy();
                books.sheets.put(name, told);
                told.rows.values().forEach(row -> row.move("OPEN", "CLOSED", row.at("OPEN")));
                told.version++;
            }
        }
    }

    static void settle(Row row) {
        if (row.issue.equals("open")) {
            row.issue = "closed";
        }
    }

    static @Nullable String settle(Goes told, Sheet sheet) {
        for (var line : told.lines()) {
            sheet.of(line.line()).forEach(NaivePurchases::settle);
        }
        return null;
    }

    private static long due(Row row) {
        return row.at("OPEN") + row.at("TRANSIT");
    }

    /** The line named, or the first that waits for this SKU. */
    private static @Nullable Row ordered(Sheet order, Line line) {
        Row any = null;
        for (var row : order.rows.values()) {
            var isIt = row.sku.equals(line.sku()) && (line.of() == null || line.of() == row.line);
            if (isIt && due(row) > 0) {
                return row;
            }
            if (isIt && any == null) {
                any = row;
            }
        }
        return any;
    }

    static @Nullable String receive(NaiveBooks books, Opens told, Sheet receipt) {
        var order = told.about().isEmpty() ? null : books.sheets.get(told.about());
        for (var line : told.lines()) {
            var good = part(line, "GOOD");
            var damaged = part(line, "DAMAGED");
            var inspect = part(line, "INSPECT");
            var counted = Math.addExact(Math.addExact(good, damaged), inspect);
            var row = new Row(line.line(), line.sku(), wares(line));
            row.ask("OPEN", counted);
            describe(books, told, line, row);
            var ordered = order == null ? null : ordered(order, line);
            if (ordered != null) {
                row.of = ordered.line;
                var expected = ordered.at("TRANSIT") > 0 ? ordered.at("TRANSIT") : ordered.at("OPEN");
                var pack = isOff(counted, expected, PACK)
                        ? PACK
                        : isOff(counted, expected, ordered.factor) ? ordered.factor : 1;
                if (pack > 1) {
                    row.factor = pack;
                    row.counted = expected;
                    receipt.put(row);
                    continue;
                }
            }
            store(books, receipt, row, order, good, damaged, inspect, told.complete(), told.at());
            arrive(books, told.follows(), row, counted);
        }
        for (var paper : told.follows()) {
            books.sheets.get(paper.toString()).version++;
        }
        return null;
    }

    /** A receipt says until when its lot keeps, or else the announcement of that lot; the earlier day holds. */
    private static void describe(NaiveBooks books, Opens told, Line line, Row row) {
        var day = line.expiresOn();
        for (var paper : told.follows()) {
            var announced = paper.kind().equals("announcement") && line.wares() != null;
            for (var said : announced ? books.sheets.get(paper.toString()).rows.values() : List.<Row>of()) {
                var isIt = said.sku.equals(row.sku) && said.wares.lot().equals(row.wares.lot());
                day = day == null && isIt ? said.expiresOn : day;
            }
        }
        if (day == null || day > DAYS_OF_A_LONG_TIME || row.wares.lot().isEmpty()) {
            return;
        }
        var ends = (day + 1) * DAY - START_OF_DAY;
        var name = row.sku + "/" + row.wares.lot();
        var known = books.batch(row.sku, row.wares.lot());
        if (known.expiresAt() == null || ends < known.expiresAt()) {
            books.batches.put(name, new NaiveBooks.Batch(ends, known.withdrawn()));
        }
        if (known.expiresAt() != null && known.expiresAt() != ends) {
            flag(row, "OTHER_EXPIRY");
        }
    }

    /** Exactly a pack times, or a pack part of, what is expected. */
    private static boolean isOff(long counted, long expected, long pack) {
        return pack > 1
                && expected > 0
                && ((counted % pack == 0 && counted / pack == expected)
                        || (expected % pack == 0 && expected / pack == counted));
    }

    /** Goods at the dock go where they belong. */
    private static void store(
            NaiveBooks books,
            Sheet receipt,
            Row row,
            @Nullable Sheet order,
            long good,
            long damaged,
            long inspect,
            boolean complete,
            long at) {
        Row ordered = null;
        if (order != null && row.of != null) {
            ordered = order.row(row.of, row.sku, Wares.PLAIN);
        }
        var vendors = 0L;
        if (order != null && ordered == null) {
            inspect = Math.addExact(inspect, good); // Another item: somebody has to look at it.
            good = 0;
            flag(row, "WRONG_ITEM");
        }
        if (ordered != null) {
            var counted = Math.addExact(Math.addExact(good, damaged), inspect);
            var came = Math.min(counted, due(ordered));
            var over = counted - came;
            var allowed = Math.multiplyExact(ordered.asked, (long) order.head.tolerance()) / 100 - ordered.beyond;
            var accepted = Math.max(0, Math.min(over, allowed));
            vendors = over - accepted;
            expect(books, order, ordered, -came, at);
            var underWay = Math.min(came, ordered.at("TRANSIT"));
            ordered.move("TRANSIT", "ARRIVED", underWay);
            ordered.move("OPEN", "ARRIVED", came - underWay);
            ordered.exceed("ARRIVED", accepted);
            ordered.counted = Math.addExact(ordered.counted, counted);
            if (over > 0) {
                flag(ordered, "OVER");
                flag(row, "OVER");
            }
            if (complete) {
                flag(ordered, "COMPLETE");
            }
            compare(ordered);
            if (!receipt.head.to().equals(order.head.to())) {
                flag(row, "OTHER_LOCATION");
            }
            row.lose("OPEN", vendors);
            var left = vendors; // The sound ones first.
            var fromGood = Math.min(left, good);
            good -= fromGood;
            left -= fromGood;
            var fromInspect = Math.min(left, inspect);
            inspect -= fromInspect;
            damaged -= left - fromInspect;
        }
        put(books, receipt, row, good, "GOOD", "available", at);
        put(books, receipt, row, inspect, "INSPECTION", "inspection", at);
        put(books, receipt, row, damaged, "BLOCKED", "blocked", at);
        if (damaged > 0) {
            flag(row, "DAMAGED");
        }
        receipt.put(row);
        if (vendors > 0) {
            var owner = order.head.partner().isEmpty() ? "supplier" : order.head.partner();
            var theirs = new Wares(row.wares.lot(), owner);
            var known = receipt.row(row.line, row.sku, theirs);
            var mine = known == null ? row.copy(theirs) : known;
            mine.ask("BLOCKED", vendors);
            flag(mine, "OVER");
            NaivePapers.write(
                    books,
                    "receive",
                    receipt,
                    mine,
                    theirs,
                    vendors,
                    outside("supplier"),
                    inside(receipt.head.to(), "blocked"),
                    at);
            receipt.put(mine);
        }
    }

    private static void put(
            NaiveBooks books, Sheet receipt, Row row, long units, String stage, String bucket, long at) {
        row.move("OPEN", stage, units);
        NaivePapers.write(
                books,
                "receive",
                receipt,
                row,
                row.wares,
                units,
                outside("supplier"),
                inside(receipt.head.to(), bucket),
                at);
    }

    private static void arrive(NaiveBooks books, List<Told.Paper> follows, Row row, long units) {
        for (var paper : follows) {
            if (!paper.kind().equals("announcement")) {
                continue;
            }
            for (var told : books.sheets.get(paper.toString()).rows.values()) {
                var isIt = told.sku.equals(row.sku)
                        && (told.wares.lot().isEmpty() || told.wares.lot().equals(row.wares.lot()));
                var came = isIt ? Math.min(units, told.at("OPEN")) : 0;
                told.move("OPEN", "ARRIVED", came);
                units -= came;
            }
        }
    }

    /** Somebody looked again at a parked count. */
    static @Nullable String confirm(NaiveBooks books, Goes told, Sheet receipt) {
        var order = receipt.head.about().isEmpty() ? null : books.sheets.get(receipt.head.about());
        for (var line : told.lines()) {
            var row = receipt.of(line.line()).getFirst();
            var counted =
                    Math.addExact(Math.addExact(part(line, "GOOD"), part(line, "DAMAGED")), part(line, "INSPECT"));
            var parked = row.at("OPEN");
            if (parked == 0) {
                return NaivePapers.moreThanOpen(books, receipt, row, counted, 0);
            }
            if (counted < parked) {
                row.move("OPEN", "CLOSED", parked - counted);
            } else {
                row.exceed("OPEN", counted - parked);
            }
            store(
                    books,
                    receipt,
                    row,
                    order,
                    part(line, "GOOD"),
                    part(line, "DAMAGED"),
                    part(line, "INSPECT"),
                    false,
                    told.at());
            arrive(books, NaivePapers.known(books, told.follows()), row, counted);
        }
        for (var paper : NaivePapers.known(books, told.follows())) {
            books.sheets.get(paper.toString()).version++;
        }
        return null;
    }
}
