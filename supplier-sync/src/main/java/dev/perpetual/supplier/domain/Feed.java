package dev.perpetual.supplier.domain;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One way in which a supplier tells its stock: transport × format × mapping, and what is done with what comes.
 *
 * @param version grows with every change of the definition; a run names the one it was read by
 * @param schedule how often something is expected, for {@code overdue}; null when it comes as it likes
 */
public record Feed(
        FeedId id,
        long version,
        Transport transport,
        Format format,
        Mapping mapping,
        GateLimits gates,
        AbsentRows absentRows,
        Freshness freshness,
        @Nullable Duration schedule) {}
