package dev.perpetual.ledger.domain;

/** The code of an item; each SKU is a stream of movements with a dense version. */
public record Sku(String code) implements Comparable<Sku> {

    public Sku {
        Ids.mustBeId("sku", code);
    }

    @Override
    public int compareTo(Sku other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
