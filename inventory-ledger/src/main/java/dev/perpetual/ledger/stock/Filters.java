package dev.perpetual.ledger.stock;

import dev.perpetual.ledger.wire.ReadIds;
import org.jspecify.annotations.Nullable;

/** Filters of lists: what cannot be what they compare with is a mistake, not a search without a find. */
final class Filters {

    private Filters() {}

    /** The code of an item or the id of a location; null for any. @throws RuntimeException 400 that names the field */
    static void mustBeId(String field, @Nullable String filter) {
        if (filter != null) {
            ReadIds.id(field, filter);
        }
    }

    /** An id minted by a caller; null for any. @throws RuntimeException 400 that names the field */
    static void mustBeReference(String field, @Nullable String filter) {
        if (filter != null) {
            ReadIds.reference(field, filter);
        }
    }
}
