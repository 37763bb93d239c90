package dev.perpetual.router.orders;

import dev.perpetual.kit.access.Idempotency;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.journal.Journal;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.ExceptionCase;
import dev.perpetual.router.domain.orders.ExceptionRules;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.OrderEvent;
import dev.perpetual.router.domain.orders.RoutingRules;
import dev.perpetual.router.policies.Policies;
import dev.perpetual.router.sourcing.UnknownSku;
import dev.perpetual.router.sourcing.Worlds;
import dev.perpetual.router.sql.Read;
import dev.perpetual.router.wire.EventBodies;
import dev.perpetual.router.wire.OrderDraft;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Takes an order in: stores it, decides where it ships from and asks the ledger to hold that plan, all in one transaction. */
@ApplicationScoped
public class ReceiveOrder {
    private final Database database;

    ReceiveOrder(Database database) {
        this.database = database;
    }

    /** An order, and whether this request brought it. */
    record Received(Order order, boolean isNew) {}

    Received receive(OrderDraft draft) {
        var id = OrderIds.of(draft.channel(), draft.channelOrderId());
        return database.inTransaction(connection -> {
            if (Journal.lock(connection, EventBodies.ORDERS, id) > 0) {
                return new Received(again(connection, id, draft), false);
            }
            return new Received(take(connection, id, draft), true);
        });
    }

    private static Order take(Connection connection, String id, OrderDraft draft) throws SQLException {
        UnknownSku.expectNone(connection, draft.skus());
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var policy = Policies.forChannel(connection, draft.channel());
        if (draft.passedOn() && !policy.mayAggregate(draft.postedBy(), draft.channel())) {
            throw notAllowed(draft);
        }
        var change = new OrderChange(draft.order(id, policy, now));
        change.happened(new OrderEvent.Received(new OrderEvent.Cause("request", draft.channelOrderId())));
        ExceptionRules.screen(change, policy, now);
        RoutingRules.route(change, Worlds.load(connection, change.order(), policy), false, now);
        addSource(connection, id, draft, now);
        Addresses.add(connection, id, draft.address());
        Orders.save(connection, List.of(change), now);
        return change.order();
    }

    /** The same post again is the same order; another post of an order that we have is its twin. Neither is fulfilled twice. */
    private static Order again(Connection connection, String id, OrderDraft draft) throws SQLException {
        var order = Orders.find(connection, id).orElseThrow();
        var hashes = Read.all(
                connection,
                "SELECT content_hash FROM order_source WHERE channel = ? AND channel_order_id = ?",
                row -> row.getString(1),
                draft.postedBy(),
                draft.postedAs());
        if (!hashes.isEmpty()) {
            if (!hashes.getFirst().equals(draft.contentHash())) {
                throw Idempotency.reused(
                        draft.postedBy() + "/" + draft.postedAs(), hashes.getFirst(), draft.contentHash());
            }
            return order;
        }
        var policy = Policies.forChannel(connection, draft.channel());
        if (draft.passedOn() && !policy.mayAggregate(draft.postedBy(), draft.channel())) {
            throw notAllowed(draft);
        }
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        addSource(connection, id, draft, now);
        var known = OrderDraft.goods(order.lines());
        var goods = OrderDraft.goods(draft.lines());
        if (known.equals(goods)) {
            return order;
        }
        var change = new OrderChange(order);
        change.except(
                ExceptionCase.Kind.TWIN_DIFFERS,
                "Expected the same goods as %s, but %s brought %s".formatted(known, draft.postedBy(), goods),
                draft.postedBy() + "/" + draft.postedAs(),
                now);
        Orders.save(connection, List.of(change), now);
        return change.order();
    }

    private static RuntimeException notAllowed(OrderDraft draft) {
        return Problems.of(
                422,
                "origin-not-allowed",
                "Expected a channel whose policy lets it pass on orders of %s, but got %s"
                        .formatted(draft.channel(), draft.postedBy()),
                Map.of("field", "origin.channel"));
    }

    private static void addSource(Connection connection, String id, OrderDraft draft, Instant now) throws SQLException {
        Read.update(connection, """
                INSERT INTO order_source (channel, channel_order_id, order_id, content_hash, received_at)
                VALUES (?, ?, ?, ?, ?)""", draft.postedBy(), draft.postedAs(), id, draft.contentHash(), now);
    }
}
