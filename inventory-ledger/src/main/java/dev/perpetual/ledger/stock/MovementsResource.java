package dev.perpetual.ledger.stock;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.catalog.Catalog;
import dev.perpetual.ledger.commit.CommitLoop;
import dev.perpetual.ledger.domain.Answer;
import dev.perpetual.ledger.domain.Command.RecordTogether;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.KeyReused;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Rejected;
import dev.perpetual.ledger.domain.Outcome.Together;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import dev.perpetual.ledger.domain.Packed;
import dev.perpetual.ledger.domain.Submitted;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.context.ManagedExecutor;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Movements over HTTP: recorded through the commit loop, read from the journal. */
@Path("/v1/movements")
@Produces(MediaType.APPLICATION_JSON)
public class MovementsResource {

    private static final int MOVEMENTS_MAX = 1_000;

    private final CommitLoop loop;
    private final Database database;
    private final Caller caller;
    private final ManagedExecutor blocking;

    MovementsResource(CommitLoop loop, Database database, Caller caller, ManagedExecutor blocking) {
        this.loop = loop;
        this.database = database;
        this.caller = caller;
        this.blocking = blocking;
    }

    /** @param atomic all or none; otherwise each is judged on its own */
    public record MovementsBody(
            @Nullable List<MovementBody> movements,
            @Nullable Boolean atomic) {}

    /** What became of each, in their order. */
    public record Results(List<Result> results) {}

    /** @param version of the SKU; none when nothing moved */
    @JsonInclude(Include.NON_NULL)
    public record Result(
            String id,
            String outcome,
            @Nullable Long version,
            @Nullable Instant recordedAt,
            @Nullable String discrepancy,
            @Nullable String note,
            @Nullable Map<String, Object> problem) {}

    @POST
    @NonBlocking
    @RolesAllowed("stock:write")
    @Operation(
            summary = "Record movements; facts are always recorded, requests are judged",
            description = "assemble and disassemble make kits of their parts and take them apart: sku and quantity are"
                    + " those of the kits, the parts are those that the kit had at occurredAt, and all of it happens or"
                    + " nothing. A pack has the base units that it had at occurredAt.")
    public CompletionStage<Results> record(MovementsBody body) {
        var movements = Expect.present("movements", Expect.present("body", body).movements());
        if (movements.isEmpty() || movements.size() > MOVEMENTS_MAX) {
            throw Problems.invalid(
                    "movements", "Expected 1 to %d movements, but got %d".formatted(MOVEMENTS_MAX, movements.size()));
        }
        var atomic = Boolean.TRUE.equals(body.atomic());
        return movements.stream().anyMatch(movement -> movement != null && movement.pack() != null)
                ? blocking.supplyAsync(() -> record(movements, atomic)).thenCompose(Function.identity())
                : record(movements, atomic);
    }

    private CompletionStage<Results> record(List<MovementBody> movements, boolean atomic) {
        var commands = commands(movements);
        if (!atomic) {
            return loop.submitAsync(commands).thenApply(MovementsResource::results);
        }
        return loop.submitAsync(List.of(new Submitted("", "", caller.name(), new RecordTogether(commands))))
                .thenApply(answers -> results(
                        answers.getFirst().outcome() instanceof Together(var parts)
                                ? parts
                                : commands.stream()
                                        .map(command -> new Answer(
                                                command.id(), answers.getFirst().outcome(), false))
                                        .toList()));
    }

    private static Results results(List<Answer> answers) {
        return new Results(answers.stream().map(MovementsResource::result).toList());
    }

    private List<Submitted> commands(List<MovementBody> movements) {
        var now = Times.now();
        var ids = new HashSet<String>();
        var commands = new ArrayList<Submitted>(movements.size());
        for (var i = 0; i < movements.size(); i++) {
            var at = "movements[" + i + "]";
            var movement = Expect.present(at, movements.get(i));
            var id = ReadIds.reference(at + ".id", movement.id());
            if (!ids.add(id)) {
                throw Problems.invalid(at + ".id", "Expected each id once, but got %s twice".formatted(id));
            }
            var packed = packed(at, movement);
            var command = ReadAssembly.isMeant(movement)
                    ? new ReadAssembly(at, movement).command(packed, now)
                    : new ReadMovement(at, movement).command(packed, now);
            mustActFor(movement);
            commands.add(new Submitted(id, ContentHash.of("movement", movement), caller.name(), command));
        }
        return commands;
    }

    private void mustActFor(MovementBody movement) {
        caller.mustActFor("location", String.valueOf(movement.location()));
    }

    /** The pack as it was when the movement occurred: what was recorded with another factor stays as it is. */
    private @Nullable Packed packed(String at, MovementBody movement) {
        if (movement.pack() == null) {
            return null;
        }
        var pack = Expect.text(at + ".pack", movement.pack(), 100);
        var sku = ReadIds.id(at + ".sku", movement.sku());
        var when = Times.of(at + ".occurredAt", movement.occurredAt());
        var units = database.inTransaction(connection -> Catalog.packUnits(connection, sku, pack, when))
                .orElseThrow(() -> Problems.unprocessable(
                        "unknown-pack", "Expected a pack that %s had at %s, but got %s".formatted(sku, when, pack)));
        var count = Expect.between(
                at + ".quantity", -ReadMovement.QUANTITY_MAX, ReadMovement.QUANTITY_MAX, movement.quantity());
        return new Packed(pack, Math.absExact(count), units);
    }

    private static Result result(Answer answer) {
        var id = answer.id();
        return switch (answer.outcome()) {
            case Recorded(var version, var at, var discrepancy) ->
                new Result(id, answer.repeated() ? "repeated" : "recorded", version, at, discrepancy, null, null);
            case Unchanged(var why, var at) ->
                new Result(id, answer.repeated() ? "repeated" : "recorded", null, at, null, why, null);
            case Refused refused -> refused(id, Answers.inside(Answers.problem(refused)));
            case Rejected rejected -> refused(id, Answers.inside(Answers.problem(rejected)));
            case KeyReused reused -> refused(id, Answers.inside(Answers.problem(reused)));
            case Outcome.HoldChanged _,
                    Outcome.HoldExtended _,
                    Outcome.LotWithdrawn _,
                    Outcome.DocumentChanged _,
                    Together _ ->
                throw new IllegalStateException("Expected the outcome of a movement, but got " + answer);
        };
    }

    private static Result refused(String id, Map<String, Object> problem) {
        return new Result(id, "refused", null, null, null, null, problem);
    }

    /** A movement as it is on the topic. */
    public record Row(@JsonRawValue String value) {
        @com.fasterxml.jackson.annotation.JsonValue
        @JsonRawValue
        public String value() {
            return value;
        }
    }

    @GET
    @RunOnVirtualThread
    @RolesAllowed("stock:read")
    @Operation(summary = "Movements in the order in which they were recorded")
    public Page<Row> list(
            @QueryParam("sku") @Nullable String sku,
            @QueryParam("location") @Nullable String location,
            @QueryParam("cause") @Nullable String cause,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor) {
        Filters.mustBeId("sku", sku);
        Filters.mustBeId("location", location);
        Filters.mustBeReference("cause", cause);
        var wanted = new History.Wanted(
                sku,
                location,
                cause,
                from == null ? null : Times.of("from", from),
                to == null ? null : Times.of("to", to),
                cursor);
        return database.inTransaction(connection -> History.page(connection, wanted));
    }
}
