package dev.perpetual.ledger.domain;

/** What the rules know of a location. @param site the outermost location that it is inside of, or itself */
public record Location(LocationId id, Kind kind, BelowZero belowZero, boolean sellable, LocationId site) {

    /** A location that is inside no other. */
    public Location(LocationId id, Kind kind, BelowZero belowZero, boolean sellable) {
        this(id, kind, belowZero, sellable, id);
    }

    /** What a location is. */
    public enum Kind {
        WAREHOUSE,
        STORE,
        THIRD_PARTY,
        MARKETPLACE,
        SUPPLIER,
        TRANSIT
    }

    /** What happens to a request that would take more than there is; facts are always recorded. */
    public enum BelowZero {
        REFUSE,
        FLAG
    }
}
