package dev.perpetual.ledger.domain;

import java.util.Comparator;

/** What a balance is of. @param goods which of its units */
public record BalanceKey(Sku sku, LocationId location, Goods goods) implements Comparable<BalanceKey> {

    private static final Comparator<BalanceKey> ORDER = Comparator.comparing(BalanceKey::sku)
            .thenComparing(BalanceKey::location)
            .thenComparing(BalanceKey::goods);

    @Override
    public int compareTo(BalanceKey other) {
        return ORDER.compare(this, other);
    }
}
