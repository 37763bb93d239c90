package dev.perpetual.sandbox.replay;

import dev.perpetual.sandbox.client.LedgerClient;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the ledger has of each SKU at one moment, over all locations.
 *
 * @param promised units on hand that an order still waits for
 */
record Stock(long onHand, long promised) {
    private static final Stock NONE = new Stock(0, 0);

    private Stock plus(Stock other) {
        return new Stock(onHand + other.onHand, promised + other.promised);
    }

    Stock minus(Stock other) {
        return new Stock(onHand - other.onHand, promised - other.promised);
    }

    /** Reads all levels once; SKUs that the ledger does not know are left out. */
    static Map<String, Stock> read(LedgerClient ledger, Set<String> skus) {
        var stock = new HashMap<String, Stock>();
        ledger.levels()
                .filter(level -> skus.contains(level.sku()))
                .forEach(level -> stock.merge(
                        level.sku(), new Stock(level.onHand(), level.in("held") + level.in("picked")), Stock::plus));
        return stock;
    }

    static Stock of(Map<String, Stock> stock, String sku) {
        return stock.getOrDefault(sku, NONE);
    }
}
