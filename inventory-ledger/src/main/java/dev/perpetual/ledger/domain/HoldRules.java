package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;

import dev.perpetual.ledger.domain.Command.ExpireHold;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.PlaceHold;
import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.State;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
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
        var known = books.hold(asked.hold());
        if (known != null && known.state() == State.EARLY) {
            return EarlyHoldRules.land(submitted, asked, known, books);
        }
        if (known != null) {
            return new Rejected(Reason.HOLD_EXISTS, "Expected a new hold, but there is one called " + asked.hold());
        }
        for (var line : asked.lines()) {
            var reason = wrongWith(line, books);
            if (reason != null) {
                var short_ = shortage(line, 0, books);
                return refuse(submitted, asked, reason, notSold(short_), List.of(short_), books);
            }
        }
        var grants = grants(asked, books);
        var short_ = shortages(asked, grants, books);
        var nothing = grants.stream().allMatch(grant -> grant.units() == 0);
        if (!short_.isEmpty() && (asked.fill() == Fill.ALL || nothing)) {
            var first = short_.getFirst();
            return refuse(submitted, asked, Reason.INSUFFICIENT_STOCK, notThere(first), short_, books);
        }
        var units = grants.stream().map(HoldGrant::units).toList();
        var limit = books.limits().exceededBy(asked, units, books.now());
        if (limit != null) {
            return refuse(submitted, asked, Reason.HOLD_LIMIT, limit, whatThereIs(asked, books), books);
        }
        var lines = new ArrayList<HoldLine>(asked.lines().size());
        for (var i = 0; i < asked.lines().size(); i++) {
            promise(submitted, asked, asked.lines().get(i), grants.get(i), lines, books);
        }
        var moved = lines.stream().map(HoldLine::granted).toList();
        var hold = new Hold(asked.hold(), asked.owner(), State.OPEN, 1, asked.expiresAt(), books.now(), lines);
        return announce(HoldEvent.GRANTED, hold, submitted, moved, books);
    }

    private static void promise(
            Submitted submitted, PlaceHold asked, AskedLine line, HoldGrant grant, List<HoldLine> lines, Books books) {
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
            var nothing = HoldLine.granted(line, Goods.PLAIN, 0, 0);
            var told = new KitHoldRules.Told(submitted, asked.hold(), nothing, asked.occurredAt(), books);
            lines.add(KitHoldRules.grow(told, grant.kits(), grant.components()));
        }
        if (grant.units() == 0) {
            lines.add(HoldLine.granted(line, line.goods(), 0, books.version(line.sku())));
        }
    }

    static @Nullable Reason wrongWith(AskedLine line, Books books) {
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
    private static List<HoldGrant> grants(PlaceHold asked, Books books) {
        var shelf = new Shelf(books);
        var grants = new ArrayList<HoldGrant>(asked.lines().size());
        for (var line : asked.lines()) {
            grants.add(HoldGrant.of(line, shelf, books));
        }
        return grants;
    }

    private static List<Shortage> shortages(PlaceHold asked, List<HoldGrant> grants, Books books) {
        var shortages = new ArrayList<Shortage>();
        for (var i = 0; i < grants.size(); i++) {
            var line = asked.lines().get(i);
            if (grants.get(i).units() < line.quantity()) {
                shortages.add(shortage(line, grants.get(i).units(), books));
            }
        }
        return shortages;
    }

    static Shortage shortage(AskedLine line, long available, Books books) {
        return new Shortage(
                line.line(), line.sku(), line.location(), line.quantity(), available, books.version(line.sku()));
    }

    static Refused refuse(
            Submitted submitted, PlaceHold asked, Reason reason, String detail, List<Shortage> lines, Books books) {
        var early = books.hold(asked.hold());
        var hold = early == null
                ? new Hold(asked.hold(), asked.owner(), State.REFUSED, 1, null, books.now(), List.of())
                : early.refused(asked.owner());
        books.keep(new HoldOutcome(HoldEvent.REFUSED, hold, submitted.id(), List.of(), reason, lines, books.now()));
        return new Refused(reason, detail, lines, books.now());
    }

    static String notThere(Shortage line) {
        return "Expected at least %d available of %s at %s, but got %d"
                .formatted(line.asked(), line.sku(), line.location(), line.available());
    }

    static String notSold(Shortage line) {
        return "Expected a known item at a location that sells, but got %s at %s"
                .formatted(line.sku(), line.location());
    }

    /** Per line what could be promised if there were no limit. */
    static List<Shortage> whatThereIs(PlaceHold asked, Books books) {
        var lines = new ArrayList<Shortage>(asked.lines().size());
        for (var line : asked.lines()) {
            var grant = HoldGrant.of(line, new Shelf(books), books);
            lines.add(shortage(line, grant.units(), books));
        }
        return lines;
    }

    static Outcome extend(ExtendHold asked, Books books) {
        var hold = books.hold(asked.hold());
        if (hold == null) {
            return new Rejected(Reason.UNKNOWN_HOLD, "Expected a known hold, but got " + asked.hold());
        }
        if (hold.state() != State.OPEN || hold.isDue(books.now())) {
            return notOpen(hold, books);
        }
        if (hold.confirmedAt() != null) {
            return new Refused(
                    Reason.HOLD_NOT_OPEN,
                    "Expected a hold with a deadline, but %s is confirmed".formatted(hold.id()),
                    List.of(),
                    books.now());
        }
        var limit = books.limits().exceededBy(hold.owner(), asked.expiresAt(), books.now());
        if (limit != null) {
            return new Refused(Reason.HOLD_LIMIT, limit, List.of(), books.now());
        }
        var extended = hold.extendedTo(asked.expiresAt());
        books.keep(extended);
        return new HoldExtended(extended, books.now());
    }

    static Refused notOpen(Hold hold, Books books) {
        return new Refused(
                Reason.HOLD_NOT_OPEN,
                "Expected an open hold, but %s is %s"
                        .formatted(hold.id(), hold.state() == State.OPEN ? "past its deadline" : "over"),
                List.of(),
                books.now());
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
            HoldUnits.record(
                    submitted,
                    MovementKind.RELEASE,
                    hold.id(),
                    line,
                    units,
                    Bucket.HELD,
                    at(line.location(), Bucket.AVAILABLE),
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

    /** Who asked over HTTP has the answer; who asked on a topic hears it there. */
    static void tell(Refused refusal, Submitted submitted, Books books) {
        var id = submitted.command().hold();
        var hold = id == null || !submitted.isMessage() ? null : books.hold(id);
        if (hold != null) {
            books.keep(new HoldOutcome(
                    HoldEvent.CHANGE_REFUSED,
                    hold.unchanged(),
                    submitted.id(),
                    hold.lines().stream().map(_ -> 0L).toList(),
                    refusal.reason(),
                    refusal.lines(),
                    books.now()));
        }
    }

    static Outcome announce(HoldEvent event, Hold hold, Submitted submitted, List<Long> moved, Books books) {
        books.keep(new HoldOutcome(event, hold, submitted.id(), moved, null, List.of(), books.now()));
        return new HoldChanged(event, hold, moved, books.now());
    }
}
