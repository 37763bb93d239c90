package dev.perpetual.sandbox.replay;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * One row of a sales file as it stands there. The customer is only a hash that means nothing outside this run; 0 when
 * the row names none.
 */
record RetailLine(
        String invoice,
        String stockCode,
        String description,
        long quantity,
        Instant at,
        BigDecimal price,
        long customer,
        String country) {

    boolean hasCustomer() {
        return customer != 0;
    }
}
