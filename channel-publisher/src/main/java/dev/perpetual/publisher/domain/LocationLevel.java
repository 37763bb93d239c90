package dev.perpetual.publisher.domain;

/**
 * What one location has of one SKU, as far as this service has heard.
 *
 * @param available base units that nobody was promised; below zero when facts outran the ledger
 * @param version the SKU's version at which the ledger said so
 */
public record LocationLevel(String location, Standing standing, long available, long version) {

    /** What the catalog says of the location. */
    public enum Standing {
        OWN,
        MARKETPLACE,
        SUPPLIER,
        NOT_SELLABLE,
        UNKNOWN
    }
}
