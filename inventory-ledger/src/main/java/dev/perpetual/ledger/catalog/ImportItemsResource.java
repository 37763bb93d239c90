package dev.perpetual.ledger.catalog;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Many items at once over HTTP. */
@Path("/v1/items:import")
@RunOnVirtualThread
public class ImportItemsResource {

    private final ImportItems importItems;

    ImportItemsResource(ImportItems importItems) {
        this.importItems = importItems;
    }

    @POST
    @Consumes({"text/csv", "application/x-ndjson", "application/jsonl"})
    @RolesAllowed("catalog:write")
    @Operation(summary = "Make or change many items from CSV or JSON lines; every row is reported")
    public ImportItems.Report importAll(@HeaderParam(HttpHeaders.CONTENT_TYPE) String type, InputStream body) {
        return type.startsWith("text/csv") ? importItems.csv(body) : importItems.jsonLines(body);
    }
}
