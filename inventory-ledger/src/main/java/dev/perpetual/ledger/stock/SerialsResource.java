package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.domain.Serial.Id;
import dev.perpetual.ledger.domain.Sku;
import dev.perpetual.ledger.wire.ReadIds;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Single units over HTTP: where one is, and its whole way from the journal alone. */
@Path("/v1/items/{sku}/serials")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class SerialsResource {

    private final Database database;

    SerialsResource(Database database) {
        this.database = database;
    }

    /**
     * A unit as in the API.
     *
     * @param state inside when it is in a place of ours, outside when it left, unknown when the ledger cannot tell
     * @param now where it is, or where it left to
     * @param since the movement that brought it there
     * @param sound false while a fact is missing, or it is in two places at once
     * @param holes where facts are or were missing
     * @param way its movements, in the order in which they were recorded
     * @param next the cursor of the next page of its way
     */
    @JsonInclude(Include.NON_NULL)
    public record Unit(
            String sku,
            String serial,
            String state,
            @Nullable Map<String, String> now,
            @Nullable String since,
            boolean sound,
            List<Hole> holes,
            List<Step> way,
            @Nullable String next) {}

    /**
     * A hole in the way of a unit.
     *
     * @param at where it was taken from although nobody had put it there, or everywhere: it is in two places at once
     * @param openedBy the movement that showed it
     * @param closedBy the movement that was missing
     */
    @JsonInclude(Include.NON_NULL)
    public record Hole(
            String id,
            String state,
            Map<String, String> at,
            String openedBy,
            Instant openedAt,
            String owner,
            @Nullable String closedBy,
            @Nullable Instant closedAt) {}

    /** One movement of a unit. @param hole the hole that it showed @param fills the hole that it filled */
    @JsonInclude(Include.NON_NULL)
    public record Step(
            long version,
            String kind,
            Map<String, String> from,
            Map<String, String> to,
            @Nullable String lot,
            @Nullable String owner,
            Map<String, String> cause,
            @Nullable String reason,
            @Nullable String hole,
            @Nullable String fills,
            String command,
            String recordedBy,
            Instant occurredAt,
            Instant recordedAt) {}

    /** A unit in a list. @param now where it is, or is with the customer @param since the movement that brought it there */
    public record Standing(String serial, Map<String, String> now, String since) {}

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "The units of an item that are somewhere, by serial; with a location those that are there")
    public Page<Standing> units(
            String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("cursor") @Nullable String cursor) {
        var item = new Sku(ReadIds.id("sku", sku));
        var place = location == null ? null : ReadIds.id("location", location);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        return database.inTransaction(connection -> UnitWay.standing(connection, item, place, after));
    }

    @GET
    @Path("{serial: .+}")
    @RolesAllowed("stock:read")
    @Operation(
            summary = "One unit: where it is, and its whole way from receipt to delivery, with the holes in it",
            description = "Order is that of recording: a fact that was missing stands where it was learned.")
    public Unit unit(String sku, String serial, @QueryParam("cursor") @Nullable String cursor) {
        var id = new Id(new Sku(ReadIds.id("sku", sku)), ReadSerials.one("serial", serial));
        var after = cursor == null ? 0 : History.number(cursor, Timeline.CURSOR);
        return database.inTransaction(connection -> new UnitWay(connection, id).page(after))
                .orElseThrow(() -> Problems.notFound(
                        "unknown-serial",
                        "Expected a serial of %s that some movement named, but got another".formatted(sku)));
    }
}
