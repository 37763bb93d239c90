package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a count brings about in the ledger. */
public sealed interface CountCommand extends Command permits CountCommand.AdjustCounted, CountCommand.SettleFound {

    /** The name under which the answer to it is kept; nobody else's command has such a name. */
    String KEY = "count:";

    /**
     * A place was found to hold more or less than stood there when it was looked at. What moved since is not touched.
     *
     * @param difference units above or below zero
     * @param found a lot that nobody knew: blocked, and in suspense instead of the owner of {@code goods}
     */
    record AdjustCounted(
            Sku sku,
            LocationId location,
            Goods goods,
            long difference,
            boolean found,
            @Nullable Money unitCost,
            Cause cause,
            Instant occurredAt)
            implements CountCommand {

        /** What is moved. */
        BalanceKey key() {
            return new BalanceKey(sku, location, found ? new Goods(goods.lot(), StockCount.SUSPENSE) : goods);
        }

        @Override
        public List<BalanceKey> keys() {
            return List.of(key());
        }
    }

    /** The origin of found stock is known now. @param bucket where it goes: available or blocked */
    record SettleFound(
            Sku sku,
            LocationId location,
            String lot,
            long units,
            String owner,
            Bucket bucket,
            @Nullable String reason,
            Cause cause,
            Instant occurredAt)
            implements CountCommand {

        BalanceKey suspense() {
            return new BalanceKey(sku, location, new Goods(lot, StockCount.SUSPENSE));
        }

        BalanceKey settled() {
            return new BalanceKey(sku, location, new Goods(lot, owner));
        }

        @Override
        public List<BalanceKey> keys() {
            return List.of(suspense(), settled());
        }
    }
}
