package dev.perpetual.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    @Test
    void whoever_waits_hears_that_work_goes_on_and_then_its_result() {
        var beats = new CountDownLatch(3);

        var result = Heartbeat.during(
                () -> {
                    beats.await();
                    return "done";
                },
                Duration.ofMillis(1),
                beats::countDown);

        assertThat(result).isEqualTo("done");
    }

    @Test
    void work_that_fails_fails_as_itself() {
        var failure = new IllegalArgumentException("Expected a row, but got none");
        assertThatThrownBy(() -> Heartbeat.during(
                        () -> {
                            throw failure;
                        },
                        Duration.ofMinutes(1),
                        () -> {}))
                .isSameAs(failure);
    }

    @Test
    void when_nobody_listens_any_more_the_work_is_not_left_behind() {
        var gone = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        assertThatThrownBy(() -> Heartbeat.during(
                        () -> {
                            gone.await();
                            ended.set(true);
                            return "";
                        },
                        Duration.ofMillis(1),
                        () -> {
                            gone.countDown();
                            throw new UncheckedIOException(new IOException("Broken pipe"));
                        }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(ended).isTrue();
    }
}
