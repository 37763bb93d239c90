package dev.perpetual.supplier.catalog;

/** What this service reads of the topic catalog. */
public sealed interface CatalogChange {

    long version();

    /** There is such an item. */
    record Item(String sku, long version) implements CatalogChange {}

    /** There is such a location. */
    record Location(String id, String kind, long version) implements CatalogChange {}
}
