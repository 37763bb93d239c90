package dev.perpetual.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whether a port is free is asked while other threads start processes. */
class PortsTest {
    private static final int LOOKS = 3_000;

    @Test
    void a_free_port_stays_free_while_other_threads_start_processes() {
        var port = Ports.free();
        var looking = CompletableFuture.runAsync(() -> {
            for (var look = 0; look < LOOKS; look++) {
                assertThat(Ports.isFree(port)).as("look %d", look).isTrue();
            }
        });
        while (!looking.isDone()) {
            startSomething();
        }
        looking.join();
    }

    @Test
    void a_port_is_taken_on_this_address_or_on_all_of_them() throws IOException {
        for (var address : new InetAddress[] {InetAddress.getLoopbackAddress(), InetAddress.getByName("0.0.0.0")}) {
            try (var listener = new ServerSocket()) {
                listener.bind(new InetSocketAddress(address, 0));

                assertThat(Ports.isFree(listener.getLocalPort()))
                        .as("%s", address)
                        .isFalse();
            }
        }
    }

    private static void startSomething() {
        try {
            new ProcessBuilder("true").start().waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
