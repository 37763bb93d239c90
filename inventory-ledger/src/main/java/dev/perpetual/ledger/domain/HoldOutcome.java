package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a hold, as it is announced.
 *
 * @param request the id of the command that it answers
 * @param moved units per line of the hold
 * @param reason only of a refusal, like the shortages
 */
public record HoldOutcome(
        HoldEvent event,
        Hold hold,
        String request,
        List<Long> moved,
        @Nullable Reason reason,
        List<Shortage> shortages,
        Instant recordedAt) {}
