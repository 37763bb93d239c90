package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Part;
import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.Told.Amends;
import dev.perpetual.ledger.model.Told.Confirms;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Want;
import dev.perpetual.ledger.model.Told.Wares;
import dev.perpetual.ledger.model.Told.Who;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Promises that become others, and goods that left before anybody asked for a promise, naively. */
final class NaiveHoldChanges {

    /** A promise that grows or shrinks. */
    private static final class Growth {
        private final NaiveBooks books;
        private final String hold;
        private final List<Part> before;
        private final long at;
        private final long now;
        final ArrayList<Part> parts;
        final ArrayList<Long> moved = new ArrayList<>();
        final ArrayList<String> shortages = new ArrayList<>();
        private final NaiveBooks start;

        Growth(NaiveBooks books, String hold, Promise promise, long at, long now) {
            this.books = books;
            this.hold = hold;
            this.before = promise.parts();
            this.at = at;
            this.now = now;
            this.start = new NaiveBooks(books); // What a refusal tells is as of before.
            parts = new ArrayList<>(before);
            for (var i = 0; i < parts.size(); i++) {
                moved.add(0L);
            }
        }

        /** What the line has goes first, then what expires first. */
        @Nullable
        String promise(int line, String sku, String place, @Nullable Wares has, Wares wish, long units) {
            if (units <= 0) {
                return null;
            }
            var want = new Want(line, sku, place, wish, units);
            var reason = NaiveHolds.wrongWith(want);
            if (reason != null) {
                return reason + " " + NaiveLedger.shortage(line, sku, place, units, 0, start);
            }
            var inOrder = new ArrayList<>(NaiveLots.firstExpiredFirst(books, sku, place, wish, now));
            if (has != null && inOrder.remove(has)) {
                inOrder.addFirst(has);
            }
            var left = units;
            for (var wares : inOrder) {
                var some = Math.min(left, books.units(sku, place, wares, "available"));
                if (some <= 0) {
                    continue;
                }
                var i = 0;
                while (i < parts.size()
                        && !(parts.get(i).line() == line && parts.get(i).wares().equals(wares))) {
                    i++;
                }
                if (i == parts.size()) {
                    parts.add(new Part(line, sku, place, wares, 0, 0, 0, 0, 0, 0));
                    moved.add(0L);
                }
                NaiveHolds.shift(books, "hold", hold, parts.get(i), some, "available", "held", at);
                parts.set(i, more(parts.get(i), some, some, 0, 0));
                moved.set(i, moved.get(i) + some);
                left -= some;
            }
            if (left > 0) {
                shortages.add(NaiveLedger.shortage(line, sku, place, units, units - left, start));
            }
            return null;
        }

        void release(int line, long units) {
            for (var i = 0; i < parts.size(); i++) {
                var part = parts.get(i);
                var some = part.line() == line ? Math.min(units, part.open()) : 0;
                if (some > 0) {
                    NaiveHolds.shift(books, "release", hold, part, some, "held", "available", at);
                    parts.set(i, more(part, 0, -some, 0, some));
                    moved.set(i, moved.get(i) + some);
                    units -= some;
                }
            }
        }
    }

    private NaiveHoldChanges() {}

    private static Part more(Part part, long granted, long open, long shipped, long released) {
        return new Part(
                part.line(),
                part.sku(),
                part.place(),
                part.wares(),
                Math.addExact(part.granted(), granted),
                Math.addExact(part.open(), open),
                part.picked(),
                Math.addExact(part.shipped(), shipped),
                Math.addExact(part.released(), released),
                part.expired());
    }

    /** Of a line, all that is promised or gone, or only what nobody can take back without unpicking. */
    private static long promised(List<Part> parts, int line, boolean withOpen) {
        var units = 0L;
        for (var part : parts) {
            if (part.line() == line) {
                units = Math.addExact(units, (withOpen ? part.open() : 0) + part.picked() + part.shipped());
            }
        }
        return units;
    }

    static String shipEarly(NaiveBooks books, Steps told, @Nullable Promise early) {
        var parts = new ArrayList<>(early == null ? List.<Part>of() : early.parts());
        var moved = new ArrayList<Long>();
        for (var i = 0; i < parts.size(); i++) {
            moved.add(0L);
        }
        for (var line : told.lines()) {
            var where = line.where();
            var at = parts.size();
            for (var i = 0; i < parts.size(); i++) {
                if (parts.get(i).line() != line.line()) {
                    continue;
                }
                if (!isAt(parts.get(i), where.sku(), where.place())) {
                    return "rejected unknown-line";
                }
                at = parts.get(i).wares().equals(where.wares()) ? i : at;
            }
            NaiveHolds.leave(books, told, line, where, line.quantity(), "ship", "available");
            if (at == parts.size()) {
                parts.add(new Part(line.line(), where.sku(), where.place(), where.wares(), 0, 0, 0, 0, 0, 0));
                moved.add(0L);
            }
            parts.set(at, more(parts.get(at), line.quantity(), 0, line.quantity(), 0));
            moved.set(at, moved.get(at) + line.quantity());
        }
        var version = early == null ? 0 : early.version();
        var before = new Promise("hold/" + told.hold(), Who.NOBODY, "EARLY", version, null, parts, false);
        return NaiveHolds.keep(books, told.hold(), before, parts, "EARLY", "SHIPPED_EARLY", moved);
    }

    private static boolean isAt(Part part, String sku, String place) {
        return part.sku().equals(sku) && part.place().equals(place);
    }

    /** What left is settled; only the rest is judged. It is tried first, since a refusal is kept without it. */
    static String land(NaiveBooks books, Holds told, Promise early, long now) {
        var trial = new NaiveBooks(books);
        var answer = tryToLand(trial, told, early, now);
        trial.giveUp();
        if (answer.startsWith("refused ")) {
            var reason = answer.substring("refused ".length());
            var cut = reason.indexOf(' ');
            return NaiveHolds.refuse(books, told, reason.substring(0, cut), List.of(reason.substring(cut + 1)));
        }
        return tryToLand(books, told, early, now);
    }

    private static String tryToLand(NaiveBooks books, Holds told, Promise early, long now) {
        var growth = new Growth(books, told.id(), early, told.at(), now);
        for (var line : told.lines()) {
            for (var part : early.parts()) {
                if (part.line() == line.line() && !isAt(part, line.sku(), line.place())) {
                    return "rejected unknown-line";
                }
            }
            var rest = line.quantity() - promised(early.parts(), line.line(), true);
            var refusal = growth.promise(line.line(), line.sku(), line.place(), null, line.wares(), rest);
            if (refusal != null) {
                return "refused " + refusal;
            }
        }
        if (!growth.shortages.isEmpty() && told.all()) {
            return "refused insufficient-stock " + String.join("", growth.shortages);
        }
        var landed =
                new Promise(told.owner(), told.who(), "OPEN", early.version(), told.expiresAt(), growth.parts, false);
        if (NaiveLimits.isTooFar(books, landed, told.expiresAt(), now)
                || NaiveLimits.isTooMuch(books, told.id(), early, landed)) {
            return "refused hold-limit " + NaiveLimits.whatThereIs(growth.start, told, now);
        }
        return NaiveHolds.keep(books, told.id(), landed, growth.parts, "GRANTED", growth.moved);
    }

    static String amend(NaiveBooks books, Amends told, long now) {
        var promise = books.promises.get(told.hold());
        if (promise == null) {
            return "rejected unknown-hold";
        }
        for (var line : told.lines()) {
            if (NaiveHolds.first(promise, line.line()) == null) {
                return "rejected unknown-line";
            }
        }
        if (!promise.state().equals("OPEN") || promise.isDue(now)) {
            return "refused hold-not-open ";
        }
        var growth = new Growth(books, told.hold(), promise, told.at(), now);
        for (var line : told.lines()) {
            if (line.quantity() < promised(promise.parts(), line.line(), false)) {
                return "refused more-than-open ";
            }
            growth.release(line.line(), Math.max(0, promised(promise.parts(), line.line(), true) - line.quantity()));
        }
        for (var line : told.lines()) {
            var first = NaiveHolds.first(promise, line.line());
            var more = line.quantity() - promised(promise.parts(), line.line(), true);
            var refusal = growth.promise(line.line(), first.sku(), first.place(), first.wares(), line.wares(), more);
            if (refusal != null) {
                return "refused " + refusal;
            }
        }
        if (told.all() && !growth.shortages.isEmpty()) {
            return "refused insufficient-stock " + String.join("", growth.shortages);
        }
        var amended = new Promise(
                promise.owner(), promise.who(), "OPEN", promise.version(), promise.expiresAt(), growth.parts, false);
        if (NaiveLimits.isTooMuch(books, told.hold(), promise, amended)) {
            return "refused hold-limit ";
        }
        return NaiveHolds.keep(books, told.hold(), promise, growth.parts, "AMENDED", growth.moved);
    }

    static String confirm(NaiveBooks books, Confirms told, long now) {
        var promise = books.promises.get(told.hold());
        if (promise == null) {
            return "rejected unknown-hold";
        }
        if (promise.isConfirmed()) {
            if (!told.owner().isEmpty() && !told.owner().equals(promise.owner())) {
                return "refused hold-not-open ";
            }
            var nothing = promise.parts().stream().map(_ -> 0L).toList();
            return "hold " + told.hold() + " CONFIRMED " + promise.version() + " " + nothing;
        }
        var expired = 0L;
        for (var part : promise.parts()) {
            expired += part.expired();
        }
        var isOpen = promise.state().equals("OPEN");
        if (!isOpen && !(promise.state().equals("CLOSED") && expired > 0)) {
            return "refused hold-not-open ";
        }
        var growth = new Growth(books, told.hold(), promise, told.at(), now);
        for (var part : promise.parts()) {
            var wish = new Wares("", part.wares().owner());
            var refusal = growth.promise(part.line(), part.sku(), part.place(), part.wares(), wish, part.expired());
            if (refusal != null) {
                return "refused " + refusal;
            }
        }
        if (!growth.shortages.isEmpty()) {
            return "refused insufficient-stock " + String.join("", growth.shortages);
        }
        var owner = told.owner().isEmpty() ? promise.owner() : told.owner();
        var confirmed = new Promise(owner, promise.who(), "OPEN", promise.version(), null, List.of(), true);
        return NaiveHolds.keep(books, told.hold(), confirmed, growth.parts, "CONFIRMED", growth.moved);
    }

    /** Who sent a message hears of a refusal among what is announced of the hold, which has a version more then. */
    static void announceRefusal(NaiveBooks books, Told told) {
        var id = switch (told) {
            case Steps steps -> steps.hold();
            case Told.Extends extended -> extended.hold();
            case Amends amends -> amends.hold();
            case Confirms confirms -> confirms.hold();
            default -> "";
        };
        var known = books.promises.get(id);
        if (known != null) {
            books.promises.put(
                    id,
                    new Promise(
                            known.owner(),
                            known.who(),
                            known.state(),
                            known.version() + 1,
                            known.expiresAt(),
                            known.parts(),
                            known.isConfirmed()));
        }
    }
}
