package dev.perpetual.ledger.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A promise of stock. A refused one is kept too: a refusal is an answer.
 *
 * @param version dense per hold; one per outcome that was announced
 * @param confirmedAt when it became a promise without deadline; units that had expired by then are not tried again
 */
public record Hold(
        HoldId id,
        Owner owner,
        State state,
        long version,
        @Nullable Instant expiresAt,
        Instant createdAt,
        List<HoldLine> lines,
        @Nullable Instant confirmedAt) {

    /** One that is not confirmed. */
    public Hold(
            HoldId id,
            Owner owner,
            State state,
            long version,
            @Nullable Instant expiresAt,
            Instant createdAt,
            List<HoldLine> lines) {
        this(id, owner, state, version, expiresAt, createdAt, lines, null);
    }

    /** Who was promised. @param channel through which it was asked for @param client on whose behalf, over all its carts */
    public record Owner(
            String type,
            String id,
            @Nullable String channel,
            @Nullable String client) {
        public Owner {
            Ids.mustBeReference("owner.type", type);
            Ids.mustBeReference("owner.id", id);
            if (channel != null) {
                Ids.mustBeReference("channel", channel);
            }
            if (client != null) {
                Ids.mustBeReference("client", client);
            }
        }

        public Owner(String type, String id) {
            this(type, id, null, null);
        }
    }

    /** Open while a unit is open or picked; early when units left before it was asked for. */
    public enum State {
        EARLY,
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

    /** Units of a line that are promised or gone: what it was last asked for, as far as it was granted. */
    long promised(int line) {
        return lines.stream()
                .filter(each -> each.line() == line)
                .mapToLong(each -> each.open() + each.picked() + each.shipped())
                .reduce(0, Math::addExact);
    }

    Hold next(List<HoldLine> newLines) {
        var open = newLines.stream().anyMatch(line -> line.open() + line.picked() > 0);
        var after = open ? State.OPEN : State.CLOSED;
        return new Hold(id, owner, after, version + 1, expiresAt, createdAt, newLines, confirmedAt);
    }

    /** It stands as it was; that it does is told. */
    Hold unchanged() {
        return new Hold(id, owner, state, version + 1, expiresAt, createdAt, lines, confirmedAt);
    }

    /** A promise without deadline. @param to whom, from now on; null for whom it is */
    Hold confirmed(@Nullable Owner to, Instant at, List<HoldLine> newLines) {
        var whose = to == null ? owner : new Owner(to.type(), to.id(), owner.channel(), owner.client());
        return new Hold(id, whose, State.OPEN, version, null, createdAt, newLines, at).next(newLines);
    }

    /** What left early stays known. */
    Hold refused(Owner to) {
        return new Hold(id, to, State.REFUSED, version + 1, null, createdAt, lines);
    }

    Hold extendedTo(@Nullable Instant deadline) {
        return new Hold(id, owner, state, version, deadline, createdAt, lines, confirmedAt);
    }
}
