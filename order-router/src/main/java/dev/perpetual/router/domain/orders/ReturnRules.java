package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes shipped units back. No more can return than were shipped and have not returned. */
public final class ReturnRules {
    private ReturnRules() {}

    /** Units of one order line that came back, to be restocked or blocked. */
    public record Line(int line, long quantity, String disposition) {}

    /** Counts the units as returned and tells the ledger where they are. */
    public static @Nullable Refusal take(
            OrderChange change, String id, List<Line> lines, String location, Instant occurredAt) {
        var wanted = new TreeMap<Integer, Long>();
        lines.forEach(line -> wanted.merge(line.line(), line.quantity(), Long::sum));
        for (var one : wanted.entrySet()) {
            var units = change.order().line(one.getKey()).units();
            if (one.getValue() > units.shipped() - units.returned()) {
                return new Refusal(
                        "exceeds-shipped",
                        "Expected at most %d units of line %d to return (%d shipped, %d returned), but got %d"
                                .formatted(
                                        units.shipped() - units.returned(),
                                        one.getKey(),
                                        units.shipped(),
                                        units.returned(),
                                        one.getValue()));
            }
        }
        var moves = new ArrayList<Move>();
        wanted.forEach((line, units) -> moves.add(new Move(line, Bucket.SHIPPED, Bucket.RETURNED, units)));
        change.happened(new OrderEvent.Returned(moves, new Cause("return", id)));
        var sent = lines.stream()
                .map(line -> new FulfilmentRequest.ReturnLine(
                        line.line(),
                        change.order().line(line.line()).sku(),
                        location,
                        line.quantity(),
                        line.disposition()))
                .toList();
        change.asks(new FulfilmentRequest.Return(sent, occurredAt));
        return null;
    }
}
