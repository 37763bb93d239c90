package dev.perpetual.ledger.domain;

import static dev.perpetual.ledger.domain.Account.at;
import static dev.perpetual.ledger.domain.Account.beyond;

import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Command.MoveHold.StepLine;
import dev.perpetual.ledger.domain.HoldComponent.Stage;
import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Promises kits by their parts, and moves the parts of whole kits with each step: never half a kit. */
final class KitHoldRules {

    private KitHoldRules() {}

    /** What a promise moves, and for whom. */
    record Told(Submitted submitted, HoldId hold, HoldLine line, Instant occurredAt, Books books) {

        void record(MovementKind kind, Sku sku, Goods goods, long units, Account from, Account to) {
            books.record(
                    new Posting(
                            kind,
                            sku,
                            units,
                            from,
                            to,
                            goods,
                            null,
                            null,
                            new Cause("hold", hold.id(), line.line()),
                            occurredAt,
                            kind == MovementKind.HOLD),
                    submitted);
        }

        Told of(HoldLine next) {
            return new Told(submitted, hold, next, occurredAt, books);
        }

        Account place(Bucket bucket) {
            return at(line.location(), bucket);
        }
    }

    /** Kits of a line that parts on the shelf make, up to those asked for; none of a part that is not sold any more. */
    static long kits(AskedLine line, long most, Shelf shelf, Books books) {
        var kits = line.parts().isEmpty() ? 0 : most;
        for (var part : line.parts()) {
            var item = books.item(part.sku());
            kits = item == null || item.retired()
                    ? 0
                    : Math.min(kits, shelf.free(part.sku(), line.location(), line.goods()) / part.units());
        }
        return kits;
    }

    /** The parts of so many kits, taken from the shelf; of each SKU what expires first. */
    static List<HoldComponent> take(AskedLine line, long kits, Shelf shelf, Books books) {
        var components = new ArrayList<HoldComponent>();
        for (var part : line.parts()) {
            for (var share : shelf.take(part.sku(), line.location(), line.goods(), kits * part.units())) {
                components.add(HoldComponent.promised(part, share, books.version(part.sku())));
            }
        }
        return components;
    }

    /** Holds the components and gives the line so many more kits, made like those that it has. */
    static HoldLine grow(Told told, long kits, List<HoldComponent> more) {
        var components = new ArrayList<>(told.line().components());
        for (var each : more) {
            told.record(
                    MovementKind.HOLD,
                    each.sku(),
                    each.goods(),
                    each.open(),
                    told.place(Bucket.AVAILABLE),
                    told.place(Bucket.HELD));
            var place = find(components, each, each.goods());
            var version = told.books().version(each.sku());
            components.set(place, components.get(place).refilled(each.open(), version));
        }
        return told.line()
                .refilled(kits, told.books().version(told.line().sku()))
                .with(components);
    }

    /** Of what the kits of a line are made, whatever they are made of elsewhere by now. */
    static Kit kit(HoldLine line) {
        var done = new HashSet<Sku>();
        return new Kit(
                0,
                true,
                line.components().stream()
                        .filter(each -> done.add(each.sku()))
                        .map(each -> new Kit.Part(each.sku(), each.perKit()))
                        .toList());
    }

    /** Whose parts a line may have: those of the one owner that it has them from, or anybody's. */
    static String owner(HoldLine line) {
        var owners = line.components().stream()
                .map(each -> each.goods().owner())
                .distinct()
                .toList();
        return owners.size() == 1 ? owners.getFirst() : "";
    }

    /** A step of a kit line. @param beyond kits that left although they were not promised */
    static HoldLine step(Told told, Step step, long picked, long open, long beyond) {
        return switch (step) {
            case RELEASE -> move(told, open, Stage.OPEN, Stage.RELEASED, null);
            case PICK -> move(told, open, Stage.OPEN, Stage.PICKED, null);
            case UNPICK -> move(told, picked, Stage.PICKED, Stage.OPEN, null);
            case SHIP -> {
                var line = move(told, picked, Stage.PICKED, Stage.SHIPPED, null);
                line = move(told.of(line), open, Stage.OPEN, Stage.SHIPPED, null);
                yield shipBeyond(told.of(line), beyond);
            }
            case DELIVER -> told.line();
        };
    }

    /** Moves the parts of so many kits. @param first a lot whose units go before others; null when none does */
    private static HoldLine move(Told told, long kits, Stage from, Stage to, Lot.@Nullable Id first) {
        if (kits == 0) {
            return told.line();
        }
        var components = new ArrayList<>(told.line().components());
        var done = new HashSet<Sku>();
        for (var each : told.line().components()) {
            if (done.add(each.sku())) {
                take(told, components, each.sku(), Math.multiplyExact(kits, each.perKit()), from, to, first);
            }
        }
        return told.line()
                .moved(from, to, kits, told.books().version(told.line().sku()))
                .with(components);
    }

    private static void take(
            Told told,
            List<HoldComponent> components,
            Sku sku,
            long units,
            Stage from,
            Stage to,
            Lot.@Nullable Id first) {
        var left = units;
        for (var isFirst : List.of(true, false)) {
            for (var i = 0; i < components.size(); i++) {
                var each = components.get(i);
                var some = Math.min(left, each.units(from));
                if (some == 0 || !each.sku().equals(sku) || isFirst != (first != null && is(each, first))) {
                    continue;
                }
                told.record(kind(from, to), sku, each.goods(), some, account(told, from), account(told, to));
                components.set(i, each.moved(from, to, some, told.books().version(sku)));
                left -= some;
            }
        }
        if (left != 0) {
            throw new IllegalStateException("Expected whole kits in line %d of %s, but %d of %s are missing"
                    .formatted(told.line().line(), told.hold(), left, sku));
        }
    }

    private static boolean is(HoldComponent component, Lot.Id lot) {
        return component.sku().equals(lot.sku()) && component.goods().lot().equals(lot.code());
    }

    private static MovementKind kind(Stage from, Stage to) {
        return switch (to) {
            case RELEASED, EXPIRED -> MovementKind.RELEASE;
            case PICKED -> MovementKind.PICK;
            case SHIPPED -> MovementKind.SHIP;
            case OPEN -> from == Stage.PICKED ? MovementKind.UNPICK : MovementKind.HOLD;
        };
    }

    private static Account account(Told told, Stage stage) {
        return switch (stage) {
            case OPEN -> told.place(Bucket.HELD);
            case PICKED -> told.place(Bucket.PICKED);
            case SHIPPED -> beyond(Outside.CUSTOMER);
            case RELEASED, EXPIRED -> told.place(Bucket.AVAILABLE);
        };
    }

    static HoldLine expire(Told told) {
        return move(told, told.line().open(), Stage.OPEN, Stage.EXPIRED, null);
    }

    private static HoldLine shipBeyond(Told told, long kits) {
        if (kits > 0) {
            located(told.line(), kits).forEach(each -> {
                var key = Objects.requireNonNull(each.key());
                told.record(
                        MovementKind.SHIP,
                        key.sku(),
                        key.goods(),
                        each.quantity(),
                        told.place(Bucket.AVAILABLE),
                        beyond(Outside.CUSTOMER));
            });
        }
        return told.line();
    }

    /** The parts of kits of a line, where they are. */
    static Stream<StepLine> located(HoldLine line, long kits) {
        var done = new HashSet<Sku>();
        return line.components().stream()
                .filter(each -> done.add(each.sku()))
                .map(each -> new StepLine(
                        line.line(),
                        Math.multiplyExact(kits, each.perKit()),
                        new BalanceKey(each.sku(), line.location(), each.goods())));
    }

    /**
     * Units of a withdrawn lot go back, and others of the same place take their turn as far as there are any; kits that
     * find none are given back whole, with all of their other parts. What was picked of them is open again.
     */
    static HoldLine reopen(Told told, Lot.Id lot) {
        var bad =
                told.line().components().stream().filter(each -> is(each, lot)).toList();
        if (bad.isEmpty()) {
            return told.line();
        }
        var perKit = bad.getFirst().perKit();
        var picked = bad.stream().mapToLong(HoldComponent::picked).sum();
        var line = move(told, Math.ceilDiv(picked, perKit), Stage.PICKED, Stage.OPEN, lot);
        var components = new ArrayList<>(line.components());
        var lost = 0L;
        for (var i = 0; i < line.components().size(); i++) {
            if (is(components.get(i), lot)) {
                lost += replace(told, components, i);
            }
        }
        var kits = Math.ceilDiv(lost, perKit);
        var done = new HashSet<Sku>();
        for (var each : line.components()) {
            if (done.add(each.sku())) {
                var units = kits * each.perKit() - (each.sku().equals(lot.sku()) ? lost : 0);
                take(told, components, each.sku(), units, Stage.OPEN, Stage.RELEASED, null);
            }
        }
        return line.moved(Stage.OPEN, Stage.RELEASED, kits, told.books().version(line.sku()))
                .with(components);
    }

    /** Gives the open units of a component back and promises others. @return units that found none */
    private static long replace(Told told, List<HoldComponent> components, int at) {
        var bad = components.get(at);
        var left = bad.open();
        if (left == 0) {
            return 0;
        }
        var books = told.books();
        told.record(
                MovementKind.RELEASE,
                bad.sku(),
                bad.goods(),
                left,
                told.place(Bucket.HELD),
                told.place(Bucket.AVAILABLE));
        var wish = new Goods("", bad.goods().owner());
        for (var goods : LotRules.inOrder(bad.sku(), told.line().location(), wish, books)) {
            var key = new BalanceKey(bad.sku(), told.line().location(), goods);
            var units = Math.min(left, Math.max(0, books.balance(key).available()));
            if (units > 0) {
                told.record(
                        MovementKind.HOLD,
                        bad.sku(),
                        goods,
                        units,
                        told.place(Bucket.AVAILABLE),
                        told.place(Bucket.HELD));
                var other = find(components, bad, goods);
                components.set(other, components.get(other).refilled(units, books.version(bad.sku())));
                left -= units;
            }
        }
        components.set(
                at,
                bad.refilled(left - bad.open(), books.version(bad.sku()))
                        .moved(Stage.OPEN, Stage.RELEASED, left, books.version(bad.sku())));
        return left;
    }

    private static int find(List<HoldComponent> components, HoldComponent like, Goods goods) {
        for (var i = 0; i < components.size(); i++) {
            if (components.get(i).sku().equals(like.sku())
                    && components.get(i).goods().equals(goods)) {
                return i;
            }
        }
        components.add(like.inOther(goods));
        return components.size() - 1;
    }
}
