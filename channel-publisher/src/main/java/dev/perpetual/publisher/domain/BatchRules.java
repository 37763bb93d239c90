package dev.perpetual.publisher.domain;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which waiting listings go into the next request to a channel. */
public final class BatchRules {

    /** The most listings in one request. */
    public static final int BATCH_MAX = 100;

    /** Going to zero first: a wrong zero costs a sale, a wrong stock costs a promise. Then the longest waiting. */
    public static final Comparator<Waiting> MOST_URGENT_FIRST = comparing((Waiting waiting) -> waiting.quantity() > 0)
            .thenComparing(Waiting::since)
            .thenComparing(Waiting::listing);

    private BatchRules() {}

    /**
     * A listing whose newest value the channel does not have.
     *
     * @param together the most listings it may share a request with, itself included; halved when a batch is declined
     */
    public record Waiting(String listing, String sku, long quantity, long version, Instant since, int together) {}

    /** The next request: the most urgent, no more than the strictest of them allows. */
    public static List<Waiting> cut(List<Waiting> queue) {
        var batch = new ArrayList<Waiting>();
        var room = BATCH_MAX;
        for (var waiting : queue.stream().sorted(MOST_URGENT_FIRST).toList()) {
            room = Math.min(room, waiting.together());
            if (batch.size() >= room) {
                break;
            }
            batch.add(waiting);
        }
        return List.copyOf(batch);
    }
}
