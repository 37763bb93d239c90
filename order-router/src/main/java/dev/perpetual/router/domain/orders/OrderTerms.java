package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.sourcing.Point;
import dev.perpetual.router.domain.sourcing.ServiceLevel;
import dev.perpetual.router.domain.sourcing.Split;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed when the order came in; never changes. The policy version is pinned here, so that a policy edited later does not change an
 * order under way. Priority: 0 is the most urgent. {@code contentHash} tells a repeated order from another one with the same number.
 */
public record OrderTerms(
        String channel,
        String channelOrderId,
        String contentHash,
        Instant placedAt,
        Instant receivedAt,
        String country,
        @Nullable String region,
        @Nullable Point destination,
        ServiceLevel service,
        Split split,
        int priority,
        @Nullable Instant deliverBy,
        @Nullable Integer fraudScore,
        String policy,
        int policyVersion) {}
