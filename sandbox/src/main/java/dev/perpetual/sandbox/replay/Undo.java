package dev.perpetual.sandbox.replay;

/**
 * What a cancelled row does: it takes units of an order back before or after they left, or brings loose ones.
 *
 * @param sale the key of the invoice that sold them; empty when they are loose
 * @param saleLine the line of that invoice; 0 when they are loose
 */
record Undo(Kind kind, String sale, int saleLine, String sku, long quantity) {
    /** The three ends of a cancelled row. */
    enum Kind {
        /** The parcel is still here: the order's units are cancelled. */
        CANCEL,
        /** The parcel has left: its units come back. */
        RETURN,
        /** The file has no sale to this: the units come back all the same. */
        LOOSE_RETURN
    }
}
