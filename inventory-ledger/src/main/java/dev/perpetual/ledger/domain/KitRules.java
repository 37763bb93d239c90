package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.AssembleKits.Named;
import dev.perpetual.ledger.domain.AssembleKits.Way;
import dev.perpetual.ledger.domain.LotRules.Share;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes kits of their parts and takes them apart. All of it happens or nothing; both ways are requests, judged also where
 * facts may go below zero, since nobody can make a kit of what is not there.
 */
final class KitRules {

    private KitRules() {}

    /** What goes and what comes of one SKU. */
    private record Leg(Sku sku, List<Share> shares) {}

    static Outcome assemble(Submitted submitted, AssembleKits asked, Books books) {
        var wrong = wrongWith(asked, books);
        if (wrong != null) {
            return wrong;
        }
        var kit = Objects.requireNonNull(asked.kit());
        var makes = asked.way() == Way.ASSEMBLE;
        var shelf = new Shelf(books);
        var short_ = new ArrayList<Shortage>();
        var legs = new ArrayList<Leg>();
        if (makes) {
            for (var part : kit.parts()) {
                legs.add(new Leg(part.sku(), take(asked, part, shelf, short_, books)));
            }
            legs.add(new Leg(asked.sku(), List.of(new Share(asked.goods(), asked.quantity()))));
        } else {
            var shares = shelf.take(asked.sku(), asked.location(), asked.goods(), asked.quantity());
            miss(asked.sku(), asked.quantity(), sum(shares), asked, short_, books);
            legs.add(new Leg(asked.sku(), shares));
            for (var part : kit.parts()) {
                legs.add(new Leg(part.sku(), come(asked, part, shares)));
            }
        }
        if (!short_.isEmpty()) {
            return refuse(short_, books);
        }
        for (var leg : legs) {
            var goes = makes != leg.sku().equals(asked.sku());
            leg.shares().forEach(share -> record(submitted, asked, leg.sku(), share, goes, books));
        }
        return new Recorded(books.version(asked.sku()), books.now(), null);
    }

    private static @Nullable Outcome wrongWith(AssembleKits asked, Books books) {
        var unknown = LedgerRules.unknown(asked.sku(), asked.keys(), books);
        if (unknown != null) {
            return unknown;
        }
        var kit = asked.kit();
        if (kit == null || kit.parts().isEmpty()) {
            return new Rejected(
                    Reason.NOT_A_KIT,
                    "Expected an item that was a kit at %s, but got %s".formatted(asked.occurredAt(), asked.sku()));
        }
        var item = books.item(asked.sku());
        if (item != null && item.retired() && asked.way() == Way.ASSEMBLE) {
            return new Refused(
                    Reason.ITEM_RETIRED,
                    "Expected a kit that is still sold, but %s is retired".formatted(asked.sku()),
                    List.of(),
                    books.now());
        }
        for (var each : asked.chosen()) {
            var part = kit.parts().stream()
                    .filter(any -> any.sku().equals(each.sku()))
                    .findFirst();
            if (part.isEmpty()) {
                return new Rejected(
                        Reason.NOT_A_PART, "Expected a part of %s, but got %s".formatted(asked.sku(), each.sku()));
            }
            var needed = Math.multiplyExact(asked.quantity(), part.get().units());
            var named =
                    named(asked, each.sku()).stream().mapToLong(Named::units).reduce(0, Math::addExact);
            if (named != needed) {
                return new Rejected(
                        Reason.NOT_A_PART,
                        "Expected %d units of part %s or none named, but got %d".formatted(needed, each.sku(), named));
            }
        }
        return null;
    }

    private static List<Named> named(AssembleKits asked, Sku part) {
        return asked.chosen().stream().filter(each -> each.sku().equals(part)).toList();
    }

    /** The units of a part that go into the kits; what is missing is noted. */
    private static List<Share> take(
            AssembleKits asked, Kit.Part part, Shelf shelf, List<Shortage> short_, Books books) {
        var units = Math.multiplyExact(asked.quantity(), part.units());
        var named = named(asked, part.sku());
        if (named.isEmpty()) {
            var wish = new Goods("", asked.goods().owner());
            var shares = shelf.take(part.sku(), asked.location(), wish, units);
            miss(part.sku(), units, sum(shares), asked, short_, books);
            return shares;
        }
        var found = 0L;
        var shares = new ArrayList<Share>();
        for (var each : named) {
            found += shelf.takeFrom(new BalanceKey(each.sku(), asked.location(), each.goods()), each.units());
            shares.add(new Share(each.goods(), each.units()));
        }
        miss(part.sku(), units, found, asked, short_, books);
        return shares;
    }

    /** The units of a part that come out of the kits; nobody knows their lots unless the caller does. */
    private static List<Share> come(AssembleKits asked, Kit.Part part, List<Share> kits) {
        var named = named(asked, part.sku());
        return named.isEmpty()
                ? kits.stream()
                        .map(share -> new Share(
                                new Goods("", share.goods().owner()), Math.multiplyExact(share.units(), part.units())))
                        .toList()
                : named.stream()
                        .map(each -> new Share(each.goods(), each.units()))
                        .toList();
    }

    private static long sum(List<Share> shares) {
        return shares.stream().mapToLong(Share::units).sum();
    }

    private static void miss(Sku sku, long units, long found, AssembleKits asked, List<Shortage> short_, Books books) {
        if (found < units) {
            short_.add(new Shortage(null, sku, asked.location(), units, found, books.version(sku)));
        }
    }

    private static Refused refuse(List<Shortage> short_, Books books) {
        var what = new ArrayList<String>();
        short_.forEach(each -> what.add("%d of %s, but got %d".formatted(each.asked(), each.sku(), each.available())));
        return new Refused(
                Reason.INSUFFICIENT_STOCK,
                "Expected at least " + String.join(", and ", what) + " available at "
                        + short_.getFirst().location(),
                short_,
                books.now());
    }

    private static void record(
            Submitted submitted, AssembleKits asked, Sku sku, Share share, boolean goes, Books books) {
        var assembly = beyond(Outside.ASSEMBLY);
        books.record(
                new Posting(
                        asked.kind(),
                        sku,
                        share.units(),
                        goes ? asked.place() : assembly,
                        goes ? assembly : asked.place(),
                        share.goods(),
                        asked.reason(),
                        null,
                        asked.cause(),
                        asked.occurredAt(),
                        true),
                submitted);
    }
}
