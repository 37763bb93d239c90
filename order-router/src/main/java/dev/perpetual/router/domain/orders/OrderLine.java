package dev.perpetual.router.domain.orders;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One line and its units. {@code cancelling}: units that the buyer gave up and the ledger has not yet released. */
public record OrderLine(
        int line,
        String sku,
        Units units,
        long cancelling,
        @Nullable BigDecimal unitPrice,
        @Nullable String currency) {
    /** Lines split over locations are numbered in steps of this, so an order's line numbers end below it. */
    public static final int LINE_MAX = 9_999;

    public OrderLine {
        if (cancelling < 0) {
            throw new IllegalStateException(
                    "Expected zero or more units being cancelled on line " + line + ", but got " + cancelling);
        }
    }

    /** The line after a move. Held units that end up cancelled are no longer being cancelled. */
    OrderLine after(Move move) {
        var settled = move.from() == Bucket.HELD && move.to() == Bucket.CANCELLED ? move.quantity() : 0;
        return new OrderLine(line, sku, units.after(move), Math.max(0, cancelling - settled), unitPrice, currency);
    }

    OrderLine cancelling(long units) {
        return new OrderLine(line, sku, this.units, units, unitPrice, currency);
    }
}
