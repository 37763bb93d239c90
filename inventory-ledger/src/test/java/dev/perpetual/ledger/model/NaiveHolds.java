package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Part;
import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.Told.Expires;
import dev.perpetual.ledger.model.Told.Extends;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Units;
import dev.perpetual.ledger.model.Told.Want;
import dev.perpetual.ledger.model.Told.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Promises, naively: each unit ends once, and what left did leave. */
final class NaiveHolds {

    private NaiveHolds() {}

    static String place(NaiveBooks books, Holds told, long now) {
        var known = books.promises.get(told.id());
        if (known != null && known.state().equals("EARLY")) {
            return NaiveHoldChanges.land(books, told, known, now);
        }
        if (known != null) {
            return "rejected hold-exists";
        }
        for (var line : told.lines()) {
            var reason = wrongWith(line);
            if (reason != null) {
                return refuse(books, told, reason, List.of(shortage(line, 0, books)));
            }
        }
        var taken = new HashMap<String, Long>();
        var parts = new ArrayList<Part>();
        var shortages = new ArrayList<String>();
        var any = false;
        for (var line : told.lines()) {
            var left = line.quantity();
            var found = false;
            for (var wares : NaiveLots.firstExpiredFirst(books, line.sku(), line.place(), line.wares(), now)) {
                var name = NaiveBooks.pile(line.sku(), line.place(), wares);
                var there = books.units(line.sku(), line.place(), wares, "available");
                var free = there <= 0 ? 0 : there - taken.getOrDefault(name, 0L);
                var units = Math.min(left, free);
                if (units > 0) {
                    taken.put(name, taken.getOrDefault(name, 0L) + units);
                    parts.add(new Part(line.line(), line.sku(), line.place(), wares, units, units, 0, 0, 0, 0));
                    left -= units;
                    found = true;
                }
            }
            if (!found) {
                parts.add(new Part(line.line(), line.sku(), line.place(), line.wares(), 0, 0, 0, 0, 0, 0));
            }
            any |= found;
            if (left > 0) {
                shortages.add(shortage(line, line.quantity() - left, books));
            }
        }
        if (!shortages.isEmpty() && (told.all() || !any)) {
            return refuse(books, told, "insufficient-stock", shortages);
        }
        var promise = new Promise(told.owner(), told.who(), "OPEN", 0, told.expiresAt(), parts, false);
        if (NaiveLimits.isTooFar(books, promise, told.expiresAt(), now)
                || NaiveLimits.isTooMuch(books, told.id(), null, promise)) {
            return refuse(books, told, "hold-limit", List.of(NaiveLimits.whatThereIs(books, told, now)));
        }
        var moved = new ArrayList<Long>();
        for (var part : parts) {
            shift(books, "hold", told.id(), part, part.granted(), "available", "held", told.at());
            moved.add(part.granted());
        }
        return keep(books, told.id(), promise, parts, "OPEN", "GRANTED", moved);
    }

    static @Nullable String wrongWith(Want line) {
        if (!Naive.isKnown(line.sku())) {
            return "unknown-sku";
        }
        if (line.sku().equals(Naive.RETIRED)) {
            return "item-retired";
        }
        var place = Naive.PLACES.get(line.place());
        if (place == null) {
            return "unknown-location";
        }
        return place.sells() ? null : "location-not-sellable";
    }

    static String shortage(Want line, long there, NaiveBooks books) {
        return NaiveLedger.shortage(line.line(), line.sku(), line.place(), line.quantity(), there, books);
    }

    static String refuse(NaiveBooks books, Holds told, String reason, List<String> shortages) {
        var early = books.promises.get(told.id());
        var version = early == null ? 1 : early.version() + 1;
        var parts = early == null ? List.<Part>of() : early.parts();
        books.promises.put(told.id(), new Promise(told.owner(), told.who(), "REFUSED", version, null, parts, false));
        return "refused " + reason + " " + String.join("", shortages);
    }

    /** Units of a part go from one bucket of its place to another, or out to the customer. */
    static void shift(
            NaiveBooks books, String kind, String hold, Part part, long units, String from, String to, long at) {
        if (units > 0) {
            books.write(
                    kind,
                    part.sku(),
                    units,
                    new Spot(part.place(), from),
                    new Spot(to.equals("customer") ? "" : part.place(), to),
                    part.wares(),
                    "hold",
                    hold,
                    part.line(),
                    at);
        }
    }

    static String keep(NaiveBooks books, String id, Promise before, List<Part> parts, String event, List<Long> moved) {
        var left = 0L;
        for (var part : parts) {
            left = Math.max(left, Math.max(part.open(), part.picked()));
        }
        return keep(books, id, before, parts, left > 0 ? "OPEN" : "CLOSED", event, moved);
    }

    static String keep(
            NaiveBooks books,
            String id,
            Promise before,
            List<Part> parts,
            String state,
            String event,
            List<Long> moved) {
        var now = new Promise(
                before.owner(),
                before.who(),
                state,
                before.version() + 1,
                before.expiresAt(),
                parts,
                before.isConfirmed());
        books.promises.put(id, now);
        return "hold " + id + " " + event + " " + now.version() + " " + moved;
    }

    static String extend(NaiveBooks books, Extends told, long now) {
        var promise = books.promises.get(told.hold());
        if (promise == null) {
            return "rejected unknown-hold";
        }
        if (!promise.state().equals("OPEN") || promise.isDue(now) || promise.isConfirmed()) {
            return "refused hold-not-open ";
        }
        if (NaiveLimits.isTooFar(books, promise, told.expiresAt(), now)) {
            return "refused hold-limit ";
        }
        redate(books, told.hold(), promise, told.expiresAt());
        return "extended " + told.hold();
    }

    private static void redate(NaiveBooks books, String id, Promise promise, @Nullable Long at) {
        books.promises.put(
                id,
                new Promise(
                        promise.owner(),
                        promise.who(),
                        promise.state(),
                        promise.version(),
                        at,
                        promise.parts(),
                        promise.isConfirmed()));
    }

    static String expire(NaiveBooks books, Expires told, long now) {
        var promise = books.promises.get(told.hold());
        if (promise == null || !promise.isDue(now)) {
            return "unchanged";
        }
        var parts = new ArrayList<Part>();
        var moved = new ArrayList<Long>();
        var any = false;
        for (var part : promise.parts()) {
            shift(books, "release", told.hold(), part, part.open(), "held", "available", now);
            moved.add(part.open());
            any |= part.open() > 0;
            parts.add(ended(part, 0, 0, 0, part.open()));
        }
        if (!any) {
            redate(books, told.hold(), promise, null);
            return "unchanged";
        }
        return keep(books, told.hold(), promise, parts, "EXPIRED", moved);
    }

    /** Units of a part end: so many picked ones are shipped, so many open ones are shipped, released or expired. */
    private static Part ended(Part part, long shippedPicked, long shippedOpen, long released, long expired) {
        return new Part(
                part.line(),
                part.sku(),
                part.place(),
                part.wares(),
                part.granted(),
                part.open() - shippedOpen - released - expired,
                part.picked() - shippedPicked,
                part.shipped() + shippedPicked + shippedOpen,
                part.released() + released,
                part.expired() + expired);
    }

    static String step(NaiveBooks books, Steps told) {
        var promise = books.promises.get(told.hold());
        var whyNot = NaiveNames.whyNot(told, promise);
        if (whyNot != null) {
            return whyNot;
        }
        if (promise == null
                || promise.state().equals("EARLY")
                || (promise.state().equals("REFUSED") && !told.step().equals("RELEASE"))) {
            return withoutPromise(books, told, promise);
        }
        if (promise.state().equals("REFUSED")) {
            return "unchanged";
        }
        if (told.step().equals("DELIVER")) {
            return deliver(books, told, promise);
        }
        var isShip = told.step().equals("SHIP");
        for (var line : told.lines()) {
            if (first(promise, line.line()) != null) {
                continue;
            }
            if (!isShip || line.where() == null) {
                return "rejected unknown-line";
            }
            var wrong = NaiveLedger.unknown(line.where().sku(), line.where().place());
            if (wrong != null) {
                return wrong;
            }
        }
        var wanted = new TreeMap<Integer, Long>();
        for (var line : told.lines()) {
            wanted.put(line.line(), Math.addExact(wanted.getOrDefault(line.line(), 0L), line.quantity()));
        }
        return move(books, told, promise, told.lines().isEmpty() ? null : wanted);
    }

    /** What is picked leaves first, then what is open; what left beyond the promise is taken from available. */
    static String move(NaiveBooks books, Steps told, Promise promise, @Nullable TreeMap<Integer, Long> wanted) {
        var isShip = told.step().equals("SHIP");
        var isUnpick = told.step().equals("UNPICK");
        var parts = new ArrayList<>(promise.parts());
        var picked = new long[parts.size()];
        var open = new long[parts.size()];
        var beyond = new long[parts.size()];
        for (var i = 0; i < parts.size(); i++) {
            if (wanted == null) {
                picked[i] = isShip || isUnpick ? parts.get(i).picked() : 0;
                open[i] = isUnpick ? 0 : parts.get(i).open();
            }
        }
        for (var line : wanted == null ? new TreeMap<Integer, Long>().entrySet() : wanted.entrySet()) {
            var left = line.getValue();
            for (var i = 0; (isShip || isUnpick) && i < parts.size(); i++) {
                if (parts.get(i).line() == line.getKey()) {
                    picked[i] = Math.min(left, parts.get(i).picked());
                    left -= picked[i];
                }
            }
            var firstOfLine = -1;
            for (var i = 0; !isUnpick && i < parts.size(); i++) {
                if (parts.get(i).line() == line.getKey()) {
                    open[i] = Math.min(left, parts.get(i).open());
                    left -= open[i];
                    firstOfLine = firstOfLine < 0 ? i : firstOfLine;
                }
            }
            if (isShip && firstOfLine >= 0) {
                beyond[firstOfLine] = left;
            }
        }
        var moved = new ArrayList<Long>();
        for (var i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            moved.add(picked[i] + open[i] + beyond[i]);
            parts.set(
                    i,
                    switch (told.step()) {
                        case "RELEASE" -> {
                            shift(books, "release", told.hold(), part, open[i], "held", "available", told.at());
                            yield ended(part, 0, 0, open[i], 0);
                        }
                        case "PICK" -> {
                            shift(books, "pick", told.hold(), part, open[i], "held", "picked", told.at());
                            yield picked(part, open[i]);
                        }
                        case "UNPICK" -> {
                            shift(books, "unpick", told.hold(), part, picked[i], "picked", "held", told.at());
                            yield picked(part, -picked[i]);
                        }
                        default -> {
                            shift(books, "ship", told.hold(), part, picked[i], "picked", "customer", told.at());
                            shift(books, "ship", told.hold(), part, open[i], "held", "customer", told.at());
                            shift(books, "ship", told.hold(), part, beyond[i], "available", "customer", told.at());
                            yield ended(part, picked[i], open[i], 0, 0);
                        }
                    });
        }
        for (var line : told.lines()) {
            if (isShip && first(promise, line.line()) == null && line.where() != null) {
                leave(books, told, line, line.where(), line.quantity(), "ship", "available");
            }
        }
        var event = Map.of("RELEASE", "RELEASED", "PICK", "PICKED", "UNPICK", "UNPICKED")
                .getOrDefault(told.step(), "SHIPPED");
        return keep(books, told.hold(), promise, parts, event, moved);
    }

    private static Part picked(Part part, long units) {
        return new Part(
                part.line(),
                part.sku(),
                part.place(),
                part.wares(),
                part.granted(),
                part.open() - units,
                part.picked() + units,
                part.shipped(),
                part.released(),
                part.expired());
    }

    static @Nullable Part first(Promise promise, int line) {
        for (var part : promise.parts()) {
            if (part.line() == line) {
                return part;
            }
        }
        return null;
    }

    static NaiveBooks.Entry leave(
            NaiveBooks books, Steps told, Units line, Where where, long units, String kind, String from) {
        return books.write(
                kind,
                where.sku(),
                units,
                new Spot(where.place(), from),
                new Spot("", "customer"),
                where.wares(),
                "hold",
                told.hold(),
                line.line(),
                told.at());
    }

    /** Only what left can be told of without a promise, and only by who says where it was. */
    private static String withoutPromise(NaiveBooks books, Steps told, @Nullable Promise promise) {
        if (!told.step().equals("SHIP") && !told.step().equals("DELIVER")) {
            return "rejected unknown-hold";
        }
        for (var line : told.lines()) {
            if (line.where() == null) {
                return "rejected unknown-hold";
            }
        }
        for (var line : told.lines()) {
            var wrong = NaiveLedger.unknown(line.where().sku(), line.where().place());
            if (wrong != null) {
                return wrong;
            }
        }
        if (told.lines().isEmpty()) {
            return "rejected unknown-hold";
        }
        if (told.step().equals("DELIVER")) {
            return delivered(books, told, told.lines());
        }
        if (promise == null || promise.state().equals("EARLY")) {
            return NaiveHoldChanges.shipEarly(books, told, promise);
        }
        for (var line : told.lines()) {
            leave(books, told, line, line.where(), line.quantity(), "ship", "available");
        }
        return "recorded " + books.version(told.lines().getFirst().where().sku()) + " ";
    }

    private static String deliver(NaiveBooks books, Steps told, Promise promise) {
        var lines = new ArrayList<Units>();
        var waiting = new HashMap<Where, Long>();
        for (var part : promise.parts()) {
            var where = new Where(part.sku(), part.place(), part.wares());
            waiting.put(where, books.units(part.sku(), part.place(), part.wares(), "outbound"));
        }
        for (var part : told.lines().isEmpty() ? promise.parts() : List.<Part>of()) {
            take(part, part.shipped(), waiting, lines);
        }
        for (var line : told.lines()) {
            if (first(promise, line.line()) == null) {
                lines.add(line);
            }
            var left = line.quantity();
            for (var part : promise.parts()) {
                left -= part.line() == line.line() ? take(part, left, waiting, lines) : 0;
            }
        }
        return delivered(books, told, lines);
    }

    private static long take(Part part, long wanted, Map<Where, Long> waiting, List<Units> lines) {
        var where = new Where(part.sku(), part.place(), part.wares());
        var units = Math.max(0, Math.min(wanted, waiting.get(where)));
        if (units > 0) {
            lines.add(new Units(part.line(), units, where));
            waiting.put(where, waiting.get(where) - units);
        }
        return units;
    }

    /** What waits in outbound goes on; what is with the customer already stays there. */
    private static String delivered(NaiveBooks books, Steps told, List<Units> lines) {
        var answer = "unchanged";
        for (var line : lines) {
            var where = line.where();
            if (where == null) {
                return "rejected unknown-line";
            }
            var units = Math.min(line.quantity(), books.units(where.sku(), where.place(), where.wares(), "outbound"));
            if (units > 0) {
                answer = NaiveLedger.recorded(leave(books, told, line, where, units, "deliver", "outbound"));
            }
        }
        return answer;
    }
}
