package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Hold.Fill;
import dev.perpetual.ledger.domain.Hold.Owner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be asked of a promise that was given: another quantity, or that it shall last. */
public sealed interface HoldCommand extends Command {

    /** Nothing but what the hold's own lines touch. */
    @Override
    default List<BalanceKey> keys() {
        return List.of();
    }

    @Override
    HoldId hold();

    /** Lines shall be promised other quantities. @param fill whether an increase that is not all there is granted in part */
    record AmendHold(HoldId hold, Fill fill, List<AmendedLine> lines, Instant occurredAt) implements HoldCommand {

        /** @param quantity wanted in all, with what is picked and shipped @param goods of an increase; empty for any */
        public record AmendedLine(int line, long quantity, Goods goods) {}
    }

    /** What was promised until a deadline shall be promised for good. @param owner to whom from now on; null for as it is */
    record ConfirmHold(HoldId hold, @Nullable Owner owner, Instant occurredAt) implements HoldCommand {}
}
