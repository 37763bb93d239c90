package dev.perpetual.publisher.push;

import dev.perpetual.publisher.channels.Channel;
import dev.perpetual.publisher.channels.Channel.Budget;
import io.github.bucket4j.Bucket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests each channel may be sent. They outlive a term of pushing, so that many short terms spend no more;
 * and they begin with one request instead of a burst, because another replica may have spent that a moment ago.
 */
@ApplicationScoped
class Budgets {

    private final Map<String, Held> held = new ConcurrentHashMap<>();

    private record Held(Budget budget, Bucket bucket) {}

    /** Waits until the channel may be sent one more request. */
    void spend(Channel channel) throws InterruptedException {
        bucket(channel).asBlocking().consume(1);
    }

    /** There was nothing to send after all. */
    void giveBack(Channel channel) {
        bucket(channel).addTokens(1);
    }

    private Bucket bucket(Channel channel) {
        return held.compute(
                        channel.id(),
                        (_, known) -> known != null && known.budget().equals(channel.budget())
                                ? known
                                : new Held(channel.budget(), bucket(channel.budget())))
                .bucket();
    }

    private static Bucket bucket(Budget budget) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(budget.burst())
                        .refillGreedy(budget.requestsPerSecond(), Duration.ofSeconds(1))
                        .initialTokens(1))
                .build();
    }
}
