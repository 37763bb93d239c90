package dev.perpetual.router.domain.sourcing;

/** Units of one order line that look for a source. */
public record Demand(int line, String sku, long quantity) {
    public Demand {
        if (quantity <= 0) {
            throw new IllegalArgumentException(
                    "Expected a quantity of 1 or more on line " + line + ", but got " + quantity);
        }
    }
}
