package dev.perpetual.ledger.holds;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.HoldLimit;
import dev.perpetual.ledger.domain.HoldLimit.By;
import dev.perpetual.ledger.domain.HoldLimit.Scope;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.wire.ReadIds;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A limit of holds as in the API.
 *
 * @param scope {@code channel:<name>} or {@code client:<name>}; the name {@code *} stands for each by itself
 * @param ownerType only holds of such owners, like cart or order; absent for all
 * @param sku only units of this SKU; absent for all together
 * @param unitsMax open units at once
 * @param holdsMax holds with open units at once
 * @param minutesMax from now to the deadline of a cart's hold, which must have one then
 */
@JsonInclude(Include.NON_NULL)
public record HoldLimitBody(
        @Nullable String scope,
        @Nullable String ownerType,
        @Nullable String sku,
        @Nullable Long unitsMax,
        @Nullable Long holdsMax,
        @Nullable Long minutesMax) {

    private static final long MOST = 1_000_000_000_000L;
    private static final int SCOPE_LENGTH_MAX = "channel:".length() + Ids.REFERENCE_LENGTH_MAX;
    private static final long MINUTES_MOST = 527_040; // A leap year.

    static HoldLimitBody of(HoldLimit limit) {
        var scope = limit.scope();
        return new HoldLimitBody(
                scope.by().code() + ":" + scope.name(),
                scope.ownerType().isEmpty() ? null : scope.ownerType(),
                scope.sku().isEmpty() ? null : scope.sku(),
                limit.unitsMax(),
                limit.holdsMax(),
                limit.minutesMax());
    }

    /** What it says of its scope, as an answer does, must be what the path says: nobody means two limits at once. */
    HoldLimit checked(Scope scope) {
        mustBe("scope", this.scope, scope.by().code() + ":" + scope.name());
        mustBe("ownerType", ownerType, scope.ownerType());
        mustBe("sku", sku, scope.sku());
        if (unitsMax == null && holdsMax == null && minutesMax == null) {
            throw Problems.invalid("unitsMax", "Expected unitsMax, holdsMax or minutesMax, but got none");
        }
        if (minutesMax != null && !scope.sku().isEmpty()) {
            throw Problems.invalid("minutesMax", "Expected minutesMax for whole holds, but got it for " + scope.sku());
        }
        return new HoldLimit(
                scope,
                unitsMax == null ? null : Expect.between("unitsMax", 0, MOST, unitsMax),
                holdsMax == null ? null : Expect.between("holdsMax", 0, MOST, holdsMax),
                minutesMax == null ? null : Expect.between("minutesMax", 1, MINUTES_MOST, minutesMax));
    }

    private static void mustBe(String field, @Nullable String said, String asked) {
        if (said != null && !said.equals(asked)) {
            throw Problems.invalid(
                    field,
                    "Expected the %s of the request%s, but got another in the body"
                            .formatted(field, asked.isEmpty() ? ", which is none" : ", " + asked));
        }
    }

    static Scope scope(String text, @Nullable String ownerType, @Nullable String sku) {
        Expect.text("scope", text, SCOPE_LENGTH_MAX);
        var colon = text.indexOf(':');
        if (colon < 0) {
            throw Problems.invalid("scope", "Expected channel:<name> or client:<name>, but got " + text);
        }
        var by = Expect.oneOf("scope", By.class, text.substring(0, colon).toUpperCase(Locale.ROOT));
        var name = text.substring(colon + 1);
        if (!name.equals(HoldLimit.EACH)) {
            ReadIds.reference("scope", name);
        }
        return new Scope(
                by,
                name,
                ownerType == null ? "" : ReadIds.reference("ownerType", ownerType),
                sku == null ? "" : ReadIds.id("sku", sku));
    }
}
