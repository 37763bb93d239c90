package dev.perpetual.kit.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The connection that streams the write-ahead log. */
@ConfigMapping(prefix = "perpetual.relay")
public interface RelaySettings {

    @WithDefault("true")
    boolean enabled();

    /** A role with REPLICATION. */
    String username();

    Optional<String> password();

    /** How long the engine rests when there is nothing to send: adds to the latency what it saves on an idle machine. */
    @WithDefault("PT0.01S")
    Duration pollInterval();
}
