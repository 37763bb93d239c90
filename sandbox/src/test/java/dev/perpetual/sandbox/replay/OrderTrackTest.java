package dev.perpetual.sandbox.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderTrackTest {
    @Test
    void a_parcel_may_leave_when_nothing_of_its_order_is_cancelled_later() {
        var track = new OrderTrack("1", 5, 0);

        assertThat(track.mayLeave(System.nanoTime() + 1)).isTrue();
    }

    @Test
    void a_parcel_waits_for_the_cancellations_of_its_order() {
        var track = new OrderTrack("1", 5, 2);
        track.cancelled(1);
        assertThat(track.mayLeave(System.nanoTime() + 1)).isFalse();

        var listedBefore = System.nanoTime();
        track.cancelled(1);

        assertThat(track.mayLeave(listedBefore))
                .as("the list is older than the cancellation")
                .isFalse();
        assertThat(track.mayLeave(System.nanoTime() + 1)).isTrue();
    }

    @Test
    void an_order_is_gone_when_all_its_units_have_left_or_are_cancelled() {
        var track = new OrderTrack("1", 5, 1);
        track.cancelled(2);
        track.shipped(2);
        assertThat(track.gone()).isNotDone();

        track.shipped(1);

        assertThat(track.gone()).isCompleted();
    }

    @Test
    void an_order_that_was_never_taken_tells_those_who_wait_for_it() {
        var track = new OrderTrack("1", 5, 1);

        track.failed(new IllegalStateException("no"));

        assertThat(track.answered()).isCompletedExceptionally();
        assertThat(track.gone()).isCompletedExceptionally();
    }
}
