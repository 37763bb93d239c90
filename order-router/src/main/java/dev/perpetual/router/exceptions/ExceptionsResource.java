package dev.perpetual.router.exceptions;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.ExceptionCase;
import dev.perpetual.router.domain.orders.ExceptionRules;
import dev.perpetual.router.orders.ChangeOrder;
import dev.perpetual.router.orders.Exceptions;
import dev.perpetual.router.wire.OrderView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** The queue of exceptions over HTTP. Deciding one needs a key that is not scoped to another channel. */
@Path("/v1/exceptions")
@RunOnVirtualThread
public class ExceptionsResource {
    private static final int PAGE_MAX = 200;

    private final Database database;
    private final Caller caller;
    private final ChangeOrder change;

    ExceptionsResource(Database database, Caller caller, ChangeOrder change) {
        this.database = database;
        this.caller = caller;
        this.change = change;
    }

    /** What a person does with a case. */
    enum Verb {
        CLAIM,
        APPROVE,
        REJECT,
        REROUTE
    }

    /** The command's id. */
    public record Body(@Nullable String id) {}

    @GET
    @RolesAllowed({"orders:read", "orders:write"})
    public Page<OrderView.ExceptionView> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        caller.mustActFor("channel", "");
        var size = (int) Expect.between("limit", 1, PAGE_MAX, (long) limit);
        var wanted = state == null ? null : Expect.oneOf("state", ExceptionCase.State.class, state);
        var after = cursor == null ? null : Cursor.read(cursor, 2);
        var rows = database.inTransaction(connection -> Exceptions.list(
                connection,
                wanted,
                after == null ? null : Expect.time("cursor", after.get(0)),
                after == null ? null : after.get(1),
                size + 1));
        var last = rows.size() <= size ? null : rows.get(size - 1).exception();
        return new Page<>(
                rows.stream()
                        .limit(size)
                        .map(row -> OrderView.exception(row.order(), row.exception()))
                        .toList(),
                last == null ? null : Cursor.of(last.openedAt().toString(), last.id()));
    }

    /** Claim a case, let the order go on, stop it, or have it look for another node. */
    @POST
    @Path("/{id}/{verb: claim|approve|reject|reroute}")
    @RolesAllowed("orders:write")
    public Response decide(@PathParam("id") String id, @PathParam("verb") String word, Body body) {
        var verb = Expect.oneOf("verb", Verb.class, word);
        var command = new ChangeOrder.Command(
                Expect.id("id", Expect.present("body", body).id()), verb + " " + id, body);
        return change.apply(
                connection -> Exceptions.find(connection, id)
                        .orElseThrow(() -> Problems.notFound(
                                "exception-not-found", "Expected an exception, but there is none with id " + id))
                        .order(),
                command,
                order -> caller.mustActFor("channel", order.terms().channel()),
                (changing, now) -> {
                    var one = changing.order().exceptions().stream()
                            .filter(each -> each.id().equals(id))
                            .findFirst()
                            .orElseThrow();
                    var refusal = switch (verb) {
                        case CLAIM -> ExceptionRules.claim(changing, one, caller.name());
                        case APPROVE -> ExceptionRules.approve(changing, one, caller.name(), now);
                        case REJECT -> ExceptionRules.reject(changing, one, caller.name(), now);
                        case REROUTE -> ExceptionRules.reroute(changing, one, caller.name(), now);
                    };
                    ChangeOrder.accepted(refusal);
                    return OrderView.of(changing.order());
                });
    }
}
