package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Told.Goes;
import dev.perpetual.ledger.model.Told.Line;
import dev.perpetual.ledger.model.Told.Opens;
import dev.perpetual.ledger.model.Told.Paper;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The documents of a random history. Announcements and receipts know their purchase order by their number. */
final class Papers {

    private static final Set<String> ABOUT_UNITS = Set.of("CONFIRM", "SHIP", "RECEIVE", "WRITE_OFF", "DISPOSE");

    private final SplittableRandom random;
    private final Histories history;

    Papers(SplittableRandom random, Histories history) {
        this.random = random;
        this.history = history;
    }

    Told any() {
        return switch (random.nextInt(3)) {
            case 0 -> purchase();
            case 1 -> transfer();
            default -> back();
        };
    }

    Told purchase() {
        var number = history.one(2);
        var order = new Paper("purchase-order", "P" + number);
        var receipt = new Paper("receipt", "R" + (2 * random.nextInt(3) + history.one(2)));
        return switch (random.nextInt(12)) {
            case 11 -> goes(new Paper("announcement", "N" + number), "CLOSE", List.of(order), some("QUANTITY"));
            case 0, 1 -> order(order);
            case 2 -> announcement(number, order);
            case 3, 4, 5, 6 -> receive(receipt, order, number);
            case 7, 8 -> goes(receipt, "CONFIRM", confirms(receipt, number), line("GOOD", "DAMAGED", "INSPECT"));
            case 9 -> dispose(receipt, "PASS", "FAIL", "RESTOCK", "WRITE_OFF", "SUPPLIER", "BLOCK", "REFURBISH");
            default ->
                random.nextInt(4) == 0
                        ? goes(order, "SETTLE", List.of(), line("QUANTITY"))
                        : goes(order, "CLOSE", List.of(), some("QUANTITY"));
        };
    }

    /** An order, and mostly what its supplier announces of it. */
    List<Told> ordered() {
        var order = new Paper("purchase-order", "P0");
        return random.nextInt(3) == 0 ? List.of(order(order)) : List.of(order(order), announcement(0, order));
    }

    private Opens order(Paper paper) {
        return new Opens(
                paper,
                "",
                "",
                history.place(),
                random.nextInt(4) == 0 ? "" : "MILL",
                "",
                random.nextInt(3) * 25,
                List.of(),
                lines("QUANTITY"),
                false,
                false,
                history.at());
    }

    private Opens announcement(int number, Paper order) {
        return new Opens(
                new Paper("announcement", "N" + number),
                "",
                "",
                "W1",
                "",
                order.toString(),
                0,
                List.of(order),
                lines("QUANTITY"),
                false,
                false,
                history.at());
    }

    /** A receipt is of the order with the parity of its own number, so that its steps know the order too. */
    private static Paper of(Paper receipt) {
        var number = receipt.id().charAt(1) - '0';
        return new Paper("purchase-order", "P" + number % 2);
    }

    private Told receive(Paper receipt, Paper order, int number) {
        var isBlind = receipt.id().equals("R4") || receipt.id().equals("R5");
        var follows = new ArrayList<Paper>();
        if (!isBlind) {
            follows.add(of(receipt));
            if (of(receipt).equals(order) && random.nextBoolean()) {
                follows.add(new Paper("announcement", "N" + number));
            }
        }
        return new Opens(
                receipt,
                "",
                "",
                history.place(),
                "",
                isBlind ? "" : of(receipt).toString(),
                0,
                follows,
                lines("GOOD", "DAMAGED", "INSPECT").stream().map(this::named).toList(),
                false,
                random.nextInt(4) == 0,
                history.at());
    }

    /** Its order and maybe what is announced of it. */
    private List<Paper> confirms(Paper receipt, int number) {
        var announcement = new Paper("announcement", "N" + number);
        return random.nextBoolean() ? List.of(of(receipt)) : List.of(of(receipt), announcement);
    }

    Told transfer() {
        var paper = new Paper("transfer", "T" + history.one(2));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> transfer(paper);
            case 3, 4, 5 -> goes(paper, "SHIP", List.of(), some("QUANTITY"));
            case 6, 7 -> goes(paper, "RECEIVE", List.of(), line("GOOD", "DAMAGED", "MISSING"));
            case 8 -> goes(paper, "WRITE_OFF", List.of(), line("QUANTITY"));
            default -> goes(paper, "CLOSE", List.of(), some("QUANTITY"));
        };
    }

    Told transferred() {
        return transfer(new Paper("transfer", "T0"));
    }

    private Opens transfer(Paper paper) {
        return new Opens(
                paper,
                history.place(),
                random.nextInt(12) == 0 ? history.place() : "ROAD",
                random.nextInt(3) == 0 ? history.place() : "W2",
                "",
                "",
                0,
                List.of(),
                lines("QUANTITY"),
                random.nextBoolean(),
                false,
                history.at());
    }

    Told back() {
        var number = (1 + history.one(3)) % 3;
        var paper = new Paper("return", "V" + number);
        return switch (random.nextInt(9)) {
            case 0 -> authorised(number);
            case 1, 2, 3 -> goes(paper, "RECEIVE", List.of(), line("QUANTITY"));
            case 4, 5, 6, 7 -> dispose(paper, "RESTOCK", "RESTOCK", "WRITE_OFF", "SUPPLIER", "BLOCK", "REFURBISH");
            default -> goes(paper, "CLOSE", List.of(), some("QUANTITY"));
        };
    }

    Told authorised() {
        return authorised(1);
    }

    /** A return of a hold, of an order, or of nobody knows what. */
    private Opens authorised(int number) {
        var about = number == 0 ? "hold/H0" : number == 1 || random.nextBoolean() ? "order/O1" : "";
        return new Opens(
                new Paper("return", "V" + number),
                "",
                "",
                history.place(),
                "",
                about,
                0,
                List.of(),
                random.nextInt(4) == 0 ? List.of() : lines("QUANTITY"),
                false,
                false,
                history.at());
    }

    private Told dispose(Paper paper, String... parts) {
        var part = parts[random.nextInt(parts.length)];
        var other = parts[random.nextInt(parts.length)];
        var follows = paper.kind().equals("receipt") ? List.of(of(paper)) : List.<Paper>of();
        return goes(paper, "DISPOSE", follows, random.nextInt(3) > 0 ? line(part) : line(part, other));
    }

    private Told goes(Paper paper, String step, List<Paper> follows, Line... lines) {
        var isBlind = paper.id().equals("R4") || paper.id().equals("R5");
        var said = List.of(lines);
        if (ABOUT_UNITS.contains(step)) {
            said = said.stream().map(this::named).toList();
        }
        return new Goes(paper, step, isBlind ? List.of() : follows, said, history.at());
    }

    /** A line with one quantity may say which units. */
    private Line named(Line line) {
        var serials = line.parts().size() == 1 ? history.serials() : List.<String>of();
        if (serials.isEmpty()) {
            return line;
        }
        var part = line.parts().keySet().iterator().next();
        return new Line(
                line.line(),
                line.of(),
                line.sku(),
                line.wares(),
                line.place(),
                Map.of(part, history.units(serials)),
                line.factor(),
                line.ofBlocked(),
                line.expiresOn(),
                serials);
    }

    /** Lines of a new document; each has its own number and names its SKU. */
    private List<Line> lines(String... parts) {
        var lines = new ArrayList<Line>();
        for (var number = random.nextInt(1, 3); number > 0; number--) {
            lines.addFirst(new Line(
                    number,
                    random.nextInt(4) == 0 ? random.nextInt(1, 3) : null,
                    history.sku(),
                    random.nextInt(3) == 0 ? history.wares() : null,
                    null,
                    parts(parts),
                    random.nextInt(5) == 0 ? 6 : 1,
                    random.nextInt(8) == 0,
                    day(),
                    List.of()));
        }
        return lines;
    }

    /** Until when a lot keeps, when it is said: yesterday, today, tomorrow, or for ever. */
    private @Nullable Long day() {
        return switch (random.nextInt(8)) {
            case 0 -> -1L;
            case 1 -> 0L;
            case 2 -> 1L;
            case 3 -> NaivePurchases.FOR_EVER;
            default -> null;
        };
    }

    /** Mostly a line, now and then none, which means all. */
    private Line[] some(String... parts) {
        return random.nextInt(3) == 0 ? new Line[0] : new Line[] {line(parts)};
    }

    /** A line of a step, which says of SKU, lot and place only what is not as in the document. */
    private Line line(String... parts) {
        return new Line(
                random.nextInt(6) == 0 ? 2 : 1,
                null,
                random.nextInt(5) == 0 ? history.sku() : null,
                otherWares(),
                random.nextInt(6) == 0 ? history.place() : null,
                parts(parts),
                1,
                false);
    }

    private @Nullable Wares otherWares() {
        return random.nextInt(5) == 0 ? history.wares() : null;
    }

    /** Now and then a count that is off by a pack. */
    private Map<String, Long> parts(String... names) {
        var parts = new TreeMap<String, Long>();
        var most = names.length > 2 && random.nextInt(3) > 0 ? 1 : names.length;
        for (var i = 0; i < most; i++) {
            var quantity = history.quantity();
            parts.put(
                    names[most == 1 ? random.nextInt(names.length) : i],
                    quantity < 10 && random.nextInt(6) == 0 ? quantity * NaivePurchases.PACK : quantity);
        }
        return Collections.unmodifiableMap(parts);
    }
}
