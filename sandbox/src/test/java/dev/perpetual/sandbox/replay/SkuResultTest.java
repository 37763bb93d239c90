package dev.perpetual.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SkuResultTest {
    /** 10 sold of which 2 in a repeated row, 1 cancelled here, 2 returned, 3 adjusted. */
    private static SkuResult row(long routerShipped, long left, long promised, long foreign) {
        return new SkuResult("10002", 10 - 3 + 3, 2, 11, 8, 1, 2, 3, routerShipped, left, promised, foreign);
    }

    @Test
    void reconciles_when_every_difference_has_a_reason() {
        var row = row(7, 3, 0, 0);

        assertThat(row.expectedLeft()).isEqualTo(3);
        assertThat(row.difference()).isEqualTo(2);
        assertThat(row.isReconciled()).isTrue();
    }

    @Test
    void a_single_unit_too_few_or_too_many_is_noticed() {
        assertThat(row(7, 2, 0, 0).isReconciled()).isFalse();
        assertThat(row(7, 4, 0, 0).isReconciled()).isFalse();
        assertThat(row(7, 4, 0, 0).unexplained()).isEqualTo(1);
    }

    @Test
    void what_others_moved_meanwhile_is_a_reason() {
        assertThat(row(7, 3 + 5, 0, 5).isReconciled()).isTrue();
    }

    @Test
    void an_order_that_still_waits_is_no_good_end() {
        assertThat(row(7, 3, 1, 0).isReconciled()).isFalse();
        assertThat(row(6, 3, 0, 0).isReconciled()).isFalse();
    }
}
