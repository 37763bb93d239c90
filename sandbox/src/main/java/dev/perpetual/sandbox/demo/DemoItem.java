package dev.perpetual.sandbox.demo;

import dev.perpetual.sandbox.client.Item;

/**
 * One item of the demo.
 *
 * @param cents price per unit
 * @param demand how often it is wanted, relative to the others
 * @param kind how it is stocked
 */
record DemoItem(Item item, long cents, double demand, Kind kind) {
    /** How an item gets to the buyer. */
    enum Kind {
        /** On the shelves of several locations. */
        STOCKED,
        /** Hardly any left: some who want it must wait. */
        SCARCE,
        /** Only the supplier has it. */
        DROP_SHIPPED
    }

    String sku() {
        return item.sku();
    }
}
