package dev.perpetual.sandbox.client;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A movement as the journal has it: from one account to another at a dense version of its SKU. */
public record RecordedMovement(
        String id,
        String sku,
        long version,
        String kind,
        long quantity,
        Map<String, String> from,
        Map<String, String> to,
        Movement.@Nullable Cause cause,
        Instant recordedAt) {
    private static final Set<String> ON_HAND = Set.of("inspection", "available", "held", "picked", "blocked");

    /** How many units it put on our shelves; negative when it took them off. */
    public long onHandChange() {
        return (isOnHand(to) ? quantity : 0) - (isOnHand(from) ? quantity : 0);
    }

    private static boolean isOnHand(Map<String, String> account) {
        return ON_HAND.contains(account.getOrDefault("bucket", ""));
    }
}
