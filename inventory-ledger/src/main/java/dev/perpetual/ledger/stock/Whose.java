package dev.perpetual.ledger.stock;

import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.wire.ReadIds;
import org.jspecify.annotations.Nullable;

/**
 * Whose stock is asked for.
 *
 * @param condition to add to a query of balances
 * @param owner the one that the condition has a place for; null when it has none
 */
record Whose(String condition, @Nullable String owner) {

    static final Whose ANYBODYS = new Whose("", null);

    private static final Whose OUR_OWN = new Whose(" AND owner = '" + Goods.PLAIN.owner() + "'", null);
    private static final Whose CONSIGNED = new Whose(" AND owner <> '" + Goods.PLAIN.owner() + "'", null);

    /** Reads the parameter: {@code own}, {@code consigned}, or an owner's id; none for anybody's. */
    static Whose of(@Nullable String text) {
        return switch (text) {
            case null -> ANYBODYS;
            case "own" -> OUR_OWN;
            case "consigned" -> CONSIGNED;
            default -> new Whose(" AND owner = ?", ReadIds.id("owner", text));
        };
    }
}
