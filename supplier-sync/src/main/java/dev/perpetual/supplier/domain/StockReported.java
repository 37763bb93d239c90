package dev.perpetual.supplier.domain;

import java.time.Instant;

/**
 * A supplier said how much of a SKU it has.
 *
 * @param units base units
 * @param asOf when it was so, by the supplier
 * @param run which file it came with
 * @param version its place among all that was said by the supplier about the SKU
 */
public record StockReported(
        String supplier, String location, String sku, long units, Instant asOf, String feed, String run, long version) {

    /** What the versions count along, and the key that keeps reports in order. */
    public static String stream(String supplier, String sku) {
        return supplier + "@" + sku;
    }
}
