package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Items over HTTP. */
@Path("/v1/items")
@RunOnVirtualThread
public class ItemsResource {

    private static final int PAGE = 500;

    private final Database database;
    private final PutItems putItems;

    ItemsResource(Database database, PutItems putItems) {
        this.database = database;
        this.putItems = putItems;
    }

    @PUT
    @Path("{sku}")
    @RolesAllowed("catalog:write")
    @Operation(summary = "Make or change an item")
    public ItemBody put(String sku, ItemBody body) {
        return putItems.put(List.of(Expect.present("body", body).checked(sku))).getFirst();
    }

    @GET
    @Path("{sku}")
    @RolesAllowed({"stock:read", "catalog:read"})
    @Operation(summary = "One item")
    public ItemBody get(String sku) {
        return database.inTransaction(connection -> Catalog.item(connection, sku))
                .orElseThrow(() -> Problems.notFound("unknown-sku", "Expected a known SKU, but got " + sku));
    }

    @GET
    @RolesAllowed({"stock:read", "catalog:read"})
    @Operation(summary = "All items, page by page")
    public Page<ItemBody> list(@QueryParam("cursor") @Nullable String cursor) {
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        var rows = database.inTransaction(connection -> Catalog.items(connection, after, PAGE + 1));
        if (rows.size() <= PAGE) {
            return new Page<>(rows, null);
        }
        return new Page<>(
                rows.subList(0, PAGE),
                Cursor.of(String.valueOf(rows.get(PAGE - 1).sku())));
    }
}
