package dev.perpetual.kit.relay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The topics this service writes, and those it reads (and for each writes what it parked). */
@ConfigMapping(prefix = "perpetual.topics")
public interface TopicSettings {

    /** Names; {@code :compact} behind a name keeps the newest record per key instead of a span of time. */
    Optional<List<String>> writes();

    Optional<List<String>> reads();

    @WithDefault("4")
    int partitions();

    @WithDefault("1")
    short replication();

    /** How long a topic keeps its records; the journal keeps them for good. */
    @WithDefault("P30D")
    Duration retention();
}
