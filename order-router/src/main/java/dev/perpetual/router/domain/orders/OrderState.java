package dev.perpetual.router.domain.orders;

/** A summary of an order's units for people. Rules decide by the units. */
public enum OrderState {
    /** Durable, and no hold answered yet. */
    RECEIVED,
    /** Everything that is not done is held. */
    ROUTED,
    /** Units wait for stock. */
    BACKORDERED,
    /** A person has to decide before anything more is held. */
    EXCEPTED,
    /** Everything that is not done is picked. */
    PICKED,
    SHIPPED,
    DELIVERED,
    CANCELLED,
    RETURNED
}
