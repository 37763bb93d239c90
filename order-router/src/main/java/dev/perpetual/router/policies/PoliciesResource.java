package dev.perpetual.router.policies;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.access.Idempotent;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.sourcing.Policy;
import dev.perpetual.router.wire.PolicyBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.time.Instant;
import java.util.List;

/** Routing policies. A PUT makes a new version; nothing uses it before it is activated, and orders under way keep theirs. */
@Path("/v1/policies/{name}")
@RunOnVirtualThread
public class PoliciesResource {
    private final Database database;
    private final Caller caller;

    PoliciesResource(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    @PUT
    @Idempotent
    @RolesAllowed("policies:write")
    public Policy put(@PathParam("name") String name, PolicyBody body) {
        Expect.id("name", name);
        var rules = Expect.present("body", body).rules();
        return database.inTransaction(
                connection -> Policies.add(connection, name, rules, Instant.now(), caller.name()));
    }

    @GET
    @RolesAllowed({"orders:read", "policies:write"})
    public List<Policies.Listed> versions(@PathParam("name") String name) {
        return database.inTransaction(connection -> Policies.versions(connection, name));
    }

    @POST
    @Path("/versions/{version}/activate")
    @Idempotent
    @RolesAllowed("policies:write")
    public Policies.Listed activate(@PathParam("name") String name, @PathParam("version") int version) {
        return database.inTransaction(connection -> {
            var policy = Policies.find(connection, name, version)
                    .orElseThrow(() -> Problems.notFound(
                            "policy-not-found",
                            "Expected a version of policy " + name + ", but there is no " + version));
            Policies.activate(connection, policy, Instant.now(), caller.name());
            return new Policies.Listed(policy, true);
        });
    }
}
