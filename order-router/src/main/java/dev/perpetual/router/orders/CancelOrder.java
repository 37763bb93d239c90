package dev.perpetual.router.orders;

import dev.perpetual.kit.access.Caller;
import dev.perpetual.kit.problems.Expect;
import dev.perpetual.kit.problems.Problems;
import dev.perpetual.router.domain.orders.CancelRules;
import dev.perpetual.router.domain.orders.Order;
import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import dev.perpetual.router.wire.OrderView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cancels what can be cancelled of an order: open units at once, held ones when the ledger has released them. */
@ApplicationScoped
public class CancelOrder {
    private final ChangeOrder change;
    private final Caller caller;

    CancelOrder(ChangeOrder change, Caller caller) {
        this.change = change;
        this.caller = caller;
    }

    /** No lines: everything that is not picked or shipped. */
    public record Body(@Nullable String id, @Nullable List<Line> lines) {
        public record Line(@Nullable Integer line, @Nullable Long quantity) {}
    }

    /** What came of each line, and the order as it is now. */
    record Answer(List<CancelRules.Answer> lines, OrderView order) {}

    Response cancel(String order, @Nullable Body given) {
        var body = Expect.present("body", given);
        var command = new ChangeOrder.Command(Expect.id("id", body.id()), "cancel " + order, body);
        return change.apply(
                _ -> order,
                command,
                one -> caller.mustActFor("channel", one.terms().channel()),
                (changing, now) -> {
                    var wishes = wishes(changing.order(), body.lines());
                    var answers = CancelRules.cancel(changing, wishes, new Cause("request", command.id()), now);
                    return new Answer(answers, OrderView.of(changing.order()));
                });
    }

    private static Map<Integer, Long> wishes(Order order, @Nullable List<Body.Line> lines) {
        var wishes = new TreeMap<Integer, Long>();
        for (var i = 0; lines != null && i < lines.size(); i++) {
            var at = "lines[" + i + "]";
            var number = Expect.present(
                    at + ".line", Expect.present(at, lines.get(i)).line());
            var line = order.lines().get(number);
            if (line == null) {
                throw Problems.invalid(at + ".line", "Expected a line of the order, but got " + number);
            }
            var quantity = lines.get(i).quantity();
            var units = Expect.between(
                    at + ".quantity",
                    1,
                    line.units().ordered(),
                    quantity == null
                            ? Long.valueOf(line.units().ordered() - line.units().cancelled())
                            : quantity);
            if (wishes.put(number, units) != null) {
                throw Problems.invalid(at + ".line", "Expected each line once, but got %d again".formatted(number));
            }
        }
        return wishes;
    }
}
