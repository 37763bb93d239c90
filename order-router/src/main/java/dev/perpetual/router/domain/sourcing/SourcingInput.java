package dev.perpetual.router.domain.sourcing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision depends on. Stored with it, so that it can be run again. {@code fromQueue}: the order waited, and takes only what
 * nobody before it in the queue has asked for.
 */
public record SourcingInput(
        String order,
        int attempt,
        boolean fromQueue,
        Instant decidedAt,
        List<Demand> demands,
        Split split,
        ServiceLevel service,
        @Nullable Point destination,
        Policy policy,
        List<Node> nodes,
        List<Level> levels,
        List<Exclusion> exclusions) {}
