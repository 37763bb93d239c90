package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.replay.Survey.Purchase;
import dev.perpetual.sandbox.replay.Undo.Kind;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds for each cancelled row the sales it undoes: the same customer's latest earlier sales of the SKU that have
 * units left. Remembers only sales that some later row cancels.
 */
final class Undos {
    private final Survey survey;
    private final Map<Purchase, Deque<Sold>> sold = new HashMap<>();
    private final Map<String, List<Undo>> byCancellation = new HashMap<>();
    private final Map<String, Integer> cancellationsBySale = new HashMap<>();
    private final Set<String> undone = new HashSet<>();
    private final Map<Kind, Long> units = new EnumMap<>(Kind.class);
    private final Map<String, Long> cancelledUnits = new HashMap<>();

    private Undos(Survey survey) {
        this.survey = survey;
    }

    static Undos of(RetailFile file, Survey survey) {
        var undos = new Undos(survey);
        Invoices.read(file, undos::add, _ -> {});
        undos.sold.clear();
        return undos;
    }

    private void add(Invoice invoice) {
        for (var line : invoice.sales()) {
            var purchase = new Purchase(invoice.customer(), line.sku());
            if (invoice.customer() != 0 && survey.isCancelledLater(purchase)) {
                sold.computeIfAbsent(purchase, _ -> new ArrayDeque<>())
                        .push(new Sold(invoice.key(), line.id(), invoice.at(), line.quantity()));
            }
        }
        if (invoice.cancellations().isEmpty()) {
            return;
        }
        var undos = new ArrayList<Undo>();
        invoice.cancellations().forEach(line -> undos.addAll(undo(invoice, line)));
        byCancellation.put(invoice.key(), undos);
        undos.stream()
                .filter(undo -> undo.kind() == Kind.CANCEL)
                .map(Undo::sale)
                .distinct()
                .forEach(sale -> cancellationsBySale.merge(sale, 1, Integer::sum));
    }

    private List<Undo> undo(Invoice invoice, Invoice.Line line) {
        var undos = new ArrayList<Undo>();
        var left = line.quantity();
        var sales = sold.getOrDefault(new Purchase(invoice.customer(), line.sku()), new ArrayDeque<>());
        while (left > 0 && !sales.isEmpty()) {
            var sale = sales.pop();
            var taken = Math.min(left, sale.left);
            var kind = ReplayRules.isStillHere(sale.at, invoice.at()) ? Kind.CANCEL : Kind.RETURN;
            undos.add(counted(new Undo(kind, sale.invoice, sale.line, line.sku(), taken)));
            left -= taken;
            if (sale.left > taken) {
                sales.push(new Sold(sale.invoice, sale.line, sale.at, sale.left - taken));
            }
        }
        if (left > 0) {
            undos.add(counted(new Undo(Kind.LOOSE_RETURN, "", 0, line.sku(), left)));
        }
        return undos;
    }

    private Undo counted(Undo undo) {
        units.merge(undo.kind(), undo.quantity(), Long::sum);
        if (undo.kind() != Kind.LOOSE_RETURN) {
            undone.add(undo.sale());
        }
        if (undo.kind() == Kind.CANCEL) {
            cancelledUnits.merge(undo.sku(), undo.quantity(), Long::sum);
        }
        return undo;
    }

    /** What the cancelled rows of this invoice do; none when it has no such rows. */
    List<Undo> of(String cancellation) {
        return byCancellation.getOrDefault(cancellation, List.of());
    }

    /** How many cancelled invoices must be done before this order may leave the warehouse. */
    int cancellationsBefore(String sale) {
        return cancellationsBySale.getOrDefault(sale, 0);
    }

    /** Whether anything of this order is taken back later. */
    boolean isUndone(String sale) {
        return undone.contains(sale);
    }

    Map<Kind, Long> units() {
        return units;
    }

    /** Per SKU the units that are cancelled before they leave. */
    Map<String, Long> cancelledUnitsBySku() {
        return cancelledUnits;
    }

    private record Sold(String invoice, int line, Instant at, long left) {}
}
