package dev.perpetual.router.orders;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.access.Idempotency;
import dev.perpetual.kit.database.Database;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.Refusal;
import dev.perpetual.router.domain.orders.RoutingRules;
import dev.perpetual.router.sourcing.Worlds;
import dev.perpetual.router.wire.Json;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does what a caller asks of one order, once per command id, in one transaction; a repeated id gets the first answer again. */
@ApplicationScoped
public class ChangeOrder {
    private final Database database;
    private final Caller caller;

    ChangeOrder(Database database, Caller caller) {
        this.database = database;
        this.caller = caller;
    }

    /** A caller's command: its id, where it was sent, and what it says. */
    public record Command(String id, String path, Object body) {
        public Command {
            Expect.id("id", id);
        }
    }

    /** Applies a command and says what to answer. */
    @FunctionalInterface
    public interface Work {
        Object on(OrderChange change, Instant now) throws SQLException;
    }

    /** Finds the order that a command is about. */
    @FunctionalInterface
    public interface Target {
        String order(Connection connection) throws SQLException;
    }

    /** The given check sees the order before anything is done, and may refuse the caller. */
    public Response apply(Target target, Command command, Consumer<Order> mayAct, Work work) {
        var hash = Idempotency.hash(command.path() + "\n" + Json.text(command.body()));
        return database.inTransaction(connection -> {
            var id = target.order(connection);
            var order = Orders.lock(connection, Set.of(id)).get(id);
            if (order == null) {
                throw notFound(id);
            }
            mayAct.accept(order);
            var first = Idempotency.find(connection, caller.name(), command.id(), hash);
            if (first.isPresent()) {
                return Response.status(first.get().status())
                        .type(MediaType.APPLICATION_JSON)
                        .header("Idempotent-Replayed", "true")
                        .entity(first.get().body())
                        .build();
            }
            var body = Json.text(work(connection, order, work));
            Idempotency.store(connection, caller.name(), command.id(), hash, 200, body);
            return Response.ok(body, MediaType.APPLICATION_JSON).build();
        });
    }

    private static Object work(Connection connection, Order order, Work work) throws SQLException {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var change = new OrderChange(order);
        var answer = work.on(change, now);
        if (change.routingDue()) {
            RoutingRules.route(change, Worlds.load(connection, List.of(change.order())), false, now);
        }
        Orders.save(connection, List.of(change), now);
        return answer;
    }

    /** Makes a problem of a refusal; nothing is applied then. */
    public static void accepted(@Nullable Refusal refusal) {
        if (refusal != null) {
            throw Problems.conflict(refusal.type(), refusal.detail());
        }
    }

    /** The problem of an order that is not there. */
    public static HttpProblem notFound(String id) {
        return Problems.notFound("order-not-found", "Expected an order, but there is none with id " + id);
    }
}
