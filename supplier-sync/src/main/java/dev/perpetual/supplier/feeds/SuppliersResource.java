package dev.perpetual.supplier.feeds;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.FeedId;
import dev.perpetual.supplier.feeds.Suppliers.Supplier;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Suppliers over HTTP. */
@Path("/v1/suppliers")
@RunOnVirtualThread
public class SuppliersResource {

    private static final int NAME_MAX = 200;
    private static final int PAGE_MAX = 200;

    private final Database database;
    private final Suppliers suppliers;
    private final Caller caller;

    SuppliersResource(Database database, Suppliers suppliers, Caller caller) {
        this.database = database;
        this.suppliers = suppliers;
        this.caller = caller;
    }

    /** What can be said of a supplier. */
    public record SupplierDocument(@Nullable String name) {}

    @PUT
    @Path("{supplier}")
    @RolesAllowed("feeds:write")
    @Operation(summary = "Define a supplier")
    public Supplier put(String supplier, SupplierDocument document) {
        caller.mustActFor("supplier", supplier);
        var id = name("supplier", supplier);
        var name = Expect.text("name", Expect.present("body", document).name(), NAME_MAX);
        return database.inTransaction(connection -> suppliers.put(connection, id, name, Instant.now()));
    }

    @GET
    @Path("{supplier}")
    @RolesAllowed("feeds:read")
    @Operation(summary = "One supplier")
    public Supplier get(String supplier) {
        caller.mustActFor("supplier", supplier);
        return database.inTransaction(
                connection -> suppliers.find(connection, supplier).orElseThrow(() -> Feeds.unknownSupplier(supplier)));
    }

    @GET
    @RolesAllowed("feeds:read")
    @Operation(summary = "All suppliers, by id")
    public Page<Supplier> list(
            @QueryParam("cursor") @Nullable String cursor, @QueryParam("limit") @DefaultValue("50") int limit) {
        caller.mustActFor("supplier", "all");
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var size = Math.clamp(limit, 1, PAGE_MAX);
        var found = database.inTransaction(connection -> suppliers.list(connection, after, size));
        return new Page<>(
                found, found.size() < size ? null : Cursor.of(found.getLast().id()));
    }

    /** A part of a path that is also a folder's name. */
    static String name(String field, String value) {
        try {
            return FeedId.requireName(field, value);
        } catch (IllegalArgumentException wrong) {
            throw Problems.invalid(field, String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * Both parts of a feed's name.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when one could not be a folder's name
     */
    public static FeedId feedId(String supplier, String feed) {
        return new FeedId(name("supplier", supplier), name("feed", feed));
    }
}
