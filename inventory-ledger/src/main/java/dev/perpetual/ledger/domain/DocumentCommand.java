package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be said of purchase orders, announcements, receipts, transfers and returns. */
public sealed interface DocumentCommand extends Command {

    /** What it says line by line. */
    List<DocumentUnits> lines();

    @Override
    default List<NamedUnits> named() {
        return lines().stream()
                .filter(line -> !line.serials().isEmpty())
                .map(line -> new NamedUnits(line.sku(), line.serials()))
                .toList();
    }

    /**
     * A document comes to be.
     *
     * @param head the document without its lines
     * @param follows the documents that it goes on with: a receipt's purchase order and announcement
     * @param holding a transfer shall hold its stock
     * @param complete nothing more will come on this delivery
     */
    record OpenDocument(
            Document head,
            List<DocumentUnits> lines,
            List<Document.Id> follows,
            boolean holding,
            boolean complete,
            Instant occurredAt)
            implements DocumentCommand {
        @Override
        public List<BalanceKey> keys() {
            return keysOf(lines, head);
        }

        @Override
        public List<Document.Id> documents() {
            var ids = new ArrayList<>(follows);
            ids.add(head.id());
            return ids;
        }

        @Override
        public List<LocationId> locations() {
            return Stream.of(head.from(), head.via(), head.to())
                    .filter(Objects::nonNull)
                    .toList();
        }

        @Override
        public List<HoldId> holds() {
            return head.id().kind() == Document.Kind.TRANSFER && holding
                    ? List.of(Document.holdOf(head.id()))
                    : List.of();
        }
    }

    /**
     * Units of a document go on.
     *
     * @param follows a receipt's purchase order
     * @param lines none means all that can
     * @param holds that the goods were shipped on, or that keep them
     * @param expectedAt a new date, after which it is late
     */
    record MoveDocument(
            Document.Id document,
            Step step,
            List<Document.Id> follows,
            List<DocumentUnits> lines,
            List<HoldId> holds,
            @Nullable Instant expectedAt,
            @Nullable String reason,
            Instant occurredAt)
            implements DocumentCommand {

        /** What happens to the units. */
        public enum Step {
            SHIP,
            RECEIVE,
            CONFIRM,
            DISPOSE,
            WRITE_OFF,
            CLOSE,
            SETTLE
        }

        @Override
        public List<BalanceKey> keys() {
            return keysOf(lines, null);
        }

        /** What it touches at places that the document itself does not name. */
        public List<BalanceKey> keysIn(Document known) {
            var keys = new ArrayList<BalanceKey>();
            for (var line : lines) {
                if (line.sku() != null) {
                    keys.add(new BalanceKey(line.sku(), known.to(), Goods.PLAIN));
                }
                for (var row : known.rows(line.line())) {
                    if (line.location() != null) {
                        keys.add(new BalanceKey(row.sku(), line.location(), Goods.PLAIN));
                    }
                }
            }
            return keys;
        }

        @Override
        public List<Document.Id> documents() {
            var ids = new ArrayList<>(follows);
            ids.add(document);
            return ids;
        }
    }

    private static List<BalanceKey> keysOf(List<DocumentUnits> lines, @Nullable Document head) {
        var keys = new ArrayList<BalanceKey>();
        for (var line : lines) {
            var sku = line.sku();
            if (sku == null) {
                continue;
            }
            var goods = line.goods() == null ? Goods.PLAIN : line.goods();
            if (line.location() != null) {
                keys.add(new BalanceKey(sku, line.location(), goods));
            }
            if (head != null) {
                keys.add(new BalanceKey(sku, head.to(), goods));
                if (head.from() != null) {
                    keys.add(new BalanceKey(sku, head.from(), goods));
                }
                if (head.via() != null) {
                    keys.add(new BalanceKey(sku, head.via(), goods));
                }
            }
        }
        return keys;
    }
}
