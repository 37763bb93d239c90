package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.HoldComponent.Stage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a hold, or a part of it where several lots fill it. Each unit ends once: granted = open + picked + shipped + released + expired, always.
 *
 * @param open in bucket {@code held}
 * @param version of the SKU at the line's last change
 * @param components what is held for kits that are made of their parts; the figures of the line are then kits, and it
 *     holds no stock of its own SKU. None for all else
 */
public record HoldLine(
        int line,
        Sku sku,
        LocationId location,
        Goods goods,
        long granted,
        long open,
        long picked,
        long shipped,
        long released,
        long expired,
        long version,
        List<HoldComponent> components) {

    public HoldLine {
        if ((granted | open | picked | shipped | released | expired) < 0
                || granted != open + picked + shipped + released + expired) {
            throw new IllegalArgumentException(
                    "Expected granted = open + picked + shipped + released + expired, but got %d and %d, %d, %d, %d, %d"
                            .formatted(granted, open, picked, shipped, released, expired));
        }
    }

    /** Of stock of its own SKU. */
    public HoldLine(
            int line,
            Sku sku,
            LocationId location,
            Goods goods,
            long granted,
            long open,
            long picked,
            long shipped,
            long released,
            long expired,
            long version) {
        this(line, sku, location, goods, granted, open, picked, shipped, released, expired, version, List.of());
    }

    static HoldLine granted(AskedLine asked, Goods goods, long units, long version) {
        return new HoldLine(asked.line(), asked.sku(), asked.location(), goods, units, units, 0, 0, 0, 0, version);
    }

    HoldLine release(long units, long at) {
        return moved(Stage.OPEN, Stage.RELEASED, units, at);
    }

    HoldLine expire(long units, long at) {
        return moved(Stage.OPEN, Stage.EXPIRED, units, at);
    }

    HoldLine pick(long units, long at) {
        return moved(Stage.OPEN, Stage.PICKED, units, at);
    }

    HoldLine unpick(long units, long at) {
        return moved(Stage.PICKED, Stage.OPEN, units, at);
    }

    /** Units left that were not promised yet. */
    HoldLine shippedEarly(long units, long at) {
        return new HoldLine(
                line,
                sku,
                location,
                goods,
                Math.addExact(granted, units),
                open,
                picked,
                Math.addExact(shipped, units),
                released,
                expired,
                at);
    }

    HoldLine ship(long fromPicked, long fromOpen, long at) {
        return moved(Stage.PICKED, Stage.SHIPPED, fromPicked, at).moved(Stage.OPEN, Stage.SHIPPED, fromOpen, at);
    }

    HoldLine moved(Stage from, Stage to, long units, long at) {
        return new HoldLine(
                line,
                sku,
                location,
                goods,
                granted,
                open + HoldComponent.change(Stage.OPEN, from, to, units),
                picked + HoldComponent.change(Stage.PICKED, from, to, units),
                shipped + HoldComponent.change(Stage.SHIPPED, from, to, units),
                released + HoldComponent.change(Stage.RELEASED, from, to, units),
                expired + HoldComponent.change(Stage.EXPIRED, from, to, units),
                at,
                components);
    }

    /** So many more of these goods are promised, or, negative, fewer, since others of the same line took their place. */
    HoldLine refilled(long units, long at) {
        return new HoldLine(
                line,
                sku,
                location,
                goods,
                Math.addExact(granted, units),
                open + units,
                picked,
                shipped,
                released,
                expired,
                at,
                components);
    }

    /** The same line with its components as they are now. */
    public HoldLine with(List<HoldComponent> next) {
        return new HoldLine(
                line, sku, location, goods, granted, open, picked, shipped, released, expired, version, next);
    }

    /** True when it holds the parts of kits instead of its own SKU. */
    public boolean isKit() {
        return !components.isEmpty();
    }

    /** Each SKU whose stock it holds or names, once. */
    public List<Sku> skus() {
        if (!isKit()) {
            return List.of(sku);
        }
        var skus = new LinkedHashSet<Sku>();
        skus.add(sku);
        components.forEach(component -> skus.add(component.sku()));
        return List.copyOf(skus);
    }

    /** Units of a SKU that left with it: a kit that is made of its parts left as parts. */
    long shipped(Sku of) {
        return isKit()
                ? components.stream()
                        .filter(each -> each.sku().equals(of))
                        .mapToLong(HoldComponent::shipped)
                        .sum()
                : sku.equals(of) ? shipped : 0;
    }

    /** True when units of a lot are promised by it. */
    boolean promises(Lot.Id lot) {
        return isKit()
                ? components.stream()
                        .anyMatch(each -> each.open() + each.picked() > 0
                                && each.sku().equals(lot.sku())
                                && each.goods().lot().equals(lot.code()))
                : open + picked > 0 && sku.equals(lot.sku()) && goods.lot().equals(lot.code());
    }

    /**
     * A line that is asked for.
     *
     * @param goods an empty lot or owner means any
     * @param kit what its SKU is made of; null while nobody looked or when it is no kit
     */
    public record AskedLine(
            int line,
            Sku sku,
            LocationId location,
            Goods goods,
            long quantity,
            @Nullable Kit kit) {

        /** Of an item that is no kit, as far as is known. */
        public AskedLine(int line, Sku sku, LocationId location, Goods goods, long quantity) {
            this(line, sku, location, goods, quantity, null);
        }

        /** The same with the definition that was found. */
        public AskedLine with(@Nullable Kit found) {
            return new AskedLine(line, sku, location, goods, quantity, found);
        }

        /** What its parts may come from; none when only stock of its own SKU may fill it. */
        List<Kit.Part> parts() {
            return kit != null && kit.isVirtual() && goods.lot().isEmpty() ? kit.parts() : List.of();
        }

        List<BalanceKey> keys() {
            var own = new BalanceKey(sku, location, goods);
            if (parts().isEmpty()) {
                return List.of(own);
            }
            var keys = new ArrayList<BalanceKey>();
            keys.add(own);
            parts().forEach(part -> keys.add(new BalanceKey(part.sku(), location, Goods.PLAIN)));
            return keys;
        }
    }
}
