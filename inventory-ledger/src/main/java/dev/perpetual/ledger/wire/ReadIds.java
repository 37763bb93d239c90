package dev.perpetual.ledger.wire;

import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import org.jspecify.annotations.Nullable;

/** Reads the ids of a request; what cannot be one is a 400 that says where. */
public final class ReadIds {

    private ReadIds() {}

    /** Of an item, a location or an owner. */
    public static String id(String field, @Nullable String text) {
        var id = Expect.text(field, text, Ids.ID_LENGTH_MAX);
        if (!Ids.isId(id)) {
            throw Problems.invalid(
                    field, "Expected letters, digits, inner spaces and . _ : / + # - only, but got " + id);
        }
        return id;
    }

    /** One that a caller minted. */
    public static String reference(String field, @Nullable String text) {
        var id = Expect.text(field, text, Ids.REFERENCE_LENGTH_MAX);
        if (!Ids.isReference(id)) {
            throw Problems.invalid(
                    field, "Expected letters, digits, inner spaces and . _ : @ / + # - only, but got " + id);
        }
        return id;
    }
}
