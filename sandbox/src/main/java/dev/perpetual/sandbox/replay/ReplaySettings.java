package dev.perpetual.sandbox.replay;

import java.time.Duration;

/**
 * How a file is played. {@code run} names everything this run writes, so that what is sent again is known again.
 *
 * @param ordersPerSecond 0 for as fast as it goes
 * @param clients how many orders are under way at once
 * @param patience how long one call is tried again, and how long nothing may move before the run gives up
 */
public record ReplaySettings(String run, int ordersPerSecond, int clients, Duration patience, boolean quiet) {

    /** The channel that all orders of the run come from. */
    String channel() {
        return "retail-" + run;
    }

    /** The id of something this run writes once. */
    String id(String... parts) {
        return "retail-" + run + "/" + String.join("/", parts);
    }
}
