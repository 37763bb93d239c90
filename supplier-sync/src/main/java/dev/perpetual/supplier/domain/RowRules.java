package dev.perpetual.supplier.domain;

import dev.perpetual.supplier.domain.JudgedRow.Readable;
import dev.perpetual.supplier.domain.JudgedRow.Reason;
import dev.perpetual.supplier.domain.JudgedRow.Rejected;
import dev.perpetual.supplier.domain.QuantityRules.Quantity.Unclear;
import dev.perpetual.supplier.domain.QuantityRules.Quantity.Units;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Judges rows one by one: a row that is not clear is set aside with its reason, and the others go on. */
public final class RowRules {

    /** The longest SKU the ledger takes. */
    public static final int SKU_LENGTH_MAX = 200;

    private final Columns columns;
    private final Mapping mapping;
    private final Predicate<String> inCatalog;
    private final Instant now;

    /**
     * The rules of one run.
     *
     * @param inCatalog whether a SKU is known
     * @param now when the file was received
     */
    public RowRules(Columns columns, Mapping mapping, Predicate<String> inCatalog, Instant now) {
        this.columns = columns;
        this.mapping = mapping;
        this.inCatalog = inCatalog;
        this.now = now;
    }

    /** Judges one row. What needs the other rows (a SKU named twice) or what is known (stale) is judged later. */
    public JudgedRow judge(Row row) {
        if (row.fields().size() != columns.width()) {
            return rejected(
                    row,
                    null,
                    mapping.sku(),
                    "%d columns".formatted(columns.width()),
                    row.fields().size() + " columns");
        }
        var written = row.fields().get(columns.sku()).strip();
        var sku = ourSku(written, mapping);
        if (sku == null) {
            return rejected(
                    row, null, mapping.sku(), "a SKU of 1 to %d plain characters".formatted(SKU_LENGTH_MAX), written);
        }
        if (!inCatalog.test(sku)) {
            return rejected(row, sku, mapping.sku(), "a SKU of the catalog", sku);
        }
        var quantity = row.fields().get(columns.quantity());
        return switch (QuantityRules.read(quantity, mapping)) {
            case Unclear(var expected) -> rejected(row, sku, mapping.quantity(), expected, quantity);
            case Units(var units) -> withMoment(row, sku, units);
        };
    }

    /** Our SKU of a row that is not judged yet; null when it names none. */
    public static @Nullable String skuOf(Row row, Columns columns, Mapping mapping) {
        return row.fields().size() == columns.width()
                ? ourSku(row.fields().get(columns.sku()).strip(), mapping)
                : null;
    }

    private JudgedRow withMoment(Row row, String sku, long units) {
        if (columns.asOf() < 0) {
            return new Readable(row.line(), sku, units, null);
        }
        var written = row.fields().get(columns.asOf());
        var asOf = AsOfRules.read(written, mapping.zone());
        var column = String.valueOf(mapping.asOf());
        if (asOf.isEmpty()) {
            return rejected(row, sku, column, "an ISO 8601 date or time", written);
        }
        if (AsOfRules.isAhead(asOf.get(), now)) {
            return rejected(
                    row, sku, column, "a moment not after %s (in zone %s)".formatted(now, mapping.zone()), written);
        }
        return new Readable(row.line(), sku, units, asOf.get());
    }

    private static @Nullable String ourSku(String written, Mapping mapping) {
        var sku = mapping.skuAliases().getOrDefault(written, written);
        var usable =
                !sku.isEmpty() && sku.length() <= SKU_LENGTH_MAX && sku.chars().noneMatch(Character::isISOControl);
        return usable ? sku : null;
    }

    private static Rejected rejected(Row row, @Nullable String sku, String column, String expected, String got) {
        return new Rejected(row.line(), sku, new Reason(column, expected, got.isBlank() ? "nothing" : Text.shown(got)));
    }
}
