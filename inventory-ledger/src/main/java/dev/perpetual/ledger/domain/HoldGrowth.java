package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.KitHoldRules.Told;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
     * Promises more to a line as far as it is there: of the goods that it has, if any, then what expires first, then kits of the
     * parts that its kits are made of. Returns why not at all: the item or the place is no longer for sale.
     */
    @Nullable
    Refused promise(HoldLine line, Goods wish, long units) {
        return promise(line, wish, units, kit(line.line()));
    }

    /** As before. @param kit of what new kits are made; null when nothing but stock of its own SKU may fill it */
    @Nullable
    Refused promise(HoldLine line, Goods wish, long units, @Nullable Kit kit) {
        if (units <= 0) {
            return null;
        }
        var asked = new AskedLine(line.line(), line.sku(), line.location(), wish, units, kit);
        var wrong = HoldRules.wrongWith(asked, books);
        if (wrong != null) {
            var nothing = shortage(asked, 0);
            return new Refused(wrong, HoldRules.notSold(nothing), List.of(nothing), books.now());
        }
        var has = hold.lines().contains(line) ? line.goods() : null;
        var inOrder = LotRules.inOrder(line.sku(), line.location(), wish, books).stream()
                .sorted(Comparator.comparing(goods -> line.isKit() || !goods.equals(has)))
                .toList();
        var grant = HoldGrant.of(asked, inOrder, new Shelf(books), books);
        if (grant.units() < units) {
            shortages.add(shortage(asked, grant.units()));
        }
        HoldUnits.promise(submitted, hold.id(), line, grant.shares(), lines, occurredAt, books);
        if (grant.kits() > 0) {
            var place = kits(asked);
            lines.set(place, KitHoldRules.grow(told(lines.get(place)), grant.kits(), grant.components()));
        }
        return null;
    }

    private @Nullable Kit kit(int line) {
        for (var each : lines) {
            if (each.isKit() && each.line() == line) {
                return KitHoldRules.kit(each);
            }
        }
        return null;
    }

    /** The place of the part of a line that is kits made of parts, made when there is none. */
    private int kits(AskedLine line) {
        for (var i = 0; i < lines.size(); i++) {
            if (lines.get(i).isKit() && lines.get(i).line() == line.line()) {
                return i;
            }
        }
        lines.add(HoldLine.granted(line, Goods.PLAIN, 0, 0));
        return lines.size() - 1;
    }

    private Told told(HoldLine line) {
        return new Told(submitted, hold.id(), line, occurredAt, books);
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

    /** Gives units of a line back, from its parts in their order; of a kit, whole kits with all that they are made of. */
    void release(int line, long units) {
        var left = units;
        for (var i = 0; i < lines.size() && left > 0; i++) {
            var part = lines.get(i);
            if (part.line() == line) {
                var from = Math.min(left, part.open());
                lines.set(
                        i,
                        part.isKit()
                                ? KitHoldRules.step(told(part), Step.RELEASE, 0, from, 0)
                                : HoldUnits.release(submitted, hold.id(), part, from, occurredAt, books));
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
