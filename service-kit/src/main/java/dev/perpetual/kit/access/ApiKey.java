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

    /** Every role of the four services; a role that is not here cannot be given to a key either. */
    static final Set<String> ROLES = Set.of(
            ADMIN,
            "operate",
            "stock:read",
            "stock:write",
            "catalog:read",
            "catalog:write",
            "orders:read",
            "orders:write",
            "fulfilments:read",
            "fulfilments:write",
            "policies:read",
            "policies:write",
            "feeds:read",
            "feeds:write",
            "channels:read",
            "channels:write");

    /** @param kind channel, supplier or location */
    record Scope(String kind, String id) {}
}
