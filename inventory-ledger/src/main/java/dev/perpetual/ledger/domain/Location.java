package dev.perpetual.ledger.domain;

/** What the rules know of a location. */
public record Location(LocationId id, Kind kind, BelowZero belowZero, boolean sellable) {

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
