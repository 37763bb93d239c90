package dev.perpetual.sandbox.shop;

import java.util.List;

/**
 * How the shop treats a channel's requests; can be changed while it runs by {@code POST /control}.
 *
 * @param requestsPerSecond more than this in a second is answered 429; null for no limit
 * @param retryAfterSeconds what a 429 or a forced answer says in Retry-After; null for none
 * @param answer a status to answer whatever comes; null to behave
 * @param delayMillis how long to think before answering
 * @param reject listings that are rejected line by line in an answer of 200
 * @param decline listings that make the whole request be answered 422
 */
record Behaviour(
        Integer requestsPerSecond,
        Integer retryAfterSeconds,
        Integer answer,
        Integer delayMillis,
        List<String> reject,
        List<String> decline) {

    static final Behaviour GOOD = new Behaviour(null, null, null, null, null, null);

    Behaviour {
        reject = reject == null ? List.of() : List.copyOf(reject);
        decline = decline == null ? List.of() : List.copyOf(decline);
    }
}
