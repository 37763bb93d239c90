package dev.perpetual.sandbox.replay;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * The rows of one invoice after the rules: what was ordered, what was cancelled, what was adjusted. Its key is its
 * number, with a suffix when the same number comes again later in the file.
 */
record Invoice(
        String key,
        Instant at,
        String country,
        long customer,
        List<Line> sales,
        List<Line> cancellations,
        List<Line> adjustments) {

    /** A number of units, always positive; {@code id} counts the kept rows of the invoice from 1. */
    record Line(int id, String sku, String description, long quantity, BigDecimal price) {}

    Invoice withSales(String otherKey, List<Line> other) {
        return new Invoice(otherKey, at, country, customer, List.copyOf(other), cancellations, adjustments);
    }

    long unitsSold() {
        return sales.stream().mapToLong(Line::quantity).sum();
    }
}
