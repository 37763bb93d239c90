package dev.perpetual.kit.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.identity.request.TokenAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** {@code Authorization: Bearer <key>}: who calls, and what the caller may do. */
@ApplicationScoped
public class ApiKeyAuthentication implements HttpAuthenticationMechanism, IdentityProvider<TokenAuthenticationRequest> {

    static final String SCOPE = "scope";
    private static final String BEARER = "Bearer ";

    private static final int IDENTITIES_MAX = 1_000;

    private final ApiKeys keys;
    private final Map<ApiKey, SecurityIdentity> identities = new ConcurrentHashMap<>();

    ApiKeyAuthentication(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext exchange, IdentityProviderManager providers) {
        var header = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return Uni.createFrom().optional(java.util.Optional.empty());
        }
        if (!header.startsWith(BEARER)) {
            return Uni.createFrom().failure(new AuthenticationFailedException("Expected a bearer key"));
        }
        var secret = header.substring(BEARER.length()).strip();
        return providers.authenticate(new TokenAuthenticationRequest(new TokenCredential(secret, "bearer")));
    }

    @Override
    public Class<TokenAuthenticationRequest> getRequestType() {
        return TokenAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            TokenAuthenticationRequest request, AuthenticationRequestContext context) {
        var secret = request.getToken().getToken();
        var remembered = keys.remembered(secret, Instant.now());
        return remembered != null && remembered.isPresent()
                ? Uni.createFrom().item(identity(remembered.get())) // On this thread: no wait for another.
                : context.runBlocking(() -> keys.find(secret, Instant.now())
                        .map(this::identity)
                        .orElseThrow(() -> new AuthenticationFailedException("Expected a known key, but got another")));
    }

    /** The same for every request of a key. */
    private SecurityIdentity identity(ApiKey key) {
        var known = identities.get(key);
        if (known != null) {
            return known;
        }
        if (identities.size() >= IDENTITIES_MAX) {
            identities.clear();
        }
        return identities.computeIfAbsent(key, ApiKeyAuthentication::newIdentity);
    }

    private static SecurityIdentity newIdentity(ApiKey key) {
        var identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(key.name()))
                .addRoles(key.roles().contains(ApiKey.ADMIN) ? ApiKey.ROLES : key.roles());
        if (key.scope() != null) {
            identity.addAttribute(SCOPE, key.scope());
        }
        return identity.build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext exchange) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TokenAuthenticationRequest.class);
    }
}
