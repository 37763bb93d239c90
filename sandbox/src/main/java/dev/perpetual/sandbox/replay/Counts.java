package dev.perpetual.sandbox.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many rows each rule caught. */
final class Counts {
    private static final int EXAMPLES_MAX = 5;

    long rows;
    long sales;
    long gifts;
    long cancellations;
    long adjustments;
    long zeroQuantities;
    long duplicates;
    long caseTwins;
    long unreadable;
    long invoices;
    long invoicesAgain;
    long invoicesCut;
    final Map<String, Long> noGoods = new TreeMap<>();
    final List<String> unreadableExamples = new ArrayList<>();

    void unreadable(String why) {
        rows++;
        unreadable++;
        if (unreadableExamples.size() < EXAMPLES_MAX) {
            unreadableExamples.add(why);
        }
    }

    long noGoodsRows() {
        return noGoods.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Every row is counted by exactly one rule. */
    boolean isComplete() {
        return rows == sales + cancellations + adjustments + zeroQuantities + duplicates + unreadable + noGoodsRows();
    }

    /** One line per rule, as they are printed. */
    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("%,d rows, %,d invoices".formatted(rows, invoices));
        lines.add("%,d rows are sales (%,d of them gifts at no price)".formatted(sales, gifts));
        lines.add("%,d rows are cancellations, %,d are adjustments without a customer"
                .formatted(cancellations, adjustments));
        lines.add("%,d rows are no goods: %s".formatted(noGoodsRows(), noGoods));
        lines.add("%,d rows repeat another row of their invoice exactly and are dropped".formatted(duplicates));
        lines.add("%,d rows of zero units are dropped".formatted(zeroQuantities));
        lines.add("%,d rows spell a stock code in other letter case than its SKU".formatted(caseTwins));
        lines.add("%,d invoice numbers come again later in the file, as orders of their own".formatted(invoicesAgain));
        lines.add("%,d orders go on with what an invoice has beyond %,d lines"
                .formatted(invoicesCut, Invoices.LINES_MAX));
        lines.add("%,d rows cannot be read %s"
                .formatted(unreadable, unreadableExamples.isEmpty() ? "" : unreadableExamples));
        return lines;
    }
}
