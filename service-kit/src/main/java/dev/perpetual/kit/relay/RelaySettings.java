package dev.perpetual.kit.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the journal goes. */
@ConfigMapping(prefix = "perpetual")
public interface RelaySettings {

    Relay relay();

    Topics topics();

    /** The connection that streams the write-ahead log. */
    interface Relay {
        @WithDefault("true")
        boolean enabled();

        String username();

        Optional<String> password();

        /** How long the engine rests when there is nothing to send: the floor of the latency. */
        @WithDefault("PT0.002S")
        Duration pollInterval();
    }

    /** The topics this service writes, and those it reads (whose {@code .parked} topics it writes too). */
    interface Topics {
        /** Names; {@code :compact} behind a name keeps the newest record per key instead of a span of time. */
        Optional<List<String>> writes();

        Optional<List<String>> reads();

        @WithDefault("4")
        int partitions();

        @WithDefault("1")
        short replication();

        @WithDefault("P30D")
        Duration retention();
    }
}
