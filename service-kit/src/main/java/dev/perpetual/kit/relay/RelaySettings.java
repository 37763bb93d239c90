package dev.perpetual.kit.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The connection that streams the write-ahead log. */
@ConfigMapping(prefix = "perpetual.relay")
public interface RelaySettings {

    @WithDefault("true")
    boolean enabled();

    /** A role with REPLICATION. */
    String username();

    Optional<String> password();
}
