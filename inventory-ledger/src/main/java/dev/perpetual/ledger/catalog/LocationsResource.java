package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.wire.ReadIds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Locations over HTTP. */
@Path("/v1/locations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class LocationsResource {

    private static final int PAGE = 500;

    private final Database database;
    private final PutLocation putLocation;

    LocationsResource(Database database, PutLocation putLocation) {
        this.database = database;
        this.putLocation = putLocation;
    }

    @PUT
    @Path("{id: .+}")
    @RolesAllowed("catalog:write")
    @Operation(
            summary = "Make or change a location, or take it with all that is inside it to another parent",
            description = "A location with a parent is inside it: a zone or bin of a site. It is of its parent's kind;"
                    + " places of kind SUPPLIER and TRANSIT are inside no other. 422 location-cycle, location-kind or"
                    + " location-depth (more than 8 levels) when it cannot be inside that parent.")
    public LocationBody put(String id, LocationBody body) {
        return putLocation.put(id, Expect.present("body", body).checked(id));
    }

    @GET
    @Path("{id: .+}")
    @RolesAllowed({"stock:read", "catalog:read"})
    @Operation(summary = "One location")
    public LocationBody get(String id) {
        var found = Ids.isId(id)
                ? database.inTransaction(connection -> Catalog.location(connection, id))
                : Optional.<LocationBody>empty();
        return found.orElseThrow(
                () -> Problems.notFound("unknown-location", "Expected a known location, but got another text"));
    }

    @GET
    @RolesAllowed({"stock:read", "catalog:read"})
    @Operation(
            summary = "All locations, page by page; those directly inside a parent, or all of a subtree",
            description = "parent: those directly inside it. within: it and all that is inside it, at any depth.")
    public Page<LocationBody> list(
            @QueryParam("parent") @Nullable String parent,
            @QueryParam("within") @Nullable String within,
            @QueryParam("cursor") @Nullable String cursor) {
        if (parent != null && within != null) {
            throw Problems.invalid("within", "Expected parent or within, but got both");
        }
        var of = parent != null ? ReadIds.id("parent", parent) : within != null ? ReadIds.id("within", within) : "";
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var rows = database.inTransaction(connection -> parent != null
                ? LocationTree.children(connection, of, after, PAGE + 1)
                : within != null
                        ? LocationTree.subtree(connection, of, after, PAGE + 1)
                        : Catalog.locations(connection, after, PAGE + 1));
        if (rows.size() <= PAGE) {
            return new Page<>(rows, null);
        }
        return new Page<>(
                rows.subList(0, PAGE),
                Cursor.of(String.valueOf(rows.get(PAGE - 1).id())));
    }
}
