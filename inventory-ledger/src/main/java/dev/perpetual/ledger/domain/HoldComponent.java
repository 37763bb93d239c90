package dev.perpetual.ledger.domain;

/**
 * Promised units of a part of a kit: whole kits together with the other components of their line.
 *
 * @param perKit units in one kit, as the kit was when it was promised
 * @param open in bucket {@code held}
 * @param version of the SKU at the component's last change
 */
public record HoldComponent(
        Sku sku,
        Goods goods,
        long perKit,
        long open,
        long picked,
        long shipped,
        long released,
        long expired,
        long version) {

    /** Where a promised unit is, or how it ended. */
    enum Stage {
        OPEN,
        PICKED,
        SHIPPED,
        RELEASED,
        EXPIRED
    }

    public HoldComponent {
        if (perKit <= 0 || (open | picked | shipped | released | expired) < 0) {
            throw new IllegalArgumentException(
                    "Expected 1 or more per kit and no figure below 0, but got %d and %d, %d, %d, %d, %d"
                            .formatted(perKit, open, picked, shipped, released, expired));
        }
    }

    static HoldComponent promised(Kit.Part part, LotRules.Share share, long at) {
        return new HoldComponent(part.sku(), share.goods(), part.units(), share.units(), 0, 0, 0, 0, at);
    }

    /** None of these goods yet. */
    HoldComponent inOther(Goods other) {
        return new HoldComponent(sku, other, perKit, 0, 0, 0, 0, 0, version);
    }

    long units(Stage stage) {
        return switch (stage) {
            case OPEN -> open;
            case PICKED -> picked;
            case SHIPPED -> shipped;
            case RELEASED -> released;
            case EXPIRED -> expired;
        };
    }

    HoldComponent moved(Stage from, Stage to, long units, long at) {
        return new HoldComponent(
                sku,
                goods,
                perKit,
                open + change(Stage.OPEN, from, to, units),
                picked + change(Stage.PICKED, from, to, units),
                shipped + change(Stage.SHIPPED, from, to, units),
                released + change(Stage.RELEASED, from, to, units),
                expired + change(Stage.EXPIRED, from, to, units),
                at);
    }

    static long change(Stage of, Stage from, Stage to, long units) {
        return (of == to ? units : 0) - (of == from ? units : 0);
    }

    /** So many more of these goods are promised, or, negative, fewer, since others took their place. */
    HoldComponent refilled(long units, long at) {
        return new HoldComponent(sku, goods, perKit, open + units, picked, shipped, released, expired, at);
    }
}
