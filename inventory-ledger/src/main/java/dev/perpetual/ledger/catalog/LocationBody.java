package dev.perpetual.ledger.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.domain.Location;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A location as in the API and, with version and time, on the topic {@code catalog}. */
@JsonInclude(Include.NON_NULL)
public record LocationBody(
        @Nullable String id,
        @Nullable String name,
        @Nullable String kind,
        @Nullable String parent,
        @Nullable Address address,
        @Nullable String timeZone,
        @Nullable String belowZero,
        @Nullable Boolean sellable,
        @Nullable Long version,
        @Nullable String recordedAt) {

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** Where it stands. */
    @JsonInclude(Include.NON_NULL)
    public record Address(
            @Nullable String country,
            @Nullable String region,
            @Nullable String postalCode,
            @Nullable Double latitude,
            @Nullable Double longitude) {}

    /** The location with everything checked and defaults filled in. */
    LocationBody checked(String asId) {
        if (!Ids.isId(asId)) {
            throw Problems.invalid(
                    "id",
                    "Expected id of 1 to %d letters, digits, inner spaces and . _ : / + # - but got another text"
                            .formatted(Ids.ID_LENGTH_MAX));
        }
        if (id != null && !id.equals(asId)) {
            throw Problems.invalid("id", "Expected id %s as in the path, but got %s".formatted(asId, id));
        }
        var checkedKind = Expect.oneOf("kind", Location.Kind.class, kind);
        var policy = belowZero == null ? "refuse" : belowZero;
        Expect.oneOf("belowZero", Location.BelowZero.class, policy);
        return new LocationBody(
                asId,
                Expect.text("name", name, 500),
                checkedKind.name(),
                parent == null ? null : Expect.id("parent", parent),
                address == null ? null : checkedAddress(address),
                timeZone == null ? null : zone(timeZone),
                policy.toLowerCase(Locale.ROOT),
                sellable == null ? checkedKind != Location.Kind.TRANSIT : sellable,
                null,
                null);
    }

    private static Address checkedAddress(Address address) {
        country("address.country", Expect.present("address.country", address.country()));
        range("address.latitude", address.latitude(), 90);
        range("address.longitude", address.longitude(), 180);
        if (address.region() != null) {
            Expect.text("address.region", address.region(), 100);
        }
        if (address.postalCode() != null) {
            Expect.text("address.postalCode", address.postalCode(), 20);
        }
        return address;
    }

    private static void range(String field, @Nullable Double degrees, int most) {
        if (degrees != null && !(Math.abs(degrees) <= most)) {
            throw Problems.invalid(
                    field, "Expected %s from -%d to %d, but got %s".formatted(field, most, most, degrees));
        }
    }

    static String country(String field, String code) {
        if (!COUNTRIES.contains(code)) {
            throw Problems.invalid(
                    field,
                    "Expected %s as an ISO 3166 code such as DE, but got %s"
                            .formatted(field, Expect.text(field, code, 100)));
        }
        return code;
    }

    private static String zone(String text) {
        try {
            return ZoneId.of(text).getId();
        } catch (DateTimeException wrong) {
            throw Problems.invalid(
                    "timeZone",
                    "Expected timeZone such as Europe/Berlin, but got " + Expect.text("timeZone", text, 100));
        }
    }

    LocationBody at(long newVersion, Instant at) {
        return new LocationBody(
                id, name, kind, parent, address, timeZone, belowZero, sellable, newVersion, at.toString());
    }

    LocationBody content() {
        return new LocationBody(id, name, kind, parent, address, timeZone, belowZero, sellable, null, null);
    }
}
