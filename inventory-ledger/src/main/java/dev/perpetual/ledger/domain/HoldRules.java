package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LotRules.Share;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.HoldExtended;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of promises. Each unit of a hold ends once: shipped, released or expired. */
final class HoldRules {

    private HoldRules() {}

    static Outcome place(Submitted submitted, PlaceHold asked, Books books) {
        if (books.hold(asked.hold()) != null) {
            return new Rejected(Reason.HOLD_EXISTS, "Expected a new hold, but there is one called " + asked.hold());
        }
        for (var line : asked.lines()) {
            var reason = wrongWith(line, books);
            if (reason != null) {
                return refuse(submitted, asked, reason, List.of(shortage(line, 0, books)), books);
            }
        }
        var grants = grants(asked, books);
        var short_ = shortages(asked, grants, books);
        var nothing = grants.stream().allMatch(grant -> grant.units() == 0);
        if (!short_.isEmpty() && (asked.fill() == Fill.ALL || nothing)) {
            return refuse(submitted, asked, Reason.INSUFFICIENT_STOCK, short_, books);
        }
        var lines = new ArrayList<HoldLine>(asked.lines().size());
        for (var i = 0; i < asked.lines().size(); i++) {
            promise(submitted, asked, asked.lines().get(i), grants.get(i), lines, books);
        }
        var moved = lines.stream().map(HoldLine::granted).toList();
        var hold = new Hold(asked.hold(), asked.owner(), State.OPEN, 1, asked.expiresAt(), books.now(), lines);
        return announce(HoldEvent.GRANTED, hold, submitted, moved, books);
    }

    /** What a line gets. @param kits made of components */
    private record Grant(List<Share> shares, long kits, List<HoldComponent> components) {
        long units() {
            return shares.stream().mapToLong(Share::units).sum() + kits;
        }
    }

    private static void promise(
            Submitted submitted, PlaceHold asked, AskedLine line, Grant grant, List<HoldLine> lines, Books books) {
        for (var share : grant.shares()) {
            books.record(
                    new Posting(
                            MovementKind.HOLD,
                            line.sku(),
                            share.units(),
                            at(line.location(), Bucket.AVAILABLE),
                            at(line.location(), Bucket.HELD),
                            share.goods(),
                            null,
                            null,
                            new Cause("hold", asked.hold().id(), line.line()),
                            asked.occurredAt(),
                            true),
                    submitted);
            lines.add(HoldLine.granted(line, share.goods(), share.units(), books.version(line.sku())));
        }
        if (grant.kits() > 0) {
            lines.add(KitHoldRules.promise(
                    submitted, asked.hold(), line, grant.kits(), grant.components(), asked.occurredAt(), books));
        }
        if (grant.units() == 0) {
            lines.add(HoldLine.granted(line, line.goods(), 0, books.version(line.sku())));
        }
    }

    private static @Nullable Reason wrongWith(AskedLine line, Books books) {
        var item = books.item(line.sku());
        var location = books.location(line.location());
        if (item == null) {
            return Reason.UNKNOWN_SKU;
        }
        if (item.retired()) {
            return Reason.ITEM_RETIRED;
        }
        if (location == null) {
            return Reason.UNKNOWN_LOCATION;
        }
        return location.sellable() ? null : Reason.LOCATION_NOT_SELLABLE;
    }

    /** Lines of the same stock share what is there, in their order; kits that are made up go before their parts. */
    private static List<Grant> grants(PlaceHold asked, Books books) {
        var shelf = new Shelf(books);
        var grants = new ArrayList<Grant>(asked.lines().size());
        for (var line : asked.lines()) {
            var shares = shelf.take(line.sku(), line.location(), line.goods(), line.quantity());
            var left = line.quantity() - shares.stream().mapToLong(Share::units).sum();
            var kits = KitHoldRules.kits(line, left, shelf, books);
            grants.add(new Grant(shares, kits, KitHoldRules.take(line, kits, shelf, books)));
        }
        return grants;
    }

    private static List<Shortage> shortages(PlaceHold asked, List<Grant> grants, Books books) {
        var shortages = new ArrayList<Shortage>();
        for (var i = 0; i < grants.size(); i++) {
            var line = asked.lines().get(i);
            if (grants.get(i).units() < line.quantity()) {
                shortages.add(shortage(line, grants.get(i).units(), books));
            }
        }
        return shortages;
    }

    private static Shortage shortage(AskedLine line, long available, Books books) {
        return new Shortage(
                line.line(), line.sku(), line.location(), line.quantity(), available, books.version(line.sku()));
    }

    private static Refused refuse(
            Submitted submitted, PlaceHold asked, Reason reason, List<Shortage> lines, Books books) {
        var hold = new Hold(asked.hold(), asked.owner(), State.REFUSED, 1, null, books.now(), List.of());
        books.keep(new HoldOutcome(HoldEvent.REFUSED, hold, submitted.id(), List.of(), reason, lines, books.now()));
        var first = lines.getFirst();
        var detail = reason == Reason.INSUFFICIENT_STOCK
                ? "Expected at least %d available of %s at %s, but got %d"
                        .formatted(first.asked(), first.sku(), first.location(), first.available())
                : "Expected a known item at a location that sells, but got %s at %s"
                        .formatted(first.sku(), first.location());
        return new Refused(reason, detail, lines, books.now());
    }

    static Outcome extend(ExtendHold asked, Books books) {
        var hold = books.hold(asked.hold());
        if (hold == null) {
            return new Rejected(Reason.UNKNOWN_HOLD, "Expected a known hold, but got " + asked.hold());
        }
        if (hold.state() != State.OPEN || hold.isDue(books.now())) {
            return new Refused(
                    Reason.HOLD_NOT_OPEN,
                    "Expected an open hold, but %s is %s"
                            .formatted(hold.id(), hold.state() == State.OPEN ? "past its deadline" : "over"),
                    List.of(),
                    books.now());
        }
        var extended = hold.extendedTo(asked.expiresAt());
        books.keep(extended);
        return new HoldExtended(extended, books.now());
    }

    /** The deadline is compared with the instant of the batch, so that every copy of this decision is the same. */
    static Outcome expire(Submitted submitted, ExpireHold asked, Books books) {
        var hold = books.hold(asked.hold());
        if (hold == null || !hold.isDue(books.now())) {
            return new Unchanged("Not due", books.now());
        }
        var moved = new ArrayList<Long>();
        var lines = new ArrayList<HoldLine>();
        for (var line : hold.lines()) {
            var units = line.open();
            moved.add(units);
            if (line.isKit()) {
                lines.add(KitHoldRules.expire(new KitHoldRules.Told(submitted, hold.id(), line, books.now(), books)));
                continue;
            }
            HoldStepRules.record(
                    submitted,
                    MovementKind.RELEASE,
                    hold.id(),
                    line,
                    units,
                    Bucket.HELD,
                    HoldStepRules.inside(line),
                    books.now(),
                    books);
            lines.add(units == 0 ? line : line.expire(units, books.version(line.sku())));
        }
        if (moved.stream().allMatch(units -> units == 0)) {
            books.keep(hold.extendedTo(null)); // Never due again.
            return new Unchanged("Nothing is open any more; what is picked stays picked", books.now());
        }
        return announce(HoldEvent.EXPIRED, hold.next(lines), submitted, moved, books);
    }

    static Outcome announce(HoldEvent event, Hold hold, Submitted submitted, List<Long> moved, Books books) {
        books.keep(new HoldOutcome(event, hold, submitted.id(), moved, null, List.of(), books.now()));
        return new HoldChanged(event, hold, moved, books.now());
    }
}
