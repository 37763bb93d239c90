package dev.perpetual.publisher.listings;

import org.jspecify.annotations.Nullable;

/** What somebody wants listed. {@code pack}: the item's pack that is sold; null for the single unit. */
public record ListingDraft(
        String listing, String sku, @Nullable String pack) {}
