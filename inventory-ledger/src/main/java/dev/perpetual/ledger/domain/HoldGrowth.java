package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LotRules.Share;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lines of a hold while more is promised to them, and what was not there to promise. */
final class HoldGrowth {

    private final Submitted submitted;
    private final Hold hold;
    private final Instant occurredAt;
    private final Books books;
    private final List<HoldLine> lines;
    private final List<Shortage> shortages = new ArrayList<>();
    private final int since;

    HoldGrowth(Submitted submitted, Hold hold, Instant occurredAt, Books books) {
        this.submitted = submitted;
        this.hold = hold;
        this.occurredAt = occurredAt;
        this.books = books;
        this.since = books.movements().size();
        this.lines = new ArrayList<>(hold.lines());
    }

    List<HoldLine> lines() {
        return lines;
    }

    List<Shortage> shortages() {
        return shortages;
    }

    /**
     * Promises more to a line as far as it is there: of the goods that it has, when it has any, then what expires first.
     * Returns why not at all: the item or the place is no longer for sale.
     */
    @Nullable
    Refused promise(HoldLine line, Goods wish, long units) {
        if (units <= 0) {
            return null;
        }
        var asked = new AskedLine(line.line(), line.sku(), line.location(), wish, units);
        var wrong = HoldRules.wrongWith(asked, books);
        if (wrong != null) {
            var nothing = shortage(asked, 0);
            return new Refused(wrong, HoldRules.notSold(nothing), List.of(nothing), books.now());
        }
        var has = hold.lines().contains(line) ? line.goods() : null;
        var inOrder = LotRules.inOrder(line.sku(), line.location(), wish, books).stream()
                .sorted(Comparator.comparing(goods -> !goods.equals(has)))
                .toList();
        var shares = LotRules.shares(line.sku(), line.location(), inOrder, units, Map.of(), books);
        var found = shares.stream().mapToLong(Share::units).sum();
        if (found < units) {
            shortages.add(shortage(asked, found));
        }
        HoldUnits.promise(submitted, hold.id(), line, shares, lines, occurredAt, books);
        return null;
    }

    /** As of what stays when all of this is taken back. */
    private Shortage shortage(AskedLine asked, long found) {
        var undone = books.movements().stream()
                .skip(since)
                .filter(movement -> movement.sku().equals(asked.sku()))
                .count();
        var version = books.version(asked.sku()) - undone;
        return new Shortage(asked.line(), asked.sku(), asked.location(), asked.quantity(), found, version);
    }

    /** Gives units of a line back, from its parts in their order. */
    void release(int line, long units) {
        var left = units;
        for (var i = 0; i < lines.size() && left > 0; i++) {
            var part = lines.get(i);
            if (part.line() == line) {
                var from = Math.min(left, part.open());
                lines.set(i, HoldUnits.release(submitted, hold.id(), part, from, occurredAt, books));
                left -= from;
            }
        }
    }

    /** Per part, how many units were promised or given back. */
    List<Long> moved() {
        var before = hold.lines();
        var moved = new ArrayList<Long>(lines.size());
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var was =
                    i < before.size() ? before.get(i).granted() + before.get(i).released() : 0;
            moved.add(line.granted() + line.released() - was);
        }
        return moved;
    }
}
