package dev.perpetual.ledger.catalog;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Ids;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Items over HTTP, one by one and many at once. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class ItemsResource {

    private static final int PAGE = 500;

    private final Database database;
    private final PutItems putItems;
    private final ImportItems importItems;

    ItemsResource(Database database, PutItems putItems, ImportItems importItems) {
        this.database = database;
        this.putItems = putItems;
        this.importItems = importItems;
    }

    @PUT
    @Path("items/{sku}")
    @RolesAllowed("catalog:write")
    @Operation(summary = "Make or change an item")
    public ItemBody put(String sku, ItemBody body) {
        return putItems.put(List.of(Expect.present("body", body).checked(sku))).getFirst();
    }

    @GET
    @Path("items/{sku}")
    @RolesAllowed({"stock:read", "catalog:read"})
    @Operation(summary = "One item")
    public ItemBody get(String sku) {
        var found = Ids.isId(sku)
                ? database.inTransaction(connection -> Catalog.item(connection, sku))
                : Optional.<ItemBody>empty();
        return found.orElseThrow(() -> Problems.notFound("unknown-sku", "Expected a known SKU, but got another text"));
    }

    @GET
    @Path("items")
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

    @POST
    @Path("items:import")
    @Consumes({"text/csv", "application/x-ndjson", "application/jsonl"})
    @RolesAllowed("catalog:write")
    @Operation(summary = "Make or change many items from CSV or JSON lines; every row is reported")
    public ImportItems.Report importAll(
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type, InputStream body) {
        if (type == null) {
            throw new NotSupportedException();
        }
        return type.startsWith("text/csv") ? importItems.csv(body) : importItems.jsonLines(body);
    }
}
