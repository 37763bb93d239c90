package dev.perpetual.ledger.holds;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.commit.Holds;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Command;
import dev.perpetual.ledger.domain.Command.ExtendHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.Ids;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.HoldExtended;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Submitted;
import dev.perpetual.ledger.holds.HoldBody.AmendBody;
import dev.perpetual.ledger.holds.HoldBody.ConfirmBody;
import dev.perpetual.ledger.holds.HoldBody.StepBody;
import dev.perpetual.ledger.stock.Answers;
import dev.perpetual.ledger.wire.ContentHash;
import dev.perpetual.ledger.wire.ReadIds;
import dev.perpetual.ledger.wire.Times;
import io.smallrye.common.annotation.NonBlocking;
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
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** Holds over HTTP: check and take in one step. No thread waits for a commit. */
@Path("/v1/holds")
@Produces(MediaType.APPLICATION_JSON)
public class HoldsResource {

    private static final int PAGE = 200;

    private final CommitLoop loop;
    private final Database database;
    private final Caller caller;

    HoldsResource(CommitLoop loop, Database database, Caller caller) {
        this.loop = loop;
        this.database = database;
        this.caller = caller;
    }

    @POST
    @NonBlocking
    @RolesAllowed("stock:write")
    @Operation(summary = "Promise stock; 409 says per line what there is")
    @APIResponse(
            responseCode = "201",
            description = "Promised",
            content = @Content(schema = @Schema(implementation = HoldAnswer.class)))
    public CompletionStage<Response> place(HoldBody body) {
        var asked = Expect.present("body", body).command(Times.now());
        asked.lines()
                .forEach(line -> caller.mustActFor("location", line.location().id()));
        return submit(asked.hold().id(), "hold", body, asked).thenApply(answer -> switch (answer.outcome()) {
            case HoldChanged granted ->
                Response.status(201).entity(HoldAnswer.of(granted.hold(), null)).build();
            case Outcome other -> throw problem(other);
        });
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/release")
    @RolesAllowed("stock:write")
    @Operation(summary = "Give units back; without lines all that is open")
    public CompletionStage<HoldAnswer> release(String hold, StepBody body) {
        return step(hold, Step.RELEASE, body);
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/pick")
    @RolesAllowed("stock:write")
    @Operation(summary = "Units were picked; without lines all that is open")
    public CompletionStage<HoldAnswer> pick(String hold, StepBody body) {
        return step(hold, Step.PICK, body);
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/unpick")
    @RolesAllowed("stock:write")
    @Operation(summary = "Picked units went back to held, at the same place; without lines all that is picked")
    public CompletionStage<HoldAnswer> unpick(String hold, StepBody body) {
        return step(hold, Step.UNPICK, body);
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/amend")
    @RolesAllowed("stock:write")
    @Operation(
            summary =
                    "Set what lines want in all. Fewer come from what is open (409 more-than-open below what is picked or"
                            + " shipped); of more, the increase alone is judged, and when it is refused nothing changes")
    public CompletionStage<HoldAnswer> amend(String hold, AmendBody body) {
        var id = ReadIds.reference("id", Expect.present("body", body).id());
        return submit(id, "amend " + hold, body, body.command(hold, Times.now()))
                .thenApply(HoldsResource::hold);
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/confirm")
    @RolesAllowed("stock:write")
    @Operation(
            summary = "A cart's hold becomes one without deadline. If it has expired, its units are held again, all or"
                    + " none: 409 insufficient-stock says what there is")
    public CompletionStage<HoldAnswer> confirm(String hold, ConfirmBody body) {
        var id = ReadIds.reference("id", Expect.present("body", body).id());
        return submit(id, "confirm " + hold, body, body.command(hold, Times.now()))
                .thenApply(HoldsResource::hold);
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/ship")
    @RolesAllowed("stock:write")
    @Operation(summary = "Units left; without lines all that is picked or open")
    public CompletionStage<HoldAnswer> ship(String hold, StepBody body) {
        return step(hold, Step.SHIP, body);
    }

    @POST
    @NonBlocking
    @Path("{hold: .+}/extend")
    @RolesAllowed("stock:write")
    @Operation(summary = "Give a hold a later deadline")
    public CompletionStage<HoldAnswer> extend(String hold, StepBody body) {
        var deadline = Times.of("expiresAt", Expect.present("body", body).expiresAt());
        var command = new ExtendHold(new HoldId(ReadIds.reference("hold", hold)), deadline);
        return submit(ReadIds.reference("id", body.id()), "extend " + hold, body, command)
                .thenApply(HoldsResource::hold);
    }

    private CompletionStage<HoldAnswer> step(String hold, Step step, StepBody body) {
        var id = ReadIds.reference("id", Expect.present("body", body).id());
        return submit(id, step + " " + hold, body, HoldBody.command(hold, step, body, Times.now()))
                .thenApply(HoldsResource::hold);
    }

    private CompletionStage<Answer> submit(String id, String kind, Object body, Command command) {
        return loop.submitAsync(List.of(new Submitted(id, ContentHash.of(kind, body), caller.name(), command)))
                .thenApply(List::getFirst);
    }

    private static HoldAnswer hold(Answer answer) {
        return switch (answer.outcome()) {
            case HoldChanged changed -> HoldAnswer.of(changed.hold(), changed.moved());
            case HoldExtended extended -> HoldAnswer.of(extended.hold(), null);
            case Outcome other -> throw problem(other);
        };
    }

    private static RuntimeException problem(Outcome outcome) {
        return switch (outcome) {
            case Refused refused -> Answers.problem(refused);
            case Rejected rejected -> Answers.problem(rejected);
            case KeyReused reused -> Answers.problem(reused);
            case Outcome.Unchanged unchanged -> Problems.conflict("hold-not-open", unchanged.why());
            case Outcome other -> new IllegalStateException("Expected the outcome of a hold, but got " + other);
        };
    }

    @GET
    @RunOnVirtualThread
    @Path("{hold: .+}")
    @RolesAllowed("stock:read")
    @Operation(summary = "One hold")
    public HoldAnswer get(String hold) {
        var found = Ids.isReference(hold)
                ? database.inTransaction(connection -> Holds.load(connection, List.of(new HoldId(hold))))
                        .get(new HoldId(hold))
                : null;
        if (found == null) {
            throw Problems.notFound("unknown-hold", "Expected a known hold, but got another id");
        }
        return HoldAnswer.of(found, null);
    }

    @GET
    @RunOnVirtualThread
    @RolesAllowed("stock:read")
    @Operation(summary = "Holds by id, page by page; olderThan is a time")
    public Page<HoldAnswer> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("olderThan") @Nullable String olderThan,
            @QueryParam("cursor") @Nullable String cursor) {
        var wanted = state == null ? null : Expect.oneOf("state", Hold.State.class, state);
        var before = olderThan == null ? null : Times.of("olderThan", olderThan);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        return database.inTransaction(connection -> {
            var ids = ids(connection, wanted, before, after);
            var more = ids.size() > PAGE;
            var page = more ? ids.subList(0, PAGE) : ids;
            var holds = Holds.load(connection, page);
            return new Page<>(
                    page.stream()
                            .map(id -> HoldAnswer.of(Objects.requireNonNull(holds.get(id)), null))
                            .toList(),
                    more ? Cursor.of(page.getLast().id()) : null);
        });
    }

    private static List<HoldId> ids(
            Connection connection, Hold.@Nullable State state, @Nullable Instant before, String after)
            throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT id FROM hold WHERE id > ? AND state = coalesce(?, state)
                  AND created_at < coalesce(?::timestamptz, 'infinity') ORDER BY id LIMIT ?""")) {
            select.setString(1, after);
            select.setString(2, state == null ? null : state.name());
            select.setString(3, before == null ? null : before.toString());
            select.setInt(4, PAGE + 1);
            var rows = select.executeQuery();
            var ids = new ArrayList<HoldId>();
            while (rows.next()) {
                ids.add(new HoldId(rows.getString(1)));
            }
            return ids;
        }
    }
}
