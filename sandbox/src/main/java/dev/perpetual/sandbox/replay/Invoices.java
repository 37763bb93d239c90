package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.replay.ReplayRules.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Gathers rows that follow each other under one number into invoices; holds one invoice at a time. */
final class Invoices {
    /** What the order-router takes in one order. */
    static final int LINES_MAX = 1_000;

    private final Consumer<Invoice> out;
    private final Counts counts;
    private final Consumer<RetailLine> dropped;
    private final Map<String, Integer> parts = new HashMap<>();
    private final List<RetailLine> current = new ArrayList<>();

    private Invoices(Consumer<Invoice> out, Counts counts, Consumer<RetailLine> dropped) {
        this.out = out;
        this.counts = counts;
        this.dropped = dropped;
    }

    /**
     * Reads the whole file; {@code dropped} hears of each exact repetition.
     */
    static Counts read(RetailFile file, Consumer<Invoice> out, Consumer<RetailLine> dropped) {
        var counts = new Counts();
        var invoices = new Invoices(out, counts, dropped);
        file.forEach(invoices::add, counts::unreadable);
        invoices.finish();
        return counts;
    }

    private void add(RetailLine line) {
        counts.rows++;
        if (!current.isEmpty() && !current.getFirst().invoice().equals(line.invoice())) {
            finish();
        }
        current.add(line);
    }

    private void finish() {
        if (current.isEmpty()) {
            return;
        }
        emit(invoice());
        current.clear();
    }

    /** An order has at most so many lines; a longer invoice goes on as another order. */
    private void emit(Invoice whole) {
        var sales = whole.sales();
        out.accept(whole.withSales(whole.key(), sales.subList(0, Math.min(LINES_MAX, sales.size()))));
        for (var from = LINES_MAX; from < sales.size(); from += LINES_MAX) {
            var rest = sales.subList(from, Math.min(from + LINES_MAX, sales.size()));
            counts.invoicesCut++;
            out.accept(new Invoice(
                    "%s-from-%d".formatted(whole.key(), from + 1),
                    whole.at(),
                    whole.country(),
                    whole.customer(),
                    List.copyOf(rest),
                    List.of(),
                    List.of()));
        }
    }

    private Invoice invoice() {
        var first = current.getFirst();
        var sales = new ArrayList<Invoice.Line>();
        var cancellations = new ArrayList<Invoice.Line>();
        var adjustments = new ArrayList<Invoice.Line>();
        Set<RetailLine> seen = new HashSet<>();
        for (var line : current) {
            if (!seen.add(line)) {
                counts.duplicates++;
                dropped.accept(line);
                continue;
            }
            switch (counted(line)) {
                case NO_GOODS, ZERO_QUANTITY -> {}
                case SALE -> sales.add(kept(line, seen.size()));
                case CANCELLATION -> cancellations.add(kept(line, seen.size()));
                case ADJUSTMENT -> adjustments.add(kept(line, seen.size()));
            }
        }
        return new Invoice(
                key(first.invoice()), first.at(), first.country(), first.customer(), sales, cancellations, adjustments);
    }

    private String key(String number) {
        counts.invoices++;
        var part = parts.merge(number, 1, Integer::sum);
        if (part == 1) {
            return number;
        }
        counts.invoicesAgain++;
        return number + "-" + part;
    }

    private Meaning counted(RetailLine line) {
        var meaning = ReplayRules.meaningOf(line);
        switch (meaning) {
            case NO_GOODS -> counts.noGoods.merge(line.stockCode(), 1L, Long::sum);
            case ZERO_QUANTITY -> counts.zeroQuantities++;
            case SALE -> countSale(line);
            case CANCELLATION -> counts.cancellations++;
            case ADJUSTMENT -> counts.adjustments++;
        }
        if (meaning != Meaning.NO_GOODS && !ReplayRules.sku(line.stockCode()).equals(line.stockCode())) {
            counts.caseTwins++;
        }
        return meaning;
    }

    private void countSale(RetailLine line) {
        counts.sales++;
        if (line.price().signum() == 0) {
            counts.gifts++;
        }
    }

    private static Invoice.Line kept(RetailLine line, int id) {
        return new Invoice.Line(
                id, ReplayRules.sku(line.stockCode()), line.description(), Math.abs(line.quantity()), line.price());
    }
}
