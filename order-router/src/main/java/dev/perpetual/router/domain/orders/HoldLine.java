package dev.perpetual.router.domain.orders;

/**
 * One line of a hold at one location. {@code asked} is what we asked for; open, picked, shipped, released and expired are the ledger's
 * word; {@code releasing} and {@code shipping} were asked of it and are not answered. {@code refusedAt} is the SKU's version at which it
 * refused, 0 if it did not.
 */
public record HoldLine(
        int line,
        int orderLine,
        String sku,
        String location,
        long asked,
        long open,
        long picked,
        long shipped,
        long released,
        long expired,
        long releasing,
        long shipping,
        long refusedAt) {
    /** The second location of one order line adds this to its number, the third twice this. */
    public static final int LOCATION_STEP = 10_000;

    static HoldLine asking(int line, int orderLine, String sku, String location, long quantity) {
        return new HoldLine(line, orderLine, sku, location, quantity, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Held units that nobody has asked to release or ship yet. */
    public long free() {
        return Math.max(0, open - releasing - shipping);
    }

    /** Units that can still leave: held or picked, and not yet said to be shipped. */
    public long shippable() {
        return Math.max(0, open + picked - shipping);
    }

    /** Units that shall still leave: those that can, less the ones being cancelled. */
    public long toShip() {
        return Math.max(0, open + picked - shipping - releasing);
    }

    HoldLine releasing(long more) {
        return new HoldLine(
                line,
                orderLine,
                sku,
                location,
                asked,
                open,
                picked,
                shipped,
                released,
                expired,
                releasing + more,
                shipping,
                refusedAt);
    }

    HoldLine shipping(long more) {
        return new HoldLine(
                line,
                orderLine,
                sku,
                location,
                asked,
                open,
                picked,
                shipped,
                released,
                expired,
                releasing,
                shipping + more,
                refusedAt);
    }

    HoldLine refused(long version) {
        return new HoldLine(
                line, orderLine, sku, location, asked, open, picked, shipped, released, expired, 0, 0, version);
    }

    /** Nothing is on its way any more: the ledger said no. */
    HoldLine settled() {
        return new HoldLine(
                line, orderLine, sku, location, asked, open, picked, shipped, released, expired, 0, 0, refusedAt);
    }

    /** The line as the ledger tells it. What was asked of units that are no longer there can no longer happen. */
    HoldLine now(long newOpen, long newPicked, long newShipped, long newReleased, long newExpired) {
        var stillReleasing = Math.max(0, releasing - (newReleased - released) - (newExpired - expired));
        var stillShipping = Math.max(0, shipping - (newShipped - shipped));
        return new HoldLine(
                line,
                orderLine,
                sku,
                location,
                asked,
                newOpen,
                newPicked,
                newShipped,
                newReleased,
                newExpired,
                Math.min(stillReleasing, newOpen),
                Math.min(stillShipping, newOpen + newPicked),
                refusedAt);
    }
}
