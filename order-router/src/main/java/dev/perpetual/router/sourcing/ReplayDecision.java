package dev.perpetual.router.sourcing;

import dev.perpetual.router.domain.sourcing.Sourcing;
import dev.perpetual.router.domain.sourcing.SourcingInput;
import dev.perpetual.router.wire.Json;

/** Runs a stored decision again from its stored input. */
public final class ReplayDecision {
    private ReplayDecision() {}

    /** Whether the same came out, to the letter; where not, what comes out now. */
    public record Replayed(int attempt, boolean same, String outcome) {}

    public static Replayed replay(Decisions.Stored stored) {
        var input = Json.own(stored.input(), SourcingInput.class);
        var outcome = Json.text(Sourcing.decide(input));
        return new Replayed(stored.attempt(), outcome.equals(stored.outcome()), outcome);
    }
}
