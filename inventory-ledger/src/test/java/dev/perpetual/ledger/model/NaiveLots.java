package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Batch;
import dev.perpetual.ledger.model.NaiveBooks.Part;
import dev.perpetual.ledger.model.NaiveBooks.Pile;
import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.Told.Describes;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import dev.perpetual.ledger.model.Told.Withdraws;
import java.util.ArrayList;
import java.util.List;

/** Which lot goes first, and what happens when one is withdrawn, naively. */
final class NaiveLots {

    private NaiveLots() {}

    static String describe(NaiveBooks books, Describes told) {
        if (!Naive.isKnown(told.sku())) {
            return "rejected unknown-sku";
        }
        var known = books.batch(told.sku(), told.lot());
        books.batches.put(told.sku() + "/" + told.lot(), new Batch(told.expiresAt(), known.withdrawn()));
        return "recorded " + books.version(told.sku()) + " ";
    }

    /** First expired first, then what keeps; our own before another's; only what was asked for and may be sold. */
    static List<Wares> firstExpiredFirst(NaiveBooks books, String sku, String place, Wares wish, long now) {
        var found = new ArrayList<Wares>();
        for (var pile : books.piles.values()) {
            var wares = pile.wares();
            if (!pile.sku().equals(sku)
                    || !pile.place().equals(place)
                    || !(wish.lot().isEmpty() || wish.lot().equals(wares.lot()))
                    || !(wish.owner().isEmpty() || wish.owner().equals(wares.owner()))
                    || !books.batch(sku, wares.lot()).isSold(now)) {
                continue;
            }
            var i = 0;
            while (i < found.size() && !goesBefore(books, sku, wares, found.get(i))) {
                i++;
            }
            found.add(i, wares);
        }
        return found;
    }

    private static boolean goesBefore(NaiveBooks books, String sku, Wares one, Wares other) {
        var expiry = books.batch(sku, one.lot()).expiresAt();
        var others = books.batch(sku, other.lot()).expiresAt();
        var keeps = expiry == null ? Long.MAX_VALUE : expiry;
        var othersKeep = others == null ? Long.MAX_VALUE : others;
        if (keeps != othersKeep) {
            return keeps < othersKeep;
        }
        var byOwner = one.owner().compareTo(other.owner());
        return byOwner == 0 ? one.lot().compareTo(other.lot()) < 0 : byOwner < 0;
    }

    static String withdraw(NaiveBooks books, Withdraws told, long now) {
        if (!Naive.isKnown(told.sku())) {
            return "rejected unknown-sku";
        }
        var known = books.batch(told.sku(), told.lot());
        if (!known.withdrawn().isEmpty() || (!told.recalled() && known.isSold(now))) {
            return "unchanged";
        }
        var why = told.recalled() ? "recalled" : "expired";
        books.batches.put(told.sku() + "/" + told.lot(), new Batch(known.expiresAt(), why));
        var reopened = new ArrayList<String>();
        for (var id : List.copyOf(books.promises.keySet())) {
            var promise = books.promises.get(id);
            for (var part : promise.parts()) {
                if (isOf(part, told) && part.open() + part.picked() > 0) {
                    reopen(books, id, promise, told, now);
                    reopened.add(id);
                    break;
                }
            }
        }
        var blocked = 0L;
        for (var pile : List.copyOf(books.piles.values())) {
            if (!pile.sku().equals(told.sku()) || !pile.wares().lot().equals(told.lot())) {
                continue;
            }
            blocked = Math.addExact(blocked, blockAll(books, pile, "available", told));
            if (told.recalled()) {
                blocked = Math.addExact(blocked, blockAll(books, pile, "inspection", told));
            }
        }
        return "withdrawn " + blocked + " " + reopened + " " + books.version(told.sku());
    }

    private static boolean isOf(Part part, Withdraws told) {
        return part.sku().equals(told.sku()) && part.wares().lot().equals(told.lot());
    }

    private static long blockAll(NaiveBooks books, Pile pile, String bucket, Withdraws told) {
        var units = Math.max(0, pile.of(bucket));
        if (units > 0) {
            block(books, pile.sku(), pile.place(), pile.wares(), bucket, units, told.at());
        }
        return units;
    }

    /** What arrived goes on under the names under which it came, if it is still there and goes as a whole. */
    static void block(NaiveBooks books, NaiveBooks.Entry entry, long units) {
        var from = new Spot(entry.to().place(), "available");
        var named = entry.units() == null || units != entry.quantity() ? List.<String>of() : entry.units();
        var here = named.stream().allMatch(each -> books.units.at(each, NaiveUnits.spot(from)) > 0);
        var to = new Spot(from.place(), "blocked");
        books.write(
                "block",
                entry.sku(),
                units,
                from,
                to,
                entry.wares(),
                "lot",
                entry.wares().lot(),
                0,
                entry.at(),
                here ? named : List.of());
    }

    static void block(NaiveBooks books, String sku, String place, Wares wares, String bucket, long units, long at) {
        books.write(
                "block",
                sku,
                units,
                new Spot(place, bucket),
                new Spot(place, "blocked"),
                wares,
                "lot",
                wares.lot(),
                0,
                at);
    }

    /** A unit that finds another lot at its place has not ended; what finds none is given back. */
    private static void reopen(NaiveBooks books, String id, Promise promise, Withdraws told, long now) {
        var parts = new ArrayList<>(promise.parts());
        var moved = new ArrayList<Long>();
        for (var i = 0; i < promise.parts().size(); i++) {
            var part = promise.parts().get(i);
            if (!isOf(part, told)) {
                moved.add(0L);
                continue;
            }
            var left = part.open() + part.picked();
            NaiveHolds.shift(books, "unpick", id, part, part.picked(), "picked", "held", told.at());
            NaiveHolds.shift(books, "release", id, part, left, "held", "available", told.at());
            var elsewhere = 0L;
            for (var wares : firstExpiredFirst(
                    books, part.sku(), part.place(), new Wares("", part.wares().owner()), now)) {
                var units = Math.min(left, books.units(part.sku(), part.place(), wares, "available"));
                if (units <= 0) {
                    continue;
                }
                var at = indexOf(parts, part.line(), wares);
                if (at < 0) {
                    parts.add(new Part(part.line(), part.sku(), part.place(), wares, 0, 0, 0, 0, 0, 0));
                    at = parts.size() - 1;
                }
                var other = parts.get(at);
                NaiveHolds.shift(books, "hold", id, other, units, "available", "held", told.at());
                parts.set(
                        at,
                        new Part(
                                other.line(),
                                other.sku(),
                                other.place(),
                                other.wares(),
                                other.granted() + units,
                                other.open() + units,
                                other.picked(),
                                other.shipped(),
                                other.released(),
                                other.expired()));
                elsewhere += units;
                left -= units;
            }
            moved.add(left);
            parts.set(
                    i,
                    new Part(
                            part.line(),
                            part.sku(),
                            part.place(),
                            part.wares(),
                            part.granted() - elsewhere,
                            0,
                            0,
                            part.shipped(),
                            part.released() + left,
                            part.expired()));
        }
        while (moved.size() < parts.size()) {
            moved.add(0L);
        }
        NaiveHolds.keep(books, id, promise, parts, "RELEASED", moved);
    }

    private static int indexOf(List<Part> parts, int line, Wares wares) {
        for (var i = 0; i < parts.size(); i++) {
            if (parts.get(i).line() == line && parts.get(i).wares().equals(wares)) {
                return i;
            }
        }
        return -1;
    }
}
