package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What became of one movement: {@code recorded}, {@code refused} or {@code repeated}. */
public record MovementResult(
        String id, String outcome, long version, @Nullable JsonNode problem) {

    /** Whether the ledger has it now, by this call or an earlier one. */
    public boolean isRecorded() {
        return !outcome.equals("refused");
    }
}
