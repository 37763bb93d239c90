package dev.perpetual.ledger.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An item as in the API and, with version and time, on the topic {@code catalog}. */
@JsonInclude(Include.NON_NULL)
public record ItemBody(
        @Nullable String sku,
        @Nullable String name,
        @Nullable List<Pack> packs,
        @Nullable Long weightGrams,
        @Nullable Long volumeMl,
        @Nullable String tracking,
        @Nullable List<Part> kit,
        @Nullable List<String> restrictions,
        @Nullable String hsCode,
        @Nullable String originCountry,
        @Nullable String status,
        @Nullable Long version,
        @Nullable String recordedAt) {

    private static final Set<String> TRACKING = Set.of("none", "lot", "serial");
    private static final Set<String> STATUS = Set.of("active", "retired");

    /** So many base units under one code. */
    @JsonInclude(Include.NON_NULL)
    public record Pack(
            @Nullable String code,
            @Nullable Long units,
            @Nullable String gtin) {}

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
                weightGrams == null ? null : Expect.zeroOrMore("weightGrams", weightGrams),
                volumeMl == null ? null : Expect.zeroOrMore("volumeMl", volumeMl),
                oneOf("tracking", tracking == null ? "none" : tracking, TRACKING),
                checkedKit(),
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
        var codes = new HashSet<String>();
        for (var i = 0; i < packs.size(); i++) {
            var field = "packs[" + i + "]";
            var pack = Expect.present(field, packs.get(i));
            Expect.positive(field + ".units", pack.units());
            if (pack.gtin() != null) {
                Expect.text(field + ".gtin", pack.gtin(), 50);
            }
            if (!codes.add(Expect.text(field + ".code", pack.code(), 100))) {
                throw Problems.invalid(field + ".code", "Expected each pack once, but got " + pack.code() + " twice");
            }
        }
        return List.copyOf(packs);
    }

    private List<Part> checkedKit() {
        if (kit == null) {
            return List.of();
        }
        for (var i = 0; i < kit.size(); i++) {
            var part = Expect.present("kit[" + i + "]", kit.get(i));
            Expect.id("kit[" + i + "].sku", part.sku());
            Expect.positive("kit[" + i + "].units", part.units());
        }
        return List.copyOf(kit);
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
        return new ItemBody(
                sku,
                name,
                packs,
                weightGrams,
                volumeMl,
                tracking,
                kit,
                restrictions,
                hsCode,
                originCountry,
                status,
                newVersion,
                at.toString());
    }

    ItemBody content() {
        return new ItemBody(
                sku,
                name,
                packs,
                weightGrams,
                volumeMl,
                tracking,
                kit,
                restrictions,
                hsCode,
                originCountry,
                status,
                null,
                null);
    }
}
