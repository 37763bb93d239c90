package dev.perpetual.ledger.commit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a batch may leave out the looks that most likely find nothing. */
class WarinessTest {

    private final Wariness wariness = new Wariness();

    @Test
    void a_batch_is_trusted_once() {
        assertThat(wariness.mayTrust(1)).isTrue();
        assertThat(wariness.mayTrust(2)).isFalse();
    }

    @Test
    void after_a_repeat_so_many_batches_look_for_more() {
        wariness.failed(new FoundMore());
        for (var i = 0; i < Wariness.BATCHES; i++) {
            assertThat(wariness.mayTrust(1)).isFalse();
            wariness.committed();
        }
        assertThat(wariness.mayTrust(1)).isTrue();
    }

    @Test
    void a_kit_in_the_traffic_makes_no_other_batch_look_for_more() {
        wariness.failed(FoundMore.ofKit());
        assertThat(wariness.mayTrust(1)).isTrue();
    }
}
