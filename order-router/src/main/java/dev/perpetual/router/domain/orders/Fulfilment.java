package dev.perpetual.router.domain.orders;

import java.time.Instant;

/**
 * Work for one location: the units that one hold has there. Cost in minor units of {@code currency}. {@code version} counts what we
 * told the node, from 1.
 */
public record Fulfilment(
        String id,
        String hold,
        String location,
        State state,
        Instant promisedBy,
        long cost,
        String currency,
        long version) {
    /** How far the node is. */
    public enum State {
        /** Part of a plan that the ledger has not answered; nobody was told. */
        PLANNED,
        REQUESTED,
        ACCEPTED,
        PICKED,
        SHIPPED,
        DELIVERED,
        REJECTED,
        CANCELLED;

        /** Nothing more is expected of the node. */
        public boolean done() {
            return this == DELIVERED || this == REJECTED || this == CANCELLED;
        }
    }

    /** Whether the node ever heard of it. */
    public boolean known() {
        return version > 0;
    }

    Fulfilment with(State other) {
        return new Fulfilment(id, hold, location, other, promisedBy, cost, currency, version);
    }

    Fulfilment told() {
        return new Fulfilment(id, hold, location, state, promisedBy, cost, currency, version + 1);
    }
}
