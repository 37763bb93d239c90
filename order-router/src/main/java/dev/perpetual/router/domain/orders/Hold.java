package dev.perpetual.router.domain.orders;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to hold stock for an order. {@code version} is the newest version of the hold that the ledger told us; {@code queued}: it is
 * for an order that waited in the queue.
 */
public record Hold(
        String id,
        int attempt,
        boolean queued,
        State state,
        long version,
        @Nullable String refusal,
        List<HoldLine> lines) {
    /** Where the hold stands with the ledger. */
    public enum State {
        ASKED,
        OPEN,
        CLOSED,
        REFUSED
    }

    /** Refused for want of stock, which may change; any other reason stays. */
    public static final String INSUFFICIENT_STOCK = "insufficient-stock";

    /** The channel holds as much as it may, wherever that is: another node would be refused too. */
    public static final String HOLD_LIMIT = "hold-limit";

    Hold with(State newState, long newVersion, List<HoldLine> newLines) {
        return new Hold(id, attempt, queued, newState, newVersion, refusal, List.copyOf(newLines));
    }

    Hold with(List<HoldLine> newLines) {
        return with(state, version, newLines);
    }

    /** The lines at one location. */
    public List<HoldLine> at(String location) {
        return lines.stream().filter(line -> line.location().equals(location)).toList();
    }
}
