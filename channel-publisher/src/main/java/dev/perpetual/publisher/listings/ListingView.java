package dev.perpetual.publisher.listings;

import org.jspecify.annotations.Nullable;

/** A listing as it is answered. */
public record ListingView(
        String channel,
        String listing,
        String sku,
        @Nullable String pack) {}
