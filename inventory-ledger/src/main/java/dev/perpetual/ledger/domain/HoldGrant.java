package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.HoldLine.AskedLine;
import dev.perpetual.ledger.domain.LotRules.Share;
import java.util.List;

/**
 * What a line gets: stock of its own SKU, then kits made of parts.
 *
 * @param kits made of the components, whole ones
 */
record HoldGrant(List<Share> shares, long kits, List<HoldComponent> components) {

    /** Takes it from the shelf, as far as it is there: what expires first goes first. */
    static HoldGrant of(AskedLine line, Shelf shelf, Books books) {
        return of(line, LotRules.inOrder(line.sku(), line.location(), line.goods(), books), shelf, books);
    }

    /** Takes it from the shelf, as far as it is there. @param own goods of its own SKU in the order in which they go */
    static HoldGrant of(AskedLine line, List<Goods> own, Shelf shelf, Books books) {
        var shares = shelf.take(line.sku(), line.location(), own, line.quantity());
        var left = line.quantity() - shares.stream().mapToLong(Share::units).sum();
        var kits = KitHoldRules.kits(line, left, shelf, books);
        return new HoldGrant(shares, kits, KitHoldRules.take(line, kits, shelf, books));
    }

    /** Units of the line; of a kit, kits. */
    long units() {
        return shares.stream().mapToLong(Share::units).sum() + kits;
    }
}
