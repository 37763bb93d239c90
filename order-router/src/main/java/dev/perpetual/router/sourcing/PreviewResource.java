package dev.perpetual.router.sourcing;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.router.domain.orders.RoutingRules;
import dev.perpetual.router.domain.sourcing.Sourcing;
import dev.perpetual.router.policies.Policies;
import dev.perpetual.router.wire.Json;
import dev.perpetual.router.wire.OrderBody;
import dev.perpetual.router.wire.OrderDraft;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Dry runs of the very function that decides orders. */
@Path("/v1/decisions/preview")
@RunOnVirtualThread
public class PreviewResource {
    private final Database database;
    private final Caller caller;

    PreviewResource(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    /** A dry run: nothing is written and nothing is held. */
    public record PreviewView(
            @JsonRawValue String input, @JsonRawValue String outcome) {}

    @POST
    @RolesAllowed({"orders:read", "orders:write"})
    public PreviewView preview(OrderBody body) {
        var draft = OrderDraft.of(body);
        caller.mustActFor("channel", draft.postedBy());
        return database.inTransaction(connection -> {
            UnknownSku.expectNone(connection, draft.skus());
            var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
            var policy = Policies.forChannel(connection, draft.channel());
            var order = draft.order("preview", policy, now);
            var input = RoutingRules.input(order, order.free(), Worlds.load(connection, order, policy), false, now);
            return new PreviewView(Json.text(input), Json.text(Sourcing.decide(input)));
        });
    }
}
