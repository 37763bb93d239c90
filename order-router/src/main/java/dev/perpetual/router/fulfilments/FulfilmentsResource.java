package dev.perpetual.router.fulfilments;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.router.domain.orders.Fulfilment;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.fulfilments.ReportFulfilment.Verb;
import dev.perpetual.router.orders.Addresses;
import dev.perpetual.router.orders.Fulfilments;
import dev.perpetual.router.orders.Orders;
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
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Work of nodes over HTTP. A key that is scoped to a location sees and reports the work of its location. */
@Path("/v1/fulfilments")
@RunOnVirtualThread
public class FulfilmentsResource {
    private static final int PAGE_MAX = 200;

    private final Database database;
    private final Caller caller;
    private final ReportFulfilment report;

    FulfilmentsResource(Database database, Caller caller, ReportFulfilment report) {
        this.database = database;
        this.caller = caller;
        this.report = report;
    }

    /** The work with where to send the parcel; the one place where personal data is told. */
    public record Detail(@JsonUnwrapped OrderView.FulfilmentView fulfilment, Addresses.@Nullable Address shipTo) {}

    @GET
    @RolesAllowed({"orders:read", "fulfilments:write"})
    public Page<OrderView.FulfilmentView> list(
            @QueryParam("location") @Nullable String location,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        caller.mustActFor("location", location == null ? "" : location);
        var size = (int) Expect.between("limit", 1, PAGE_MAX, (long) limit);
        var wanted = state == null ? null : Expect.oneOf("state", Fulfilment.State.class, state);
        var after = cursor == null ? "" : Cursor.read(cursor, 1).getFirst();
        return database.inTransaction(connection -> {
            var rows = Fulfilments.list(connection, location, wanted, after, size + 1);
            var orders = Orders.load(
                    connection, rows.stream().map(Fulfilments.Listed::order).collect(Collectors.toSet()));
            var items = rows.stream()
                    .limit(size)
                    .map(row -> view(Objects.requireNonNull(orders.get(row.order())), row.id()))
                    .toList();
            return new Page<>(
                    items,
                    rows.size() <= size ? null : Cursor.of(rows.get(size - 1).id()));
        });
    }

    private static OrderView.FulfilmentView view(Order order, String id) {
        return OrderView.fulfilment(order, order.fulfilment(id));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({"orders:read", "fulfilments:write"})
    public Detail get(@PathParam("id") String id) {
        return database.inTransaction(connection -> {
            var orderId = Fulfilments.orderOf(connection, id).orElseThrow(() -> ReportFulfilment.notFound(id));
            var order = Orders.find(connection, orderId).orElseThrow();
            var one = order.fulfilment(id);
            caller.mustActFor("location", one.location());
            return new Detail(
                    OrderView.fulfilment(order, one),
                    Addresses.find(connection, orderId).orElse(null));
        });
    }

    @POST
    @Path("/{id}/{verb: accept|reject|pick|ship|deliver|cancel}")
    @RolesAllowed("fulfilments:write")
    public Response report(@PathParam("id") String id, @PathParam("verb") String verb, ReportFulfilment.Body body) {
        return report.report(id, Expect.oneOf("verb", Verb.class, verb), body);
    }
}
