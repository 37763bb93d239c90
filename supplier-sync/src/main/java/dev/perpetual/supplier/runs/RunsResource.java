package dev.perpetual.supplier.runs;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.supplier.domain.RunState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Runs over HTTP: what came, what it would change, and a person's word on those that wait. */
@Path("/v1/runs")
@RunOnVirtualThread
public class RunsResource {

    private static final int PAGE_MAX = 1_000;

    private final Database database;
    private final Runs runs;
    private final RunRows rows;
    private final DecideRun decideRun;
    private final Caller caller;

    RunsResource(Database database, Runs runs, RunRows rows, DecideRun decideRun, Caller caller) {
        this.database = database;
        this.runs = runs;
        this.rows = rows;
        this.decideRun = decideRun;
        this.caller = caller;
    }

    /** The outcomes of rows, as they are asked for. */
    enum Outcome {
        APPLIED,
        UNCHANGED,
        REJECTED,
        ABSENT
    }

    @GET
    @RolesAllowed("feeds:read")
    @Operation(summary = "Runs, newest first; state=waiting are those that need a person")
    public Page<Run> list(
            @QueryParam("supplier") @Nullable String supplier,
            @QueryParam("feed") @Nullable String feed,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        caller.mustActFor("supplier", supplier == null ? "all" : supplier);
        var filter = new Runs.Filter(
                supplier,
                feed,
                state == null
                        ? null
                        : Expect.oneOf("state", RunState.class, state).word());
        var behind = cursor == null ? null : Cursor.read(cursor, 2);
        var before = behind == null ? null : Expect.time("cursor", behind.getFirst());
        var last = behind == null ? null : runId(behind.getLast());
        var size = Math.clamp(limit, 1, PAGE_MAX);
        var found = database.inTransaction(connection -> runs.list(connection, filter, before, last, size));
        return new Page<>(
                found,
                found.size() < size
                        ? null
                        : Cursor.of(
                                found.getLast().receivedAt().toString(),
                                found.getLast().id()));
    }

    @GET
    @Path("{run}")
    @RolesAllowed("feeds:read")
    @Operation(summary = "One run: counts, diff, gates")
    public Run get(String run) {
        return find(run);
    }

    @GET
    @Path("{run}/rows")
    @RolesAllowed("feeds:read")
    @Operation(summary = "Rows of a run by outcome; a rejected one says column, expected and got")
    public Page<RunRows.RunRow> rows(
            String run,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") int limit) {
        var id = runId(find(run).id());
        var wanted = outcome == null
                ? null
                : Expect.oneOf("outcome", Outcome.class, outcome).name().toLowerCase(Locale.ROOT);
        var behind = cursor == null ? 0 : place(Cursor.read(cursor, 1).getFirst());
        var size = Math.clamp(limit, 1, PAGE_MAX);
        var found = database.inTransaction(connection -> rows.list(connection, id, wanted, behind, size));
        return new Page<>(
                found,
                found.size() < size
                        ? null
                        : Cursor.of(Long.toString(found.getLast().place())));
    }

    @POST
    @Path("{run}/approve")
    @RolesAllowed("feeds:write")
    @Operation(summary = "Apply a run that a gate stopped")
    public Run approve(String run) {
        return decideRun.approve(runId(find(run).id()), caller.name(), Instant.now());
    }

    @POST
    @Path("{run}/discard")
    @RolesAllowed("feeds:write")
    @Operation(summary = "Give up a run that a gate stopped")
    public Run discard(String run) {
        return decideRun.discard(runId(find(run).id()), caller.name(), Instant.now());
    }

    private Run find(String run) {
        var id = runId(run);
        var found = database.inTransaction(connection -> runs.find(connection, id));
        var known = found.orElseThrow(() -> DecideRun.unknownRun(run));
        caller.mustActFor("supplier", known.supplier());
        return known;
    }

    private static UUID runId(String run) {
        try {
            return UUID.fromString(run);
        } catch (IllegalArgumentException wrong) {
            throw DecideRun.unknownRun(run);
        }
    }

    private static long place(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw Problems.invalid("cursor", "Expected a cursor that an earlier page gave, but got another text");
        }
    }
}
