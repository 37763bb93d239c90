package dev.perpetual.router.domain.orders;

/** Where a unit of an order line stands. RETURNED is counted beside: a returned unit stays shipped. */
public enum Bucket {
    OPEN,
    HELD,
    PICKED,
    SHIPPED,
    CANCELLED,
    RETURNED
}
