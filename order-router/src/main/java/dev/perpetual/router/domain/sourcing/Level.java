package dev.perpetual.router.domain.sourcing;

/**
 * What one location has of one SKU at {@code version} of that SKU, in units: {@code available} by the ledger, and of those
 * {@code asked} by holds of ours that the ledger has not answered yet; {@code queued} is the part of those for orders that waited
 * in the queue, which no other order may count on.
 */
public record Level(String sku, String location, long available, long asked, long queued, long version) {}
