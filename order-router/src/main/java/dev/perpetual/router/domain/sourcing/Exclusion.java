package dev.perpetual.router.domain.sourcing;

import org.jspecify.annotations.Nullable;

/** What earlier attempts ruled out: a location, for one SKU or for all of them, and why. */
public record Exclusion(String location, @Nullable String sku, Rule rule) {}
