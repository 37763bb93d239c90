package dev.perpetual.ledger.domain;

import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says of one line of a document.
 *
 * @param of the line of the purchase order that a receipt's line is about
 * @param sku null when it is that of the document's line
 * @param goods null when they are those of the document's line
 * @param location null when it is where the document says
 * @param parts base units; none means 0
 * @param details what a new line is described by
 * @param serials which units; empty when nobody says
 */
public record DocumentUnits(
        int line,
        @Nullable Integer of,
        @Nullable Sku sku,
        @Nullable Goods goods,
        @Nullable LocationId location,
        Map<Part, Long> parts,
        Details details,
        List<String> serials) {

    /** What the units are, or what shall become of them. */
    public enum Part {
        QUANTITY,
        GOOD,
        DAMAGED,
        INSPECT,
        MISSING,
        PASS,
        FAIL,
        RESTOCK,
        REFURBISH,
        BLOCK,
        WRITE_OFF,
        SUPPLIER;

        private final String code = name().toLowerCase(Locale.ROOT).replace('_', ' ');

        /** As a reason in a movement. */
        String code() {
            return code;
        }
    }

    /**
     * What a line is described by.
     *
     * @param factors base units of the packs of the item; a count that is off by one of them is implausible
     * @param factor base units of the pack that was ordered
     */
    public record Details(
            List<Long> factors,
            long factor,
            @Nullable Bucket bucket,
            @Nullable Money unitCost,
            @Nullable LocalDate expiresOn,
            @Nullable String reason) {}

    public DocumentUnits {
        var inOrder = new EnumMap<Part, Long>(Part.class); // The same order for every copy of a decision.
        inOrder.putAll(parts);
        parts = Collections.unmodifiableMap(inOrder);
    }

    /** One that names no units. */
    public DocumentUnits(
            int line,
            @Nullable Integer of,
            @Nullable Sku sku,
            @Nullable Goods goods,
            @Nullable LocationId location,
            Map<Part, Long> parts,
            Details details) {
        this(line, of, sku, goods, location, parts, details, List.of());
    }

    /** A line as such. */
    public static DocumentUnits of(int line) {
        return new DocumentUnits(
                line, null, null, null, null, Map.of(), new Details(List.of(), 1, null, null, null, null));
    }

    /** The same units at a cost. */
    public DocumentUnits costing(Money unitCost) {
        return new DocumentUnits(
                line,
                of,
                sku,
                goods,
                location,
                parts,
                new Details(
                        details.factors(),
                        details.factor(),
                        details.bucket(),
                        unitCost,
                        details.expiresOn(),
                        details.reason()));
    }

    /** Units of one part. */
    long of(Part part) {
        return parts.getOrDefault(part, 0L);
    }
}
