package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** No part outlives its supervisor. */
class ChildProcessTest {

    @Test
    void a_part_that_ignores_interrupts_is_killed_when_its_supervisor_is_gone() throws IOException {
        var part = new ProcessBuilder("sh", "-c", "trap '' INT; exec sleep 300").start();
        try {
            var guard = ChildProcess.guard(part.pid(), Duration.ofSeconds(1));
            guard.getOutputStream().close(); // As the system does for a supervisor that was killed.
            assertThat(ChildProcess.gone(part.toHandle(), Duration.ofSeconds(30)))
                    .isTrue();
        } finally {
            part.destroyForcibly();
        }
    }
}
