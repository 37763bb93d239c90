package dev.perpetual.ledger.domain;

import java.util.Comparator;

/** What a balance is of. @param lot empty when the stock has none */
public record BalanceKey(Sku sku, LocationId location, String lot) implements Comparable<BalanceKey> {

    private static final Comparator<BalanceKey> ORDER = Comparator.comparing(BalanceKey::sku)
            .thenComparing(BalanceKey::location)
            .thenComparing(BalanceKey::lot);

    @Override
    public int compareTo(BalanceKey other) {
        return ORDER.compare(this, other);
    }
}
