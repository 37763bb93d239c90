package dev.perpetual.sandbox.client;

import org.jspecify.annotations.Nullable;

/** A place that has stock. */
public record Location(
        String id,
        String name,
        String kind,
        @Nullable Address address,
        @Nullable String timeZone,
        String belowZero,
        boolean sellable) {

    /** Where it stands; latitude and longitude in degrees. */
    public record Address(
            String country,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable Double latitude,
            @Nullable Double longitude) {}
}
