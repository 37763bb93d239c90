package dev.perpetual.kit.access;

import dev.perpetual.kit.access.ApiKey.Scope;
import dev.perpetual.kit.problems.Problems;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Who makes the request. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The name of the caller's key, as it is recorded beside what it does. */
    public String name() {
        return identity.isAnonymous() ? "anonymous" : identity.getPrincipal().getName();
    }

    /**
     * Lets a key that is scoped to one channel, supplier or location act for no other.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 403 foreign-scope
     */
    public void mustActFor(String kind, String id) {
        Scope scope = identity.getAttribute(ApiKeyAuthentication.SCOPE);
        if (scope == null || (scope.kind().equals(kind) && scope.id().equals(id))) {
            return;
        }
        throw Problems.forbidden(
                "foreign-scope",
                "Expected a key for %s %s, but this one is for %s %s".formatted(kind, id, scope.kind(), scope.id()));
    }
}
