package dev.perpetual.ledger.closings;

/** What a figure is of. @param lot empty when there is none @param owner empty for our own */
public record FigureKey(String sku, String location, String lot, String owner) {}
