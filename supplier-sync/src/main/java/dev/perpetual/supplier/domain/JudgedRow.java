package dev.perpetual.supplier.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the row rules make of one row. */
public sealed interface JudgedRow {

    long line();

    /** Our SKU, or null when the row does not name a usable one. */
    @Nullable
    String sku();

    /**
     * A row that says how much there is.
     *
     * @param units base units
     * @param asOf null when the row does not say
     */
    record Readable(
            long line, String sku, long units, @Nullable Instant asOf) implements JudgedRow {}

    /** A row that says nothing reliable; its SKU, when it names one, keeps its last good figure. */
    record Rejected(long line, @Nullable String sku, Reason reason) implements JudgedRow {}

    /**
     * Why a row was rejected.
     *
     * @param column as the feed's mapping names it
     */
    record Reason(String column, String expected, String got) {}
}
