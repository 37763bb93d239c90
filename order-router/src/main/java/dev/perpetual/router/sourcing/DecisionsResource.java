package dev.perpetual.router.sourcing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.sql.Read;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why an order ships from where it ships: stored decisions, and their replay. */
@Path("/v1/orders/{id}/decision")
@RunOnVirtualThread
public class DecisionsResource {
    private final Database database;
    private final Caller caller;

    DecisionsResource(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    /** A decision with its input; both are the stored text. */
    public record DecisionView(
            int attempt,
            Instant decidedAt,
            @JsonRawValue String input,
            @JsonRawValue String outcome) {}

    /** All attempts of an order; the last one is what counts. */
    public record DecisionsView(String order, List<DecisionView> attempts) {}

    /** What came out again; the outcome is told where it is another. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReplayView(
            int attempt,
            boolean same,
            @JsonRawValue @Nullable String outcome) {}

    public record ReplaysView(String order, boolean same, List<ReplayView> attempts) {}

    @GET
    @RolesAllowed({"orders:read", "orders:write"})
    public DecisionsView get(@PathParam("id") String id) {
        var attempts = stored(id).stream()
                .map(one -> new DecisionView(one.attempt(), one.decidedAt(), one.input(), one.outcome()))
                .toList();
        return new DecisionsView(id, attempts);
    }

    /** Runs every attempt of the order again from its stored input. Writes nothing. */
    @POST
    @Path("/replay")
    @RolesAllowed({"orders:read", "orders:write"})
    public ReplaysView replay(@PathParam("id") String id) {
        var attempts = stored(id).stream()
                .map(ReplayDecision::replay)
                .map(one -> new ReplayView(one.attempt(), one.same(), one.same() ? null : one.outcome()))
                .toList();
        return new ReplaysView(id, attempts.stream().allMatch(ReplayView::same), attempts);
    }

    private List<Decisions.Stored> stored(String id) {
        return database.inTransaction(connection -> {
            caller.mustActFor("channel", channel(connection, id));
            return Decisions.of(connection, id);
        });
    }

    private static String channel(Connection connection, String id) throws SQLException {
        return Read.all(connection, "SELECT channel FROM orders WHERE id = ?", row -> row.getString(1), id).stream()
                .findFirst()
                .orElseThrow(() ->
                        Problems.notFound("order-not-found", "Expected an order, but there is none with id " + id));
    }
}
