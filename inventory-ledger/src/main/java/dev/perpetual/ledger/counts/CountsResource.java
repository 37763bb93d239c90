package dev.perpetual.ledger.counts;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.ledger.counts.CountBodies.CountBody;
import dev.perpetual.ledger.counts.CountBodies.CountStepBody;
import dev.perpetual.ledger.domain.StockCount.State;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Counts over HTTP: opened, completed, approved, applied or cancelled, and listed with what waits to be counted. */
@Path("/v1/counts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CountsResource {

    private static final int PAGE = 100;

    private final Database database;
    private final OpenCount open;
    private final DecideCount decide;
    private final ApplyCount apply;

    CountsResource(Database database, OpenCount open, DecideCount decide, ApplyCount apply) {
        this.database = database;
        this.open = open;
        this.decide = decide;
        this.apply = apply;
    }

    @POST
    @RolesAllowed("stock:write")
    @Operation(
            summary =
                    "Open a count of locations and all below them; what stands there is frozen, each SKU at a version")
    public Response open(CountBody body) {
        return Response.status(201).entity(open.open(body)).build();
    }

    @POST
    @Path("{count: .+}/complete")
    @RolesAllowed("stock:write")
    @Operation(summary = "All places were looked at; 409 not-covered names those that were not")
    public CountAnswer complete(String count, CountStepBody body) {
        return decide.complete(count, body);
    }

    @POST
    @Path("{count: .+}/approve")
    @RolesAllowed("stock:write")
    @Operation(summary = "Agree with the differences; large ones need two different keys")
    public CountAnswer approve(String count, CountStepBody body) {
        return decide.approve(count, body);
    }

    @POST
    @Path("{count: .+}/apply")
    @RolesAllowed("stock:write")
    @Operation(summary = "Record the differences as movements; sent again, it goes on where it stopped")
    public CountAnswer apply(String count, CountStepBody body) {
        return apply.apply(count, body);
    }

    @POST
    @Path("{count: .+}/cancel")
    @RolesAllowed("stock:write")
    @Operation(summary = "Give a count up; nothing of it is applied")
    public CountAnswer cancel(String count, CountStepBody body) {
        return decide.cancel(count, body);
    }

    @GET
    @Path("{count: .+}")
    @RolesAllowed("stock:read")
    @Operation(summary = "One count")
    public CountAnswer get(String count) {
        return database.inTransaction(connection -> {
            var head = Counts.find(connection, count);
            return Counts.answer(connection, head.orElseThrow(Counts::unknown));
        });
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(
            summary =
                    "Counts, oldest first; state=open, completed, approved, applying, applied, cancelled, or suggested:"
                            + " open cases below zero that nobody counts yet")
    public Page<CountAnswer> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("location") @Nullable String location,
            @QueryParam("cursor") @Nullable String cursor) {
        var place = location == null ? null : ReadIds.id("location", location);
        var isSuggested = CountAnswer.SUGGESTED.equals(state);
        var wanted = state == null || isSuggested ? null : Expect.oneOf("state", State.class, state);
        var after = cursor == null ? List.of(Instant.EPOCH.toString(), "") : Cursor.read(cursor, 2);
        var since = Times.of("cursor", after.getFirst());
        if (!after.getLast().isEmpty()) {
            ReadIds.reference("cursor", after.getLast());
        }
        return database.inTransaction(connection -> {
            var found = isSuggested
                    ? SuggestedCounts.page(connection, place, since, after.getLast(), PAGE + 1)
                    : page(connection, wanted, place, since, after.getLast());
            var more = found.size() > PAGE;
            var page = more ? found.subList(0, PAGE) : found;
            return new Page<>(
                    List.copyOf(page),
                    more
                            ? Cursor.of(
                                    page.getLast().createdAt().toString(),
                                    page.getLast().id())
                            : null);
        });
    }

    private static List<CountAnswer> page(
            Connection connection, @Nullable State state, @Nullable String location, Instant since, String after)
            throws SQLException {
        var page = new ArrayList<CountAnswer>();
        for (var head : Counts.page(connection, state, location, since, after, PAGE + 1)) {
            page.add(Counts.answer(connection, head));
        }
        return page;
    }
}
