package dev.perpetual.supplier.domain;

import java.util.List;

/**
 * A staged run in numbers, as the gates see it.
 *
 * @param read rows in the file
 * @param applied rows whose figure is new
 * @param unchanged rows that say what is known already
 * @param rejected rows set aside
 * @param absent known SKUs that go to zero because the file does not name them
 * @param knownPositive SKUs of this feed known to be in stock
 * @param toZero those of them that go to zero, absent ones included
 * @param usualRows rows of the newest applied runs, newest first; empty for a new feed
 * @param repeated whether the same content was applied before and no newer as-of is stated
 */
public record RunFigures(
        long read,
        long applied,
        long unchanged,
        long rejected,
        long absent,
        long knownPositive,
        long toZero,
        List<Long> usualRows,
        boolean repeated) {

    public RunFigures {
        if (read != applied + unchanged + rejected) {
            throw new IllegalArgumentException("Expected read = applied + unchanged + rejected, but got %d, %d, %d, %d"
                    .formatted(read, applied, unchanged, rejected));
        }
        usualRows = List.copyOf(usualRows);
    }
}
