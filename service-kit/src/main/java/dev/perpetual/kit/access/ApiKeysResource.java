package dev.perpetual.kit.access;

import dev.perpetual.kit.access.ApiKey.Scope;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Keys over HTTP: made here, shown once, revoked here. */
@Path("/v1/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@RolesAllowed(ApiKey.ADMIN)
public class ApiKeysResource {

    private static final Set<String> SCOPE_KINDS = Set.of("channel", "supplier", "location");

    private final Database database;
    private final ApiKeys keys;

    ApiKeysResource(Database database, ApiKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    public record NewKey(
            @Nullable String name,
            @Nullable List<String> roles,
            @Nullable NewScope scope) {}

    public record NewScope(@Nullable String kind, @Nullable String id) {}

    /** @param key the secret; it is not stored and cannot be shown again */
    public record CreatedKey(String id, String name, String key) {}

    @POST
    @Operation(summary = "Make a key; its secret is in the answer and nowhere else")
    public Response create(@Nullable NewKey asked) {
        var body = Expect.present("body", asked);
        var roles = new HashSet<String>();
        Expect.present("roles", body.roles()).forEach(role -> roles.add(Expect.text("roles", role, 100)));
        roles.stream().filter(role -> !ApiKey.ROLES.contains(role)).findFirst().ifPresent(role -> {
            throw Problems.invalid("roles", "Expected roles out of %s, but got %s".formatted(ApiKey.ROLES, role));
        });
        var key = new ApiKey(
                UUID.randomUUID().toString(),
                Expect.text("name", body.name(), 100),
                Set.copyOf(roles),
                scope(body.scope()));
        var secret = database.inTransaction(connection -> keys.create(connection, key, Instant.now()));
        return Response.status(201)
                .entity(new CreatedKey(key.id(), key.name(), secret))
                .build();
    }

    private static @Nullable Scope scope(@Nullable NewScope scope) {
        if (scope == null) {
            return null;
        }
        var kind = Expect.text("scope.kind", scope.kind(), 20);
        if (!SCOPE_KINDS.contains(kind)) {
            throw Problems.invalid("scope.kind", "Expected one of %s, but got %s".formatted(SCOPE_KINDS, kind));
        }
        return new Scope(kind, Expect.id("scope.id", scope.id()));
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Revoke a key")
    public Response revoke(String id) {
        var known = Expect.id("id", id);
        if (!database.inTransaction(connection -> keys.revoke(connection, known, Instant.now()))) {
            throw Problems.notFound("unknown-key", "Expected a key that is in use, but there is none with id " + known);
        }
        return Response.noContent().build();
    }
}
