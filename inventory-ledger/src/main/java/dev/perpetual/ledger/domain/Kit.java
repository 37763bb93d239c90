package dev.perpetual.ledger.domain;

import java.util.List;

/**
 * What a kit was made of at the moment that a command is about.
 *
 * @param version of its item when the kit was last changed, so that a change between reading it and the locks is noticed
 * @param isVirtual its parts are promised where no assembled kit is
 * @param parts each SKU once; none when it was no kit then
 */
public record Kit(long version, boolean isVirtual, List<Part> parts) {

    /** Units of another SKU in one kit. */
    public record Part(Sku sku, long units) {}
}
