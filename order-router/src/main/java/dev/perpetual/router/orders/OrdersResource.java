package dev.perpetual.router.orders;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.paging.Cursor;
import dev.perpetual.kit.paging.Page;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderState;
import dev.perpetual.router.wire.OrderBody;
import dev.perpetual.router.wire.OrderDraft;
import dev.perpetual.router.wire.OrderView;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Orders over HTTP. A key that is scoped to a channel sees and does what is of its channel. */
@Path("/v1/orders")
@RunOnVirtualThread
public class OrdersResource {
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,4})(?:$|[,;\\s])");
    private static final int WAIT_SECONDS_MAX = 30;
    private static final int PAGE_MAX = 200;

    private final Database database;
    private final Caller caller;
    private final ReceiveOrder receiveOrder;
    private final CancelOrder cancelOrder;
    private final TakeReturn takeReturn;
    private final DecisionSignals signals;

    OrdersResource(
            Database database,
            Caller caller,
            ReceiveOrder receiveOrder,
            CancelOrder cancelOrder,
            TakeReturn takeReturn,
            DecisionSignals signals) {
        this.database = database;
        this.caller = caller;
        this.receiveOrder = receiveOrder;
        this.cancelOrder = cancelOrder;
        this.takeReturn = takeReturn;
        this.signals = signals;
    }

    /** An order with its place in the queues and everybody who brought it. */
    public record Detail(
            @JsonUnwrapped OrderView order, List<Backorders.Place> backorders, List<OrderReads.Source> sources) {}

    /** One entry of the history, with the very text that went on the topic. */
    public record HistoryEntry(
            long version,
            String type,
            Instant recordedAt,
            @JsonRawValue String body) {}

    /** 201 when the sourcing is decided, 202 when the ledger's answer is still to come, 200 for an order that we have. */
    @POST
    @RolesAllowed("orders:write")
    public Response post(OrderBody body, @HeaderParam("Prefer") @Nullable String prefer) {
        var draft = OrderDraft.of(body);
        caller.mustActFor("channel", draft.postedBy());
        var received = receiveOrder.receive(draft);
        var order = received.order();
        if (order.deciding() && waitFor(prefer).isPositive()) {
            signals.await(order.id(), waitFor(prefer));
            order = database.inTransaction(
                    connection -> Orders.find(connection, received.order().id()).orElseThrow());
        }
        var status = received.isNew() ? (order.deciding() ? 202 : 201) : 200;
        return Response.status(status)
                .header("Location", "/v1/orders/" + order.id())
                .entity(OrderView.of(order))
                .build();
    }

    private static Duration waitFor(@Nullable String prefer) {
        var wait = WAIT.matcher(prefer == null ? "" : prefer);
        return wait.find()
                ? Duration.ofSeconds(Math.min(WAIT_SECONDS_MAX, Integer.parseInt(wait.group(1))))
                : Duration.ZERO;
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({"orders:read", "orders:write"})
    public Detail get(@PathParam("id") String id) {
        return database.inTransaction(connection -> {
            var order = Orders.find(connection, id).orElseThrow(() -> ChangeOrder.notFound(id));
            mustSee(order);
            return new Detail(
                    OrderView.of(order), Backorders.places(connection, id), OrderReads.sources(connection, id));
        });
    }

    private void mustSee(Order order) {
        caller.mustActFor("channel", order.terms().channel());
    }

    @GET
    @RolesAllowed({"orders:read", "orders:write"})
    public Page<OrderView> list(
            @QueryParam("channel") @Nullable String channel,
            @QueryParam("state") @Nullable String state,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") int limit) {
        caller.mustActFor("channel", channel == null ? "" : channel);
        var size = (int) Expect.between("limit", 1, PAGE_MAX, (long) limit);
        var wanted = state == null
                ? null
                : Expect.oneOf("state", OrderState.class, state).name();
        var after = cursor == null ? null : Cursor.read(cursor, 2);
        return database.inTransaction(connection -> {
            var ids = OrderReads.list(
                    connection,
                    channel,
                    wanted,
                    after == null ? null : Expect.time("cursor", after.get(0)),
                    after == null ? null : after.get(1),
                    size + 1);
            var orders = Orders.load(connection, ids);
            var page = ids.stream().limit(size).map(orders::get).toList();
            var next = ids.size() <= size
                    ? null
                    : Cursor.of(
                            page.getLast().terms().receivedAt().toString(),
                            page.getLast().id());
            return new Page<>(page.stream().map(OrderView::of).toList(), next);
        });
    }

    @GET
    @Path("/{id}/history")
    @RolesAllowed({"orders:read", "orders:write"})
    public Page<HistoryEntry> history(@PathParam("id") String id) {
        return database.inTransaction(connection -> {
            mustSee(Orders.find(connection, id).orElseThrow(() -> ChangeOrder.notFound(id)));
            var entries = OrderReads.history(connection, id).stream()
                    .map(row -> new HistoryEntry(row.version(), row.type(), row.recordedAt(), row.body()))
                    .toList();
            return new Page<>(entries, null);
        });
    }

    @POST
    @Path("/{id}/cancel")
    @RolesAllowed("orders:write")
    public Response cancel(@PathParam("id") String id, CancelOrder.Body body) {
        return cancelOrder.cancel(id, body);
    }

    @POST
    @Path("/{id}/returns")
    @RolesAllowed("orders:write")
    public Response takeReturn(@PathParam("id") String id, TakeReturn.Body body) {
        return takeReturn.take(id, body);
    }
}
