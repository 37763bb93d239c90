package dev.perpetual.sandbox.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/** What each row of a sales file means for stock. Every decision of the replay about the data is here. */
final class ReplayRules {
    /** Merchandise is numbered with five digits and perhaps letters; the shop's gift boxes are DCGS…. */
    private static final Pattern GOODS = Pattern.compile("[0-9]{5}.*|DCGS.+");

    private static final Pattern NOT_IN_SKU = Pattern.compile("[^A-Z0-9._-]");

    /** A cancellation this soon finds the parcel still in the warehouse. */
    static final Duration STILL_HERE = Duration.ofHours(24);

    private ReplayRules() {}

    /** What a row is. */
    enum Meaning {
        /** Postage, fees, discounts, manual entries, vouchers, tests: no stock moves. */
        NO_GOODS,
        /** A row of no units: nothing happened. */
        ZERO_QUANTITY,
        /** Units ordered, at whatever price: a gift leaves the shelf as any sale does. */
        SALE,
        /** Units a customer does not want (invoice C…, or fewer than none for a named customer). */
        CANCELLATION,
        /** Units gone without a customer: damaged, given away, miscounted. */
        ADJUSTMENT
    }

    static Meaning meaningOf(RetailLine line) {
        if (!isGoods(line.stockCode())) {
            return Meaning.NO_GOODS;
        }
        if (line.quantity() == 0) {
            return Meaning.ZERO_QUANTITY;
        }
        if (line.quantity() > 0) {
            return Meaning.SALE;
        }
        return isCancelled(line.invoice()) || line.hasCustomer() ? Meaning.CANCELLATION : Meaning.ADJUSTMENT;
    }

    /** Whether stock is kept of what the code names. */
    static boolean isGoods(String stockCode) {
        return GOODS.matcher(upper(stockCode)).matches();
    }

    /** The SKU of a stock code: one for all its spellings, so that 85123a is 85123A. */
    static String sku(String stockCode) {
        return NOT_IN_SKU.matcher(upper(stockCode)).replaceAll("-");
    }

    /** Whether an invoice number is that of a cancelled invoice. */
    static boolean isCancelled(String invoice) {
        return invoice.startsWith("C") || invoice.startsWith("c");
    }

    /** Whether what was sold then and cancelled now has not left the warehouse yet. */
    static boolean isStillHere(Instant sold, Instant cancelled) {
        return !cancelled.isAfter(sold.plus(STILL_HERE));
    }

    /** The warehouse that keeps a SKU: homeware and gifts numbered 8 and 9 have a building of their own. */
    static Warehouse warehouseOf(String sku) {
        return sku.startsWith("8") || sku.startsWith("9") ? Warehouse.SECOND : Warehouse.MAIN;
    }

    private static String upper(String stockCode) {
        return stockCode.strip().toUpperCase(Locale.ROOT);
    }

    /** The two buildings of the replayed shop. */
    enum Warehouse {
        MAIN("retail-main"),
        SECOND("retail-second");

        private final String id;

        Warehouse(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }
    }
}
