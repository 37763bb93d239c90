package dev.perpetual.ledger.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.wire.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An item as in the API and, with version and time, on the topic {@code catalog}.
 *
 * @param packs as they are now
 * @param packHistory what packs were before, in the order in which that ended
 * @param kit the parts as they are now; none when it is no kit
 * @param kitMode {@code virtual}: where no assembled kit is, its parts are promised; {@code assembled}: only assembled
 *     kits are
 * @param kitValidFrom since when the parts are these; null for ever
 * @param kitHistory what the parts were before, in the order in which that ended
 */
@JsonInclude(Include.NON_NULL)
public record ItemBody(
        @Nullable String sku,
        @Nullable String name,
        @Nullable List<Pack> packs,
        @Nullable List<PackFactor> packHistory,
        @Nullable Long weightGrams,
        @Nullable Long volumeMl,
        @Nullable String tracking,
        @Nullable List<Part> kit,
        @Nullable String kitMode,
        @Nullable String kitValidFrom,
        @Nullable List<KitVersion> kitHistory,
        @Nullable List<String> restrictions,
        @Nullable String hsCode,
        @Nullable String originCountry,
        @Nullable String status,
        @Nullable Long version,
        @Nullable String recordedAt) {

    private static final Set<String> TRACKING = Set.of("none", "lot", "serial");
    private static final Set<String> STATUS = Set.of("active", "retired");
    private static final Set<String> KIT_MODES = Set.of("virtual", "assembled");
    private static final int PACKS_MAX = 100;
    private static final int PARTS_MAX = 100;

    /** Base units in a pack or kit: keeps every product far from 2^63. */
    private static final long UNITS_MAX = 1_000_000_000_000L;

    /** So many base units under one code. @param validFrom since when they are so many; null for ever */
    @JsonInclude(Include.NON_NULL)
    public record Pack(
            @Nullable String code,
            @Nullable Long units,
            @Nullable String gtin,
            @Nullable String validFrom) {}

    /** How many base units a pack had, from one instant up to another. @param validFrom null for ever */
    @JsonInclude(Include.NON_NULL)
    public record PackFactor(
            String code, long units, @Nullable String validFrom, String validUntil) {}

    /** What a kit was made of, from one instant up to another. @param validFrom null for ever */
    @JsonInclude(Include.NON_NULL)
    public record KitVersion(List<Part> parts, @Nullable String validFrom, String validUntil) {}

    /** So many units of another item. */
    public record Part(@Nullable String sku, @Nullable Long units) {}

    /** The item with everything checked and defaults filled in. */
    ItemBody checked(String asSku) {
        if (!Ids.isId(asSku)) {
            throw Problems.invalid(
                    "sku",
                    "Expected sku of 1 to %d letters, digits, inner spaces and . _ : / + # - but got another text"
                            .formatted(Ids.ID_LENGTH_MAX));
        }
        if (sku != null && !sku.equals(asSku)) {
            throw Problems.invalid("sku", "Expected sku %s as in the path, but got %s".formatted(asSku, sku));
        }
        return new ItemBody(
                asSku,
                Expect.text("name", name, 500),
                checkedPacks(),
                null,
                weightGrams == null ? null : Expect.zeroOrMore("weightGrams", weightGrams),
                volumeMl == null ? null : Expect.zeroOrMore("volumeMl", volumeMl),
                oneOf("tracking", tracking == null ? "none" : tracking, TRACKING),
                checkedKit(asSku),
                kitMode == null ? null : oneOf("kitMode", kitMode, KIT_MODES),
                time("kitValidFrom", kitValidFrom),
                null,
                checkedRestrictions(),
                hsCode == null ? null : Expect.text("hsCode", hsCode, 20),
                originCountry == null ? null : LocationBody.country("originCountry", originCountry),
                oneOf("status", status == null ? "active" : status, STATUS),
                null,
                null);
    }

    private List<Pack> checkedPacks() {
        if (packs == null) {
            return List.of();
        }
        mustBeFew("packs", packs.size(), PACKS_MAX);
        var codes = new HashSet<String>();
        var checked = new ArrayList<Pack>(packs.size());
        for (var i = 0; i < packs.size(); i++) {
            var field = "packs[" + i + "]";
            var pack = Expect.present(field, packs.get(i));
            Expect.between(field + ".units", 1, UNITS_MAX, pack.units());
            if (pack.gtin() != null) {
                Expect.text(field + ".gtin", pack.gtin(), 50);
            }
            if (!codes.add(Expect.text(field + ".code", pack.code(), 100))) {
                throw Problems.invalid(field + ".code", "Expected each pack once, but got " + pack.code() + " twice");
            }
            checked.add(new Pack(pack.code(), pack.units(), pack.gtin(), time(field + ".validFrom", pack.validFrom())));
        }
        return List.copyOf(checked);
    }

    private List<Part> checkedKit(String asSku) {
        if (kit == null) {
            return List.of();
        }
        mustBeFew("kit", kit.size(), PARTS_MAX);
        var skus = new HashSet<String>();
        for (var i = 0; i < kit.size(); i++) {
            var field = "kit[" + i + "]";
            var part = Expect.present(field, kit.get(i));
            var id = Expect.text(field + ".sku", part.sku(), Ids.ID_LENGTH_MAX);
            if (!Ids.isId(id)) {
                throw Problems.invalid(
                        field + ".sku", "Expected letters, digits, inner spaces and . _ : / + # - only, but got " + id);
            }
            Expect.between(field + ".units", 1, UNITS_MAX, part.units());
            if (!skus.add(id)) {
                throw Problems.invalid(field + ".sku", "Expected each part once, but got " + id + " twice");
            }
            if (id.equals(asSku)) {
                throw Problems.unprocessable(
                        "kit-cycle", "Expected a kit of other items, but %s is in itself".formatted(id));
            }
        }
        return List.copyOf(kit);
    }

    private static void mustBeFew(String field, int size, int most) {
        if (size > most) {
            throw Problems.invalid(field, "Expected at most %d %s, but got %d".formatted(most, field, size));
        }
    }

    /** A time in the one form that is kept, so that equal instants are equal texts. */
    private static @Nullable String time(String field, @Nullable String text) {
        return text == null ? null : Times.of(field, text).toString();
    }

    private List<String> checkedRestrictions() {
        if (restrictions == null) {
            return List.of();
        }
        for (var i = 0; i < restrictions.size(); i++) {
            Expect.text("restrictions[" + i + "]", restrictions.get(i), 100);
        }
        return List.copyOf(restrictions);
    }

    static String oneOf(String field, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw Problems.invalid(
                    field,
                    "Expected %s to be one of %s, but got %s"
                            .formatted(field, allowed, Expect.text(field, value, 100)));
        }
        return value;
    }

    ItemBody at(long newVersion, Instant at) {
        return with(newVersion, at.toString());
    }

    ItemBody content() {
        return with(null, null);
    }

    private ItemBody with(@Nullable Long newVersion, @Nullable String at) {
        return new ItemBody(
                sku,
                name,
                packs,
                packHistory,
                weightGrams,
                volumeMl,
                tracking,
                kit,
                kitMode,
                kitValidFrom,
                kitHistory,
                restrictions,
                hsCode,
                originCountry,
                status,
                newVersion,
                at);
    }

    /** The same item with packs and kit as they are after what was known before. */
    ItemBody dated(PackDates datedPacks, KitDates datedKit) {
        return new ItemBody(
                sku,
                name,
                datedPacks.packs(),
                datedPacks.history(),
                weightGrams,
                volumeMl,
                tracking,
                datedKit.parts(),
                datedKit.mode(),
                datedKit.validFrom(),
                datedKit.history(),
                restrictions,
                hsCode,
                originCountry,
                status,
                version,
                recordedAt);
    }
}
