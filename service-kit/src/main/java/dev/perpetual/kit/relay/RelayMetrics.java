package dev.perpetual.kit.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jspecify.annotations.Nullable;

/** Whether this replica relays, how much it has sent, and how far behind it is. */
@Default // The relay asks for it too, not only the health endpoint.
@Wellness
@ApplicationScoped
class RelayMetrics implements HealthCheck {

    /** Beyond this much unsent log, an operator should look. */
    private static final long LAG_BYTES_MAX = 256L << 20;

    private final Counter published;
    private volatile @Nullable ReplicationSlot held;

    RelayMetrics(MeterRegistry registry) {
        published = Counter.builder("perpetual.relay.published")
                .description("Events that the broker has acknowledged")
                .register(registry);
        Gauge.builder("perpetual.relay.leading", this, metrics -> metrics.held == null ? 0 : 1)
                .description("1 where this replica relays, 0 where it stands by")
                .register(registry);
        Gauge.builder("perpetual.relay.lag", this, RelayMetrics::lagBytes)
                .baseUnit("bytes")
                .description("Write-ahead log that the broker does not have yet; told by the replica that relays")
                .register(registry);
    }

    void leading(ReplicationSlot slot) {
        held = slot;
    }

    void standingBy() {
        held = null;
    }

    void published(int events) {
        published.increment(events);
    }

    private double lagBytes() {
        var slot = held;
        if (slot == null) {
            return Double.NaN;
        }
        try {
            return slot.find().map(reading -> (double) reading.lagBytes()).orElse(Double.NaN);
        } catch (SQLException away) {
            return Double.NaN;
        }
    }

    @Override
    public HealthCheckResponse call() {
        var lag = lagBytes();
        return HealthCheckResponse.named("relay")
                .status(!(lag > LAG_BYTES_MAX))
                .withData("leading", held != null)
                .withData("lagBytes", Double.isNaN(lag) ? -1 : (long) lag)
                .build();
    }
}
