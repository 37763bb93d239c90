package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Limits;
import org.jspecify.annotations.Nullable;

/** How much may be promised at once, naively: what is open is counted anew whenever somebody asks. */
final class NaiveLimits {

    private static final String EACH = "*";
    private static final long MINUTE = 60;

    private NaiveLimits() {}

    static String set(NaiveBooks books, Limits told) {
        books.limits.removeIf(each -> isAbout(each, told.by(), told.name(), told.ownerType(), told.sku()));
        if (!told.most().isNone()) {
            books.limits.add(told);
        }
        return "limited";
    }

    private static boolean isAbout(Limits limit, String by, String name, String ownerType, String sku) {
        return limit.by().equals(by)
                && limit.name().equals(name)
                && limit.ownerType().equals(ownerType)
                && limit.sku().equals(sku);
    }

    /** Only a cart must not wait for ever. */
    static boolean isTooFar(NaiveBooks books, Promise promise, @Nullable Long deadline, long now) {
        for (var limit : books.limits) {
            var minutes = limit.most().minutes();
            if (minutes != null
                    && promise.owner().startsWith("cart/")
                    && judges(books, limit, promise)
                    && (deadline == null || deadline > now + minutes * MINUTE)) {
                return true;
            }
        }
        return false;
    }

    /** @param before what was promised under this id; null for nothing. What does not grow is not judged. */
    static boolean isTooMuch(NaiveBooks books, String id, @Nullable Promise before, Promise after) {
        for (var limit : books.limits) {
            if (!judges(books, limit, after)) {
                continue;
            }
            var had = before == null ? 0 : open(limit, before);
            var has = open(limit, after);
            var units = has;
            var holds = has > 0 ? 1 : 0;
            for (var other : books.promises.entrySet()) {
                if (!other.getKey().equals(id) && isCounted(limit, other.getValue(), name(limit, after))) {
                    var open = open(limit, other.getValue());
                    units = Math.addExact(units, open);
                    holds += open > 0 ? 1 : 0;
                }
            }
            var mostUnits = limit.most().units();
            var mostHolds = limit.most().holds();
            if ((mostUnits != null && has > had && units > mostUnits)
                    || (mostHolds != null && had == 0 && has > 0 && holds > mostHolds)) {
                return true;
            }
        }
        return false;
    }

    private static String name(Limits limit, Promise promise) {
        return limit.by().equals("channel")
                ? promise.who().channel()
                : promise.who().client();
    }

    /** A limit for each by itself yields to one that is named. */
    private static boolean judges(NaiveBooks books, Limits limit, Promise promise) {
        var name = name(limit, promise);
        if (name.isEmpty() || !isCounted(limit, promise, name)) {
            return false;
        }
        if (limit.name().equals(name)) {
            return true;
        }
        for (var other : books.limits) {
            if (isAbout(other, limit.by(), name, limit.ownerType(), limit.sku())) {
                return false;
            }
        }
        return limit.name().equals(EACH);
    }

    private static boolean isCounted(Limits limit, Promise promise, String name) {
        var isOfType = limit.ownerType().isEmpty() || promise.owner().startsWith(limit.ownerType() + "/");
        return isOfType && name(limit, promise).equals(name);
    }

    private static long open(Limits limit, Promise promise) {
        var units = 0L;
        for (var part : promise.parts()) {
            if (limit.sku().isEmpty() || limit.sku().equals(part.sku())) {
                units = Math.addExact(units, part.open());
            }
        }
        return units;
    }

    /** What each line could have if there were neither a limit nor the other lines. */
    static String whatThereIs(NaiveBooks books, Holds told, long now) {
        var text = "";
        for (var line : told.lines()) {
            var there = 0L;
            for (var wares : NaiveLots.firstExpiredFirst(books, line.sku(), line.place(), line.wares(), now)) {
                var free = Math.max(0, books.units(line.sku(), line.place(), wares, "available"));
                there += Math.min(line.quantity() - there, free);
            }
            text += NaiveHolds.shortage(line, there, books);
        }
        return text;
    }
}
