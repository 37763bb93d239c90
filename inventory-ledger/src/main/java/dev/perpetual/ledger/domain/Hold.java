package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promise of stock. A refused one is kept too: a refusal is an answer.
 *
 * @param version dense per hold; one per outcome that was announced
 */
public record Hold(
        HoldId id,
        Owner owner,
        State state,
        long version,
        @Nullable Instant expiresAt,
        Instant createdAt,
        List<HoldLine> lines) {

    /** Who was promised. */
    public record Owner(String type, String id) {
        public Owner {
            Ids.mustBeReference("owner.type", type);
            Ids.mustBeReference("owner.id", id);
        }
    }

    /** Open while a unit is open or picked. */
    public enum State {
        OPEN,
        CLOSED,
        REFUSED
    }

    /** All or nothing, or what is there. */
    public enum Fill {
        ALL,
        AVAILABLE
    }

    /** The deadline has come. */
    public boolean isDue(Instant now) {
        return state == State.OPEN && expiresAt != null && !expiresAt.isAfter(now);
    }

    Hold next(List<HoldLine> newLines) {
        var open = newLines.stream().anyMatch(line -> line.open() + line.picked() > 0);
        return new Hold(id, owner, open ? State.OPEN : State.CLOSED, version + 1, expiresAt, createdAt, newLines);
    }

    Hold extendedTo(@Nullable Instant deadline) {
        return new Hold(id, owner, state, version, deadline, createdAt, lines);
    }
}
