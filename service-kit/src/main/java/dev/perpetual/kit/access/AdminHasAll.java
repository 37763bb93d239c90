package dev.perpetual.kit.access;

import io.quarkus.arc.Unremovable;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Gives a key with the role {@code admin} every role there is. */
@Unremovable
@ApplicationScoped
public class AdminHasAll implements SecurityIdentityAugmentor {

    /** Every role of the four services; a role that is not here cannot be given to a key either. */
    static final Set<String> ROLES = Set.of(
            ApiKey.ADMIN,
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

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!identity.hasRole(ApiKey.ADMIN)) {
            return Uni.createFrom().item(identity);
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity).addRoles(ROLES).build());
    }
}
