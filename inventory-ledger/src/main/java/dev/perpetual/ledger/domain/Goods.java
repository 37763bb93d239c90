package dev.perpetual.ledger.domain;

import java.util.Comparator;

/**
 * What tells units of one SKU apart.
 *
 * @param lot empty when they have none
 * @param owner whose they are; empty for our own, else who has them on consignment with us
 */
public record Goods(String lot, String owner) implements Comparable<Goods> {

    /** Our own, without a lot. */
    public static final Goods PLAIN = new Goods("", "");

    private static final Comparator<Goods> ORDER =
            Comparator.comparing(Goods::lot).thenComparing(Goods::owner);

    @Override
    public int compareTo(Goods other) {
        return ORDER.compare(this, other);
    }
}
