package dev.perpetual.publisher.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what one listing shows.
 *
 * @param zeroed whether somebody has set the whole channel to zero
 * @param policy the channel's policy; null when it has none yet
 * @param retired whether the item is sold no more
 * @param packUnits base units in one of what the listing sells; null when its pack is not known (any more)
 */
public record Listed(
        boolean zeroed,
        @Nullable Policy policy,
        boolean retired,
        @Nullable Long packUnits,
        List<LocationLevel> levels) {

    public Listed {
        levels = List.copyOf(levels);
    }
}
