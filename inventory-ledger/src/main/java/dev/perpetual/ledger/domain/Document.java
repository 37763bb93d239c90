package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.DocumentLine.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Goods on their way as agreed with somebody: a purchase order, an announcement or receipt of its goods, a transfer, a
 * return. Its lines say how many units are at which stage.
 *
 * @param version grows with every change
 * @param partner the supplier of a purchase order or receipt; nobody for other kinds
 * @param from the source of a transfer
 * @param via the location of kind TRANSIT that a transfer goes through
 * @param to where the goods shall come, or came
 * @param about what it follows: the purchase order of a receipt or announcement, the order or hold of a return
 * @param tolerancePercent how much more than ordered is accepted
 * @param expectedAt after which it is late
 */
public record Document(
        Id id,
        State state,
        long version,
        @Nullable String partner,
        @Nullable LocationId from,
        @Nullable LocationId via,
        LocationId to,
        @Nullable Cause about,
        int tolerancePercent,
        @Nullable Instant expectedAt,
        Instant createdAt,
        String createdBy,
        List<DocumentLine> lines) {

    /** What a document is. */
    public enum Kind {
        PURCHASE_ORDER,
        ANNOUNCEMENT,
        RECEIPT,
        TRANSFER,
        RETURN;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The name in causes and in the API. */
        public String code() {
            return code;
        }
    }

    /** Minted by the caller; unique within its kind. */
    public record Id(Kind kind, String id) implements Comparable<Id> {
        public Id {
            Ids.mustBeReference(kind.code(), id);
        }

        @Override
        public int compareTo(Id other) {
            var byKind = kind.compareTo(other.kind);
            return byKind == 0 ? id.compareTo(other.id) : byKind;
        }

        @Override
        public String toString() {
            return kind.code() + " " + id;
        }
    }

    /** Open while units are awaited, under way, parked or to be inspected. */
    public enum State {
        OPEN,
        CLOSED
    }

    /** The hold that keeps the stock of a transfer. */
    public static HoldId holdOf(Id transfer) {
        return new HoldId("transfer/" + transfer.id());
    }

    /** The cause of what one of its lines moves. */
    Cause cause(int line) {
        return new Cause(id.kind().code(), id.id(), line);
    }

    /** The rows of one line: one per SKU, lot and owner that turned up. */
    public List<DocumentLine> rows(int line) {
        return lines.stream().filter(row -> row.line() == line).toList();
    }

    @Nullable
    DocumentLine row(int line, Sku sku, Goods goods) {
        for (var row : lines) {
            if (row.line() == line && row.sku().equals(sku) && row.goods().equals(goods)) {
                return row;
            }
        }
        return null;
    }

    /** With the row put in the place of the one with its key, or added in order. */
    Document with(DocumentLine changed) {
        var rows = new ArrayList<DocumentLine>(lines);
        var known = rows.removeIf(row -> row.key().equals(changed.key()));
        if (known || changed.asked() > 0 || !changed.stages().isEmpty()) {
            rows.add(changed);
        }
        rows.sort(DocumentLine.ORDER);
        var open = rows.stream().anyMatch(DocumentLine::waits);
        return new Document(
                id,
                open ? State.OPEN : State.CLOSED,
                version,
                partner,
                from,
                via,
                to,
                about,
                tolerancePercent,
                expectedAt,
                createdAt,
                createdBy,
                List.copyOf(rows));
    }

    Document expected(@Nullable Instant at) {
        return new Document(
                id,
                state,
                version,
                partner,
                from,
                via,
                to,
                about,
                tolerancePercent,
                at == null ? expectedAt : at,
                createdAt,
                createdBy,
                lines);
    }

    Document next() {
        return new Document(
                id,
                state,
                version + 1,
                partner,
                from,
                via,
                to,
                about,
                tolerancePercent,
                expectedAt,
                createdAt,
                createdBy,
                lines);
    }

    /** The place of a transfer that every transfer has. */
    static LocationId place(@Nullable LocationId location) {
        return Objects.requireNonNull(location, "Expected a transfer to have a source and a way");
    }

    /** The balances that its lines may touch. */
    public List<BalanceKey> keys() {
        var keys = new ArrayList<BalanceKey>();
        for (var row : lines) {
            keys.add(new BalanceKey(row.sku(), to, Goods.PLAIN));
            if (from != null) {
                keys.add(new BalanceKey(row.sku(), from, Goods.PLAIN));
            }
            if (via != null) {
                keys.add(new BalanceKey(row.sku(), via, Goods.PLAIN));
            }
        }
        return keys;
    }

    /** Units of a SKU that returns about an order or hold brought back to sale, row by row. */
    static LongStream restocked(Collection<Document> documents, Cause about, Sku sku) {
        return documents.stream()
                .filter(each -> each.id().kind() == Kind.RETURN && about.equals(each.about()))
                .flatMap(each -> each.lines().stream())
                .filter(row -> row.sku().equals(sku))
                .mapToLong(row -> row.at(Stage.GOOD));
    }
}
