package dev.perpetual.publisher.domain;

import dev.perpetual.publisher.domain.Kit.PartLevel;
import java.util.List;

/**
 * What one location has of one SKU, as far as this service has heard.
 *
 * @param available base units that nobody was promised; below zero when facts outran the ledger
 * @param version the SKU's version at which the ledger said so; 0 when it never spoke of it
 * @param parts of a virtual kit, what kits can be made of there; they are among the available ones
 */
public record LocationLevel(String location, Standing standing, long available, long version, List<PartLevel> parts) {

    public LocationLevel {
        parts = List.copyOf(parts);
    }

    /** Of an item that is not made of others. */
    public LocationLevel(String location, Standing standing, long available, long version) {
        this(location, standing, available, version, List.of());
    }

    /** What the catalog says of the location. */
    public enum Standing {
        OWN,
        MARKETPLACE,
        SUPPLIER,
        NOT_SELLABLE,
        UNKNOWN
    }
}
