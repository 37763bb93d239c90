package dev.perpetual.publisher.channels;

import java.net.URI;
import java.util.Locale;

/**
 * A sales channel: how it is reached, how fast, and whether it is told anything at present.
 *
 * @param version rises with every change of the settings
 * @param secretRef the name of the signing secret in the configuration
 * @param policyVersion the policy in force; 0 for none yet
 */
public record Channel(
        String id, long version, URI url, String secretRef, Budget budget, State state, long policyVersion) {

    /** The only kind so far. */
    public static final String KIND = "webhook";

    /**
     * How much a channel bears.
     *
     * @param requestsPerSecond sustained
     * @param burst how many may come at once after a rest
     * @param concurrent how many may be under way at one time
     */
    public record Budget(int requestsPerSecond, int burst, int concurrent) {}

    /** Told; not told; told that there is nothing. */
    public enum State {
        ACTIVE,
        PAUSED,
        ZEROED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
