package dev.perpetual.kit.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine's key, without the secret.
 *
 * @param roles as {@code orders:write}; {@code admin} has all
 * @param scope the one channel, supplier or location it may act for; none: every one
 */
record ApiKey(
        String id, String name, Set<String> roles, @Nullable Scope scope) {

    static final String ADMIN = "admin";

    /** @param kind channel, supplier or location */
    record Scope(String kind, String id) {}
}
