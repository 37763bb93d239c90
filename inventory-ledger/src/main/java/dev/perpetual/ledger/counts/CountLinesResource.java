package dev.perpetual.ledger.counts;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.counts.CountAnswer.Coverage;
import dev.perpetual.ledger.counts.CountAnswer.Entered;
import dev.perpetual.ledger.counts.CountBodies.EnteredBody;
import dev.perpetual.ledger.counts.CountBodies.SeenBody;
import dev.perpetual.ledger.counts.CountBodies.SettleBody;
import dev.perpetual.ledger.counts.ReadSeen.Seen;
import dev.perpetual.ledger.domain.StockCount.Step;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The lines of counts over HTTP: what was seen, what it means, and where nobody looked. */
@Path("/v1/counts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class CountLinesResource {

    private static final int LINES_MAX = 1_000;
    private static final int PAGE = 500;

    private final Database database;
    private final CountSteps steps;
    private final EnterCounted enter;
    private final ImportSheet sheets;
    private final ApplyCount apply;
    private final Caller caller;

    CountLinesResource(
            Database database,
            CountSteps steps,
            EnterCounted enter,
            ImportSheet sheets,
            ApplyCount apply,
            Caller caller) {
        this.database = database;
        this.steps = steps;
        this.enter = enter;
        this.sheets = sheets;
        this.apply = apply;
        this.caller = caller;
    }

    @POST
    @Path("{count: .+}/lines")
    @RolesAllowed("stock:write")
    @Operation(summary = "Enter counted lines, all or none; a line without a figure is not counted, which is not zero")
    public Entered enter(String count, EnteredBody body) {
        var asked = Expect.present("body", body);
        var id = ReadIds.reference("id", asked.id());
        var mode = ReadSeen.mode(asked.mode());
        var empty = ReadSeen.ids("emptyLocations", asked.emptyLocations());
        var now = Times.now();
        var seen = seen(asked.lines(), empty != null, now);
        var head = head(count);
        head.named().forEach(location -> caller.mustActFor("location", location));
        var by = caller.name();
        var openings = enter.openings(count, head.createdAt(), seen);
        return steps.once(id, "enter " + count, asked, Entered.class, connection -> {
            var locked = Counts.lock(connection, count);
            for (var refused : enter.enter(connection, locked, seen, openings, mode, by, now)) {
                throw Problems.of(
                        status(refused.problem()), refused.problem(), refused.detail(), Map.of("field", refused.at()));
            }
            if (empty != null) {
                locked.mustAllow(Step.ENTER);
                mustBelong(Counts.places(connection, count, empty), empty);
                CountLines.seeNothing(connection, count, empty, by, now);
            }
            return new Entered(
                    count,
                    seen.size(),
                    asked.lines() == null ? 0 : asked.lines().size() - seen.size(),
                    empty == null ? 0 : empty.size());
        });
    }

    private static List<Seen> seen(@Nullable List<SeenBody> lines, boolean mayBeNone, Instant now) {
        if (lines == null && mayBeNone) {
            return List.of();
        }
        var asked = Expect.present("lines", lines);
        if (asked.isEmpty() || asked.size() > LINES_MAX) {
            throw Problems.invalid("lines", "Expected 1 to %d lines, but got %d".formatted(LINES_MAX, asked.size()));
        }
        var seen = new ArrayList<Seen>();
        for (var i = 0; i < asked.size(); i++) {
            var at = "lines[" + i + "]";
            var line = ReadSeen.seen(at, Expect.present(at, asked.get(i)), now);
            if (line != null) {
                seen.add(line);
            }
        }
        return seen;
    }

    private static int status(String problem) {
        return switch (problem) {
            case "already-counted", "no-recount-needed", "recount-by-another" -> 409;
            case "duplicate-line" -> 400;
            default -> 422;
        };
    }

    private static void mustBelong(Set<String> places, List<String> empty) {
        for (var location : empty) {
            if (!places.contains(location)) {
                throw Problems.unprocessable("out-of-scope", "Expected a location of the count, but got " + location);
            }
        }
    }

    @POST
    @Path("{count: .+}/lines:import")
    @Consumes({"text/csv", "application/x-ndjson", "application/jsonl"})
    @RolesAllowed("stock:write")
    @Operation(
            summary = "Enter a sheet from CSV or JSON lines; every row is reported, and the same file under the same"
                    + " Idempotency-Key goes on where it stopped")
    public ImportSheet.SheetReport importSheet(
            String count,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String type,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @QueryParam("mode") @Nullable String mode,
            InputStream body) {
        if (key == null) {
            throw Problems.badRequest(
                    "idempotency-key-missing", "Expected header Idempotency-Key on every write, but got none");
        }
        return sheets.read(
                head(count).id(), ReadIds.reference("Idempotency-Key", key), type, body, ReadSeen.mode(mode));
    }

    @GET
    @Path("{count: .+}/lines")
    @RolesAllowed("stock:read")
    @Operation(
            summary =
                    "The lines of a count; only=different for those that the ledger has otherwise or must be recounted")
    public Page<CountAnswer.Line> lines(
            String count, @QueryParam("only") @Nullable String only, @QueryParam("cursor") @Nullable String cursor) {
        if (only != null && !only.equals("different")) {
            throw Problems.invalid("only", "Expected different, but got " + Expect.text("only", only, 50));
        }
        var after = cursor == null ? 0 : number(cursor);
        var head = head(count);
        var filter = only == null || (head.blind() && head.completedAt() == null)
                ? "true"
                : "(variance <> 0 OR recount IS NOT NULL)";
        var lines = database.inTransaction(connection -> CountLines.page(connection, count, after, filter, PAGE + 1));
        var page = lines.subList(0, Math.min(PAGE, lines.size()));
        return new Page<>(
                page.stream()
                        .map(line -> CountAnswer.Line.of(line, head.blind(), head.state()))
                        .toList(),
                lines.size() > PAGE ? Cursor.of(Integer.toString(page.getLast().line())) : null);
    }

    private static int number(String cursor) {
        try {
            return Integer.parseInt(Cursor.read(cursor, 1).getFirst());
        } catch (NumberFormatException wrong) {
            throw Problems.invalid("cursor", "Expected a cursor that an earlier page gave, but got another text");
        }
    }

    @GET
    @Path("{count: .+}/coverage")
    @RolesAllowed("stock:read")
    @Operation(summary = "Every place of a count and whether somebody looked there; a forgotten one stops completion")
    public Page<Coverage> coverage(String count, @QueryParam("cursor") @Nullable String cursor) {
        var after = cursor == null
                ? ""
                : ReadIds.id("cursor", Cursor.read(cursor, 1).getFirst());
        var id = head(count).id();
        var places = database.inTransaction(connection -> Counts.coverage(connection, id, after, false, PAGE + 1));
        var page = places.subList(0, Math.min(PAGE, places.size()));
        return new Page<>(
                List.copyOf(page),
                places.size() > PAGE ? Cursor.of(page.getLast().location()) : null);
    }

    @POST
    @Path("{count: .+}/lines/{line}/settle")
    @RolesAllowed("stock:write")
    @Operation(summary = "Say whose found stock is and where it goes; it leaves suspense")
    public CountAnswer.Line settle(String count, String line, SettleBody body) {
        try {
            return apply.settle(head(count).id(), Integer.parseInt(line), body);
        } catch (NumberFormatException wrong) {
            throw Problems.notFound("unknown-line", "Expected a line of the count, but got another text");
        }
    }

    private Counts.Head head(String count) {
        return database.inTransaction(connection -> Counts.find(connection, count))
                .orElseThrow(Counts::unknown);
    }
}
