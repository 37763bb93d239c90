package dev.perpetual.router.domain.sourcing;

/** Why a node or a plan is out. Written into decision records, so names are never reused. */
public enum Rule {
    /** The location does not sell. */
    NOT_SELLABLE,
    /** Stock on the way is not shipped from. */
    IN_TRANSIT,
    /** A channel's own warehouse serves others only if the policy lists it. */
    MARKETPLACE_NOT_LISTED,
    /** The policy excludes the location. */
    EXCLUDED_BY_POLICY,
    /** The policy does not fall back on suppliers. */
    NO_SUPPLIER_FALLBACK,
    /** The node rejected this order's work before. */
    REJECTED_BY_NODE,
    /** The ledger refused to hold this SKU here twice for this order. */
    REFUSED_BY_LEDGER,
    /** It has none of what the order asks for. */
    NOTHING_ASKED_FOR,
    /** One parcel with everything in it is demanded, and this node lacks something. */
    CANNOT_SHIP_COMPLETE,
    /** Own nodes cover as much, so the supplier is not needed. */
    SUPPLIER_ONLY_AS_FALLBACK,
    /** Left out by the bounded search. */
    BEYOND_SEARCH_BOUND
}
