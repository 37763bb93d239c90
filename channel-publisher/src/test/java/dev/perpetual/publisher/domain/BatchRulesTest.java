package dev.perpetual.publisher.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perpetual.publisher.domain.BatchRules.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What goes first, and what goes together. */
class BatchRulesTest {

    @Test
    void going_to_zero_goes_first_then_the_longest_waiting() {
        var queue = List.of(waiting("old", 5, 1, 100), waiting("new", 5, 9, 100), waiting("zero", 0, 10, 100));
        assertThat(BatchRules.cut(queue)).extracting(Waiting::listing).containsExactly("zero", "old", "new");
    }

    @Test
    void a_request_has_at_most_a_hundred_listings() {
        var queue = IntStream.range(0, 250)
                .mapToObj(n -> waiting("l" + n, 1, n, 100))
                .toList();
        assertThat(BatchRules.cut(queue))
                .hasSize(100)
                .extracting(Waiting::listing)
                .startsWith("l0", "l1");
    }

    @Test
    void a_suspect_goes_with_no_more_than_it_may() {
        var queue = List.of(waiting("suspect", 0, 1, 2), waiting("b", 1, 2, 100), waiting("c", 1, 3, 100));
        assertThat(BatchRules.cut(queue)).extracting(Waiting::listing).containsExactly("suspect", "b");
    }

    @Test
    void a_suspect_that_must_go_alone_waits_for_its_turn() {
        var queue = List.of(waiting("a", 1, 1, 100), waiting("suspect", 1, 2, 1), waiting("c", 1, 3, 100));
        assertThat(BatchRules.cut(queue)).extracting(Waiting::listing).containsExactly("a");
    }

    private static Waiting waiting(String listing, long quantity, long since, int together) {
        return new Waiting(listing, "sku", quantity, 1, Instant.ofEpochSecond(since), together);
    }
}
