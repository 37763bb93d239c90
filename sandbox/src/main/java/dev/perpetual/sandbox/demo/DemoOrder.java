package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.OrderRequest;

/** An order that will be posted, and what its buyer and the warehouse do later. */
record DemoOrder(OrderRequest request, Fate fate) {
    /** What becomes of an order after it is routed. */
    enum Fate {
        SHIPPED,
        CANCELLED,
        /** One unit of its first line is cancelled, the rest ships. */
        PARTLY_CANCELLED,
        /** Waits at its location when the demo ends. */
        LEFT_WAITING
    }
}
