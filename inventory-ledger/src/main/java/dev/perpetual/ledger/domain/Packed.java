package dev.perpetual.ledger.domain;

/**
 * How a quantity was said: in packs. The quantity itself is in base units and never changes with the pack.
 *
 * @param count of packs
 * @param units of one pack, as it was when the movement occurred
 */
public record Packed(String code, long count, long units) {}
