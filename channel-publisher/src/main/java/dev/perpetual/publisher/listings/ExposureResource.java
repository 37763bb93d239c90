package dev.perpetual.publisher.listings;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How much more is listed than can be promised. */
@Path("/v1/exposure")
@RunOnVirtualThread
public class ExposureResource {

    private static final long PAGE_MAX = 500;

    private final Database database;
    private final Caller caller;

    ExposureResource(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    @GET
    @RolesAllowed("channels:read")
    @Operation(summary = "Per SKU: what all channels may be showing less what can be promised, in base units")
    public Page<ReadExposure.Row> list(
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") long limit) {
        caller.mustActFor("channel", "every channel");
        var size = (int) Expect.between("limit", 1, PAGE_MAX, limit);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var found = database.inTransaction(connection -> ReadExposure.page(connection, sku, after, size + 1));
        var items = found.stream().limit(size).toList();
        return new Page<>(items, found.size() > size ? Cursor.of(items.getLast().sku()) : null);
    }
}
