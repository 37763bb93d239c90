package dev.perpetual.ledger.holds;

import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.ledger.commit.HoldCounts;
import dev.perpetual.ledger.domain.HoldLimit;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** How much may be promised at once to a client or through a channel. */
@Path("/v1/hold-limits")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class HoldLimitsResource {

    private static final int PAGE = 200;
    private static final int KEY = 4;

    private final Database database;
    private final SetHoldLimit limits;

    HoldLimitsResource(Database database, SetHoldLimit limits) {
        this.database = database;
        this.limits = limits;
    }

    @PUT
    @Path("{scope: .+}")
    @RolesAllowed("admin")
    @Operation(
            summary =
                    "Limit what may be promised at once: scope is channel:<name> or client:<name>, the name * stands for"
                            + " each by itself and yields to one that is named. What exceeds it is refused with hold-limit")
    public HoldLimitBody put(
            String scope,
            @QueryParam("ownerType") @Nullable String ownerType,
            @QueryParam("sku") @Nullable String sku,
            HoldLimitBody body) {
        var limit = Expect.present("body", body).checked(HoldLimitBody.scope(scope, ownerType, sku));
        limits.set(limit);
        return HoldLimitBody.of(limit);
    }

    @DELETE
    @Path("{scope: .+}")
    @RolesAllowed("admin")
    @Operation(summary = "Lift a limit")
    public void delete(
            String scope,
            @QueryParam("ownerType") @Nullable String ownerType,
            @QueryParam("sku") @Nullable String sku) {
        if (!limits.lift(HoldLimitBody.scope(scope, ownerType, sku))) {
            throw Problems.notFound("unknown-limit", "Expected a known limit, but got " + scope);
        }
    }

    @GET
    @RolesAllowed("stock:read")
    @Operation(summary = "All limits of holds, page by page")
    public Page<HoldLimitBody> list(@QueryParam("cursor") @Nullable String cursor) {
        var after = cursor == null ? List.of("", "", "", "") : Cursor.read(cursor, KEY);
        var found = database.inTransaction(connection -> limits(connection, after));
        if (found.size() <= PAGE) {
            return new Page<>(found.stream().map(HoldLimitBody::of).toList(), null);
        }
        var page = found.subList(0, PAGE);
        var last = page.getLast().scope();
        return new Page<>(
                page.stream().map(HoldLimitBody::of).toList(),
                Cursor.of(last.by().name(), last.name(), last.ownerType(), last.sku()));
    }

    private static List<HoldLimit> limits(Connection connection, List<String> after) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT counted_by, name, owner_type, sku, units_max, holds_max, minutes_max FROM hold_limit
                WHERE (counted_by, name, owner_type, sku) > (?, ?, ?, ?)
                ORDER BY counted_by, name, owner_type, sku LIMIT ?""")) {
            for (var i = 0; i < KEY; i++) {
                select.setString(i + 1, after.get(i));
            }
            select.setInt(KEY + 1, PAGE + 1);
            var rows = select.executeQuery();
            var found = new ArrayList<HoldLimit>();
            while (rows.next()) {
                found.add(HoldCounts.limit(rows));
            }
            return found;
        }
    }
}
