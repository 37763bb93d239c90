package dev.perpetual.router.domain.sourcing;

import java.util.List;

/**
 * Of what a virtual kit is made: where no assembled kit stands, the ledger promises the parts of whole kits.
 *
 * @param parts at least one
 */
public record Kit(String sku, List<Part> parts) {
    /** Units of another item in one kit. */
    public record Part(String sku, long units) {}

    public Kit {
        parts = List.copyOf(parts);
    }

    /** Units of the item in one kit; 0 when it is no part. */
    long units(String item) {
        return parts.stream()
                .filter(part -> part.sku().equals(item))
                .mapToLong(Part::units)
                .sum();
    }
}
