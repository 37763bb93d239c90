package dev.perpetual.sandbox.replay;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a first reading of the file tells: totals per SKU, what is cancelled, how many orders will come. */
final class Survey {
    private final SortedMap<String, SkuTotals> bySku = new TreeMap<>();
    private final Set<Purchase> cancelled = new HashSet<>();
    private Counts counts = new Counts();
    private Instant first = Instant.MAX;
    private long orders;
    private long lines;

    /** One customer and one SKU: what a cancellation is matched by. */
    record Purchase(long customer, String sku) {}

    private Survey() {}

    static Survey of(RetailFile file) {
        var survey = new Survey();
        survey.counts = Invoices.read(file, survey::add, survey::repetition);
        if (survey.bySku.isEmpty()) {
            throw new UnusableFile("Expected rows with goods, but got none");
        }
        return survey;
    }

    private void add(Invoice invoice) {
        for (var line : invoice.sales()) {
            totals(line.sku()).sale(line);
        }
        for (var line : invoice.cancellations()) {
            totals(line.sku()).cancellation(line);
            cancelled.add(new Purchase(invoice.customer(), line.sku()));
        }
        for (var line : invoice.adjustments()) {
            totals(line.sku()).adjustment(line);
        }
        first = invoice.at().isBefore(first) ? invoice.at() : first;
        orders += invoice.sales().isEmpty() ? 0 : 1;
        lines += invoice.sales().size();
    }

    private void repetition(RetailLine line) {
        if (ReplayRules.isGoods(line.stockCode())) {
            totals(ReplayRules.sku(line.stockCode())).repetition(line);
        }
    }

    private SkuTotals totals(String sku) {
        return bySku.computeIfAbsent(sku, _ -> new SkuTotals());
    }

    SortedMap<String, SkuTotals> bySku() {
        return bySku;
    }

    boolean isCancelledLater(Purchase purchase) {
        return cancelled.contains(purchase);
    }

    Counts counts() {
        return counts;
    }

    Instant first() {
        return first;
    }

    long orders() {
        return orders;
    }

    long lines() {
        return lines;
    }
}
