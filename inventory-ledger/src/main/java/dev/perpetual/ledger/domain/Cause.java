package dev.perpetual.ledger.domain;

import org.jspecify.annotations.Nullable;

/** Why stock moved: an order, a hold, a purchase order, a transfer, a count, a return, a feed. */
public record Cause(String type, String id, @Nullable Integer line) {

    public Cause {
        Ids.mustBeReference("cause.type", type);
        Ids.mustBeReference("cause.id", id);
    }
}
