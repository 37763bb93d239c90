package dev.perpetual.router.fulfilments;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.Fulfilment;
import dev.perpetual.router.domain.orders.FulfilmentRules;
import dev.perpetual.router.domain.orders.OrderChange;
import dev.perpetual.router.domain.orders.Refusal;
import dev.perpetual.router.orders.ChangeOrder;
import dev.perpetual.router.orders.Fulfilments;
import dev.perpetual.router.wire.OrderView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes down what a node says about its work and passes it to the ledger, whose answer then changes the order's units. */
@ApplicationScoped
public class ReportFulfilment {
    private final ChangeOrder change;
    private final Caller caller;

    ReportFulfilment(ChangeOrder change, Caller caller) {
        this.change = change;
        this.caller = caller;
    }

    /** What a node can say. */
    enum Verb {
        ACCEPT,
        REJECT,
        PICK,
        SHIP,
        DELIVER,
        CANCEL
    }

    /** No lines: everything. Lines are the order's. {@code occurredAt}: now, if left out. */
    public record Body(
            @Nullable String id,
            @Nullable String occurredAt,
            @Nullable List<Line> lines,
            @Nullable String reason,
            @Nullable String tracking) {
        public record Line(@Nullable Integer line, @Nullable Long quantity) {}
    }

    /** The fulfilment as it is now, and what a person has to look at in its order. */
    record Answer(OrderView.FulfilmentView fulfilment, List<OrderView.ExceptionView> exceptions) {}

    Response report(String fulfilment, Verb verb, @Nullable Body given) {
        var body = Expect.present("body", given);
        var occurredAt = body.occurredAt() == null ? null : Expect.time("occurredAt", body.occurredAt());
        var lines = lines(body.lines());
        var command = new ChangeOrder.Command(Expect.id("id", body.id()), verb + " " + fulfilment, body);
        return change.apply(
                connection -> Fulfilments.orderOf(connection, fulfilment).orElseThrow(() -> notFound(fulfilment)),
                command,
                order -> caller.mustActFor(
                        "location", order.fulfilment(fulfilment).location()),
                (changing, now) -> {
                    var one = changing.order().fulfilment(fulfilment);
                    ChangeOrder.accepted(apply(changing, one, verb, lines, occurredAt == null ? now : occurredAt, now));
                    return answer(changing, fulfilment);
                });
    }

    private static @Nullable Refusal apply(
            OrderChange changing,
            Fulfilment one,
            Verb verb,
            Map<Integer, Long> lines,
            Instant occurredAt,
            Instant now) {
        return switch (verb) {
            case ACCEPT -> FulfilmentRules.accept(changing, one);
            case REJECT -> FulfilmentRules.reject(changing, one, now);
            case PICK -> FulfilmentRules.pick(changing, one, lines, occurredAt);
            case SHIP -> FulfilmentRules.ship(changing, one, lines, occurredAt, now);
            case DELIVER -> FulfilmentRules.deliver(changing, one, occurredAt);
            case CANCEL -> FulfilmentRules.cancel(changing, one, now);
        };
    }

    private static Answer answer(OrderChange changing, String fulfilment) {
        var order = changing.order();
        var view = OrderView.of(order);
        return new Answer(OrderView.fulfilment(order, order.fulfilment(fulfilment)), view.exceptions());
    }

    private static Map<Integer, Long> lines(@Nullable List<Body.Line> given) {
        var lines = new TreeMap<Integer, Long>();
        for (var i = 0; given != null && i < given.size(); i++) {
            var at = "lines[" + i + "]";
            var one = Expect.present(at, given.get(i));
            lines.merge(
                    Expect.present(at + ".line", one.line()),
                    Expect.between(at + ".quantity", 1, 1_000_000_000, one.quantity()),
                    Long::sum);
        }
        return lines;
    }

    static RuntimeException notFound(String fulfilment) {
        return Problems.notFound(
                "fulfilment-not-found", "Expected a fulfilment, but there is none with id " + fulfilment);
    }
}
