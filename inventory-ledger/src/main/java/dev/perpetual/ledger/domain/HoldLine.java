package dev.perpetual.ledger.domain;

/**
 * One line of a hold, or a part of it where several lots fill it. Each unit ends once: granted = open + picked + shipped + released + expired, always.
 *
 * @param open in bucket {@code held}
 * @param version of the SKU at the line's last change
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
        long version) {

    public HoldLine {
        if ((open | picked | shipped | released | expired) < 0
                || granted != open + picked + shipped + released + expired) {
            throw new IllegalArgumentException(
                    "Expected granted = open + picked + shipped + released + expired, but got %d and %d, %d, %d, %d, %d"
                            .formatted(granted, open, picked, shipped, released, expired));
        }
    }

    static HoldLine granted(AskedLine asked, Goods goods, long units, long version) {
        return new HoldLine(asked.line(), asked.sku(), asked.location(), goods, units, units, 0, 0, 0, 0, version);
    }

    HoldLine release(long units, long at) {
        return new HoldLine(
                line, sku, location, goods, granted, open - units, picked, shipped, released + units, expired, at);
    }

    HoldLine expire(long units, long at) {
        return new HoldLine(
                line, sku, location, goods, granted, open - units, picked, shipped, released, expired + units, at);
    }

    HoldLine pick(long units, long at) {
        return new HoldLine(
                line, sku, location, goods, granted, open - units, picked + units, shipped, released, expired, at);
    }

    HoldLine unpick(long units, long at) {
        return pick(-units, at);
    }

    /** So many more of these goods are promised, or, negative, fewer, since others of the same line took their place. */
    HoldLine refilled(long units, long at) {
        return new HoldLine(
                line, sku, location, goods, granted + units, open + units, picked, shipped, released, expired, at);
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
        return new HoldLine(
                line,
                sku,
                location,
                goods,
                granted,
                open - fromOpen,
                picked - fromPicked,
                shipped + fromPicked + fromOpen,
                released,
                expired,
                at);
    }

    /** A line that is asked for. @param goods an empty lot or owner means any */
    public record AskedLine(int line, Sku sku, LocationId location, Goods goods, long quantity) {}
}
