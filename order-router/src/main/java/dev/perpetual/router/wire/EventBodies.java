package dev.perpetual.router.wire;

import dev.perpetual.kit.journal.JournalEntry;
import dev.perpetual.router.domain.orders.Bucket;
import dev.perpetual.router.domain.orders.Fulfilment;
import dev.perpetual.router.domain.orders.FulfilmentRequest;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.OrderEvent;
import dev.perpetual.router.domain.orders.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes what goes on our three topics, as {@code contracts/} says. No personal data passes here. */
public final class EventBodies {
    public static final String ORDERS = "orders";
    public static final String REQUESTS = "fulfilment-requests";
    public static final String FULFILMENTS = "fulfilments";

    private EventBodies() {}

    private record OrderBody(
            String order,
            long version,
            String channel,
            String channelOrderId,
            String state,
            ShipTo shipTo,
            List<LineBody> lines,
            List<FulfilmentRef> fulfilments,
            List<ChangeBody> changes,
            OrderEvent.Cause cause,
            Instant recordedAt) {}

    private record ShipTo(String country, @Nullable String region) {}

    private record LineBody(
            int line,
            String sku,
            long ordered,
            long open,
            long held,
            long picked,
            long shipped,
            long cancelled,
            long returned) {}

    private record FulfilmentRef(String id, String location) {}

    private record ChangeBody(int line, String from, String to, long quantity) {}

    private record HoldBody(
            String id,
            String hold,
            String order,
            String fill,
            String channel,
            List<FulfilmentRequest.Line> lines,
            Instant requestedAt) {}

    private record RequestBody(
            String id, String hold, String order, List<FulfilmentRequest.Line> lines, Instant occurredAt) {}

    private record ReturnBody(String id, String order, List<FulfilmentRequest.ReturnLine> lines, Instant occurredAt) {}

    private record WorkBody(
            String fulfilment,
            String order,
            String location,
            List<Work.Line> lines,
            Instant promisedBy,
            long version,
            Instant recordedAt) {}

    /** Everything that came of a change, in order. */
    public static List<JournalEntry> entries(OrderChange change, Instant recordedAt) {
        var entries = new ArrayList<JournalEntry>();
        change.events().forEach(one -> entries.add(event(one.event(), one.after(), recordedAt)));
        var version = change.order().requests() - change.requests().size();
        for (var request : change.requests()) {
            entries.add(request(change.order().id(), ++version, request, recordedAt));
        }
        change.work().forEach(one -> entries.add(work(change.order().id(), one, recordedAt)));
        return entries;
    }

    /** An event of an order, with the order as it stood after it. */
    public static JournalEntry event(OrderEvent event, Order after, Instant recordedAt) {
        var terms = after.terms();
        var body = new OrderBody(
                after.id(),
                after.version(),
                terms.channel(),
                terms.channelOrderId(),
                lower(after.state()),
                new ShipTo(terms.country(), terms.region()),
                after.lines().values().stream().map(EventBodies::line).toList(),
                after.fulfilments().values().stream()
                        .filter(Fulfilment::known)
                        .map(one -> new FulfilmentRef(one.id(), one.location()))
                        .toList(),
                event.moves().stream()
                        .map(move -> new ChangeBody(move.line(), lower(move.from()), lower(move.to()), move.quantity()))
                        .toList(),
                event.cause(),
                recordedAt);
        return new JournalEntry(
                ORDERS, after.id(), after.version(), after.id(), type(event), Json.text(body), recordedAt);
    }

    private static LineBody line(dev.perpetual.router.domain.orders.OrderLine line) {
        var units = line.units();
        return new LineBody(
                line.line(),
                line.sku(),
                units.ordered(),
                units.in(Bucket.OPEN),
                units.in(Bucket.HELD),
                units.in(Bucket.PICKED),
                units.in(Bucket.SHIPPED),
                units.in(Bucket.CANCELLED),
                units.in(Bucket.RETURNED));
    }

    private static String type(OrderEvent event) {
        return switch (event) {
            case OrderEvent.Received _ -> "order.received.v1";
            case OrderEvent.Routed _ -> "order.routed.v1";
            case OrderEvent.Backordered _ -> "order.backordered.v1";
            case OrderEvent.Excepted _ -> "order.excepted.v1";
            case OrderEvent.Changed _ -> "order.changed.v1";
            case OrderEvent.Picked _ -> "order.picked.v1";
            case OrderEvent.Shipped _ -> "order.shipped.v1";
            case OrderEvent.Delivered _ -> "order.delivered.v1";
            case OrderEvent.Cancelled _ -> "order.cancelled.v1";
            case OrderEvent.Returned _ -> "order.returned.v1";
        };
    }

    /** A request to the ledger; its place among the order's requests makes its id. */
    public static JournalEntry request(String order, long version, FulfilmentRequest request, Instant recordedAt) {
        var id = order + "/r" + version;
        var body = switch (request) {
            case FulfilmentRequest.Hold(var hold, var channel, var lines, var at) ->
                new HoldBody(id, hold, order, "all", channel, lines, at);
            case FulfilmentRequest.Release(var hold, var lines, var at) -> new RequestBody(id, hold, order, lines, at);
            case FulfilmentRequest.Pick(var hold, var lines, var at) -> new RequestBody(id, hold, order, lines, at);
            case FulfilmentRequest.Unpick(var hold, var lines, var at) -> new RequestBody(id, hold, order, lines, at);
            case FulfilmentRequest.Ship(var hold, var lines, var at) -> new RequestBody(id, hold, order, lines, at);
            case FulfilmentRequest.Deliver(var hold, var lines, var at) -> new RequestBody(id, hold, order, lines, at);
            case FulfilmentRequest.Return(var lines, var at) -> new ReturnBody(id, order, lines, at);
        };
        var type = switch (request) {
            case FulfilmentRequest.Hold _ -> "fulfilment.hold.requested.v1";
            case FulfilmentRequest.Release _ -> "fulfilment.release.requested.v1";
            case FulfilmentRequest.Pick _ -> "fulfilment.pick.requested.v1";
            case FulfilmentRequest.Unpick _ -> "fulfilment.unpick.requested.v1";
            case FulfilmentRequest.Ship _ -> "fulfilment.ship.requested.v1";
            case FulfilmentRequest.Deliver _ -> "fulfilment.deliver.requested.v1";
            case FulfilmentRequest.Return _ -> "fulfilment.return.requested.v1";
        };
        return new JournalEntry(REQUESTS, order, version, order, type, Json.text(body), recordedAt);
    }

    /** Something told to a node. */
    public static JournalEntry work(String order, Work work, Instant recordedAt) {
        var one = work.fulfilment();
        var body = new WorkBody(
                one.id(), order, one.location(), work.lines(), one.promisedBy(), one.version(), recordedAt);
        var type = work.kind() == Work.Kind.REQUESTED ? "fulfilment.requested.v1" : "fulfilment.cancelled.v1";
        return new JournalEntry(
                FULFILMENTS, one.id(), one.version(), one.location(), type, Json.text(body), recordedAt);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
