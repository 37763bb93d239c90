package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Kits shall be made of their parts, or taken apart.
 *
 * @param sku of the kits
 * @param quantity of kits
 * @param goods which kits; when they are made, an owner also says whose parts they are made of
 * @param chosen which parts, where the caller says so: all units of a SKU or none
 * @param kit the definition when it occurred; null while nobody looked or when there is none
 */
public record AssembleKits(
        Way way,
        Sku sku,
        long quantity,
        LocationId location,
        Goods goods,
        List<Named> chosen,
        @Nullable String reason,
        Cause cause,
        Instant occurredAt,
        @Nullable Kit kit)
        implements Command {

    /** To or fro. */
    public enum Way {
        ASSEMBLE,
        DISASSEMBLE
    }

    /** So many units of these goods of a part. */
    public record Named(Sku sku, Goods goods, long units) {}

    /** The same with the definition that was found. */
    public AssembleKits with(@Nullable Kit found) {
        return new AssembleKits(way, sku, quantity, location, goods, chosen, reason, cause, occurredAt, found);
    }

    MovementKind kind() {
        return way == Way.ASSEMBLE ? MovementKind.ASSEMBLE : MovementKind.DISASSEMBLE;
    }

    Account place() {
        return new Place(location, Bucket.AVAILABLE);
    }

    @Override
    public List<BalanceKey> keys() {
        var keys = new ArrayList<BalanceKey>();
        keys.add(new BalanceKey(sku, location, goods));
        chosen.forEach(each -> keys.add(new BalanceKey(each.sku(), location, each.goods())));
        if (kit != null) {
            kit.parts().forEach(part -> keys.add(new BalanceKey(part.sku(), location, Goods.PLAIN)));
        }
        return keys;
    }
}
