package dev.perpetual.ledger.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded movement that somebody wants to reverse.
 *
 * @param reversedBy the movement that did so already
 * @param serials the units that it named
 */
public record Original(
        Id id,
        MovementKind kind,
        long quantity,
        Account from,
        Account to,
        Goods goods,
        String causeType,
        @Nullable String reversedBy,
        List<String> serials) {

    /** One that named no units. */
    public Original(
            Id id,
            MovementKind kind,
            long quantity,
            Account from,
            Account to,
            Goods goods,
            String causeType,
            @Nullable String reversedBy) {
        this(id, kind, quantity, from, to, goods, causeType, reversedBy, List.of());
    }

    /** Names a movement: {@code <sku>/<version>} in messages. */
    public record Id(Sku sku, long version) {
        @Override
        public String toString() {
            return sku.code() + "/" + version;
        }
    }

    /** A movement that still stands. */
    static Original of(Movement movement) {
        return new Original(
                new Id(movement.sku(), movement.version()),
                movement.kind(),
                movement.quantity(),
                movement.from(),
                movement.to(),
                movement.goods(),
                movement.cause().type(),
                null,
                movement.serials() == null ? List.of() : movement.serials());
    }

    Original reversed(String movement) {
        return new Original(id, kind, quantity, from, to, goods, causeType, movement, serials);
    }
}
