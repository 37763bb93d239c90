package dev.perpetual.sandbox.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the catalogue says of one SKU. */
public record Item(
        String sku,
        String name,
        @Nullable List<Pack> packs,
        @Nullable Long weightGrams,
        @Nullable Long volumeMl,
        @Nullable String originCountry,
        @Nullable List<Part> kit) {

    /** A trade unit: how many base units it holds, and the number on its barcode. */
    public record Pack(String code, long units, @Nullable String gtin) {}

    /** So many units of another item in one kit. */
    public record Part(String sku, long units) {}

    /** Nothing known but a name. */
    public static Item named(String sku, String name) {
        return new Item(sku, name, null, null, null, null, null);
    }

    /** A kit of other items, promised by its parts. */
    public static Item kit(String sku, String name, List<Part> parts) {
        return new Item(sku, name, null, null, null, null, parts);
    }
}
