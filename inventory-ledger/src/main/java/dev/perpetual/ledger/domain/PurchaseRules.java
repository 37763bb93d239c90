package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perpetual.ledger.domain.DocumentCommand.MoveDocument;
import dev.perpetual.ledger.domain.DocumentCommand.OpenDocument;
import dev.perpetual.ledger.domain.DocumentLine.Case;
import dev.perpetual.ledger.domain.DocumentLine.Flag;
import dev.perpetual.ledger.domain.DocumentLine.Stage;
import dev.perpetual.ledger.domain.DocumentUnits.Part;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides what is on order: placed, announced, arrived, given up. On order is visible and never sellable. */
final class PurchaseRules {

    private static final int PERCENT = 100;

    private PurchaseRules() {}

    static @Nullable Outcome place(Submitted submitted, OpenDocument asked, Books books) {
        for (var line : asked.lines()) {
            var order = DocumentRules.get(asked.head().id(), books);
            var row = DocumentLine.none(line.line(), sku(line), Goods.PLAIN)
                    .described(
                            null,
                            line.details().factor(),
                            null,
                            line.details().unitCost(),
                            line.details().expiresOn())
                    .asking(Stage.OPEN, line.of(Part.QUANTITY));
            expect(submitted, order, row, row.asked(), true, asked.occurredAt(), books);
            books.keep(order.with(row.flagged(List.of(), line.details().reason())));
        }
        return null;
    }

    /** Units come into (or leave) what is on order. */
    private static void expect(
            Submitted submitted,
            Document order,
            DocumentLine row,
            long units,
            boolean more,
            Instant when,
            Books books) {
        var supplier = beyond(Outside.SUPPLIER);
        var place = at(order.to(), Bucket.EXPECTED);
        DocumentRules.record(
                submitted,
                MovementKind.EXPECT,
                order,
                row,
                Goods.PLAIN,
                units,
                more ? supplier : place,
                more ? place : supplier,
                null,
                when,
                books);
    }

    /** What the supplier says is on its way; nothing moves in our books. */
    static @Nullable Outcome announce(OpenDocument asked, Books books) {
        var orderId = asked.follows().getFirst();
        for (var line : asked.lines()) {
            var order = DocumentRules.get(orderId, books);
            var of = line.of() == null ? line.line() : line.of();
            var rows = order.rows(of);
            if (rows.isEmpty()
                    || (line.sku() != null && !line.sku().equals(rows.getFirst().sku()))) {
                return new Rejected(
                        Reason.UNKNOWN_LINE, "Expected a line of %s and its SKU, but got %d".formatted(orderId, of));
            }
            var row = rows.getFirst();
            var units = line.of(Part.QUANTITY);
            var told = row.moved(Stage.OPEN, Stage.TRANSIT, Math.min(units, row.at(Stage.OPEN)))
                    .saying(Math.addExact(row.announced(), units), row.counted(), row.dispute());
            books.keep(order.with(compared(order, told, "announced", books))
                    .expected(asked.head().expectedAt()));
            var announcement = DocumentRules.get(asked.head().id(), books);
            var goods = line.goods() == null ? Goods.PLAIN : line.goods();
            var known = announcement.row(line.line(), row.sku(), goods);
            books.keep(announcement.with((known == null ? DocumentLine.none(line.line(), row.sku(), goods) : known)
                    .described(of, row.factor(), null, null, line.details().expiresOn())
                    .asking(Stage.OPEN, units)));
        }
        books.keep(DocumentRules.get(orderId, books).next());
        return null;
    }

    /** How many beyond what is due are accepted. */
    static long accepted(Document order, DocumentLine row, long over) {
        var allowed = Math.multiplyExact(row.asked(), (long) order.tolerancePercent()) / PERCENT - row.beyond();
        return Math.clamp(over, 0, Math.max(0, allowed));
    }

    static long due(DocumentLine row) {
        return row.at(Stage.OPEN) + row.at(Stage.TRANSIT);
    }

    /** What arrived is no longer expected. @param counted at the dock, whoever owns it then */
    static void arrived(
            Submitted submitted,
            Document order,
            DocumentLine row,
            long counted,
            long accepted,
            boolean complete,
            Instant when,
            Books books) {
        var came = Math.min(counted, due(row));
        expect(submitted, order, row, came, false, when, books);
        var underWay = Math.min(came, row.at(Stage.TRANSIT));
        var next = row.moved(Stage.TRANSIT, Stage.ARRIVED, underWay)
                .moved(Stage.OPEN, Stage.ARRIVED, came - underWay)
                .beyond(Stage.ARRIVED, accepted)
                .saying(row.announced(), Math.addExact(row.counted(), counted), row.dispute());
        if (counted > came) {
            next = next.flagged(List.of(Flag.OVER), null);
        }
        if (complete) {
            next = next.flagged(List.of(Flag.COMPLETE), null);
        }
        books.keep(order.with(compared(order, next, "counted", books)));
    }

    /** One case per line while what was ordered, announced and counted cannot all be true. */
    private static DocumentLine compared(Document order, DocumentLine row, String by, Books books) {
        var announced = row.announced();
        var counted = row.counted();
        var differs = announced > row.asked()
                || counted > row.asked()
                || (counted > 0 && announced > 0 && (announced != row.asked() || counted != announced))
                || (row.flags().contains(Flag.COMPLETE) && counted != row.asked());
        var open = row.dispute();
        if (differs && (open == null || open.closedAt() != null)) {
            return row.saying(
                    announced,
                    counted,
                    new Case(caseId(order, row), "location:" + order.to(), books.now(), null, null));
        }
        if (!differs && open != null && open.closedAt() == null) {
            return row.saying(
                    announced,
                    counted,
                    new Case(open.id(), open.owner(), open.openedAt(), books.now(), "agree: " + by));
        }
        return row;
    }

    private static String caseId(Document order, DocumentLine row) {
        return UUID.nameUUIDFromBytes((order.id() + "/" + row.line()).getBytes(UTF_8))
                .toString();
    }

    /** What will not come any more is no longer expected, and whoever says so has settled the case. */
    static DocumentLine close(
            Submitted submitted, MoveDocument asked, Document order, DocumentLine row, long units, Books books) {
        expect(submitted, order, row, units, false, asked.occurredAt(), books);
        var open = Math.min(units, row.at(Stage.OPEN));
        return settled(
                submitted,
                row.moved(Stage.OPEN, Stage.CLOSED, open).moved(Stage.TRANSIT, Stage.CLOSED, units - open),
                books);
    }

    /** What was announced will not come: the order awaits it again, as if nobody had said so. */
    static DocumentLine retract(MoveDocument asked, DocumentLine told, long units, Books books) {
        for (var orderId : asked.follows()) {
            var order = DocumentRules.get(orderId, books);
            for (var row : order.rows(told.of() == null ? told.line() : told.of())) {
                var less = row.moved(Stage.TRANSIT, Stage.OPEN, Math.min(units, row.at(Stage.TRANSIT)))
                        .saying(Math.max(0, row.announced() - units), row.counted(), row.dispute());
                books.keep(order.with(compared(order, less, "announced", books)).next());
            }
        }
        return told.moved(Stage.OPEN, Stage.CLOSED, units);
    }

    /** Nothing more comes of an order, so what is announced of it does not come either. */
    static void forget(MoveDocument asked, Books books) {
        for (var id : asked.follows()) {
            var next = DocumentRules.get(id, books);
            for (var told : next.lines()) {
                next = next.with(told.moved(Stage.OPEN, Stage.CLOSED, told.at(Stage.OPEN)));
            }
            books.keep(next.next());
        }
    }

    private static DocumentLine settled(Submitted submitted, DocumentLine row, Books books) {
        var open = row.dispute();
        return open == null || open.closedAt() != null
                ? row
                : row.saying(
                        row.announced(),
                        row.counted(),
                        new Case(open.id(), open.owner(), open.openedAt(), books.now(), submitted.by()));
    }

    /** A person says that the numbers may stay as they are. */
    static @Nullable Outcome settle(Submitted submitted, MoveDocument asked, Books books) {
        for (var line : asked.lines()) {
            var order = DocumentRules.get(asked.document(), books);
            for (var row : order.rows(line.line())) {
                books.keep(order.with(settled(submitted, row, books).flagged(List.of(), asked.reason())));
            }
        }
        return null;
    }

    static Sku sku(DocumentUnits line) {
        if (line.sku() == null) {
            throw new IllegalStateException("Expected line %d of a new document to name a SKU".formatted(line.line()));
        }
        return line.sku();
    }
}
