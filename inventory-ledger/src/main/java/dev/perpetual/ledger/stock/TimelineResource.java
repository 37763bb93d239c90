package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.closings.Moment;
import dev.perpetual.ledger.domain.Ids;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Why a figure is what it is: the movements of an item with the running sums; the last sums are the level. */
@Path("/v1/items/{sku}/timeline")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class TimelineResource {

    private final Database database;

    TimelineResource(Database database) {
        this.database = database;
    }

    /**
     * A movement and what it led to.
     *
     * @param change units that came to (or left) what stands there
     * @param onHand and available: the running figures
     * @param recordedBy who said so
     * @param through what: http, topic with its name, or schedule; not known of what is older than that
     * @param discrepancy the case that it opened, changed or closed
     */
    @JsonInclude(Include.NON_NULL)
    public record Row(
            long version,
            String kind,
            long quantity,
            Map<String, String> from,
            Map<String, String> to,
            @Nullable String lot,
            @Nullable String owner,
            long change,
            long onHand,
            long available,
            Map<String, String> cause,
            @Nullable String reason,
            @Nullable String discrepancy,
            String command,
            String recordedBy,
            @Nullable String through,
            Instant occurredAt,
            Instant recordedAt) {}

    @GET
    @RolesAllowed("stock:read")
    @Operation(
            summary = "Movements of an item, oldest first, each with the figure it led to, its cause and who said so",
            description = "The last row of the last page is the level, also with asOf and recordedAsOf, which leave out"
                    + " what occurred or was recorded later. A page looks at a bounded number of movements and may hold"
                    + " fewer rows than others, or none; the list ends where next is absent.")
    public Page<Row> timeline(
            String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("asOf") @Nullable String asOf,
            @QueryParam("recordedAsOf") @Nullable String recordedAsOf,
            @QueryParam("cursor") @Nullable String cursor) {
        var moment = Moment.of(asOf, recordedAsOf);
        var after = cursor == null ? 0 : History.number(cursor, Timeline.CURSOR);
        Filters.mustBeId("location", location);
        if (!Ids.isId(sku)) {
            throw Problems.notFound("unknown-sku", "Expected a known SKU, but got another text");
        }
        return database.inTransaction(
                connection -> new Timeline(connection, sku, location, moment).page(Math.max(0, after)));
    }
}
