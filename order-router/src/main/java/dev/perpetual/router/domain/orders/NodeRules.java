package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.orders.Fulfilment.State;
import dev.perpetual.router.domain.sourcing.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What nodes are told, and how their work follows the holds. */
final class NodeRules {
    private NodeRules() {}

    /** Notes the parcels of a plan. Nobody is told before the ledger has granted it. */
    static void plan(OrderChange change, String hold, Decision decision, String currency) {
        var attempt = change.order().attempts();
        var n = 0;
        for (var parcel : decision.plan()) {
            n++;
            var id = change.order().id() + "-" + attempt + "-" + n;
            change.put(new Fulfilment(
                    id, hold, parcel.location(), State.PLANNED, parcel.promisedBy(), parcel.cost(), currency, 0));
        }
    }

    /** The plan was refused: its parcels were never told to anybody. */
    static void drop(OrderChange change, String hold) {
        of(change, hold).forEach(one -> change.put(one.with(State.CANCELLED)));
    }

    /** The hold was granted: the nodes get their work. */
    static void give(OrderChange change, Hold hold) {
        of(change, hold.id()).forEach(one -> {
            var asked = sum(hold.at(one.location()), HoldLine::asked);
            change.tells(Work.Kind.REQUESTED, one.with(State.REQUESTED), lines(change, asked));
        });
    }

    /** Another try at the same node with what is still held there. */
    static void giveAgain(OrderChange change, Fulfilment cancelled, Hold hold) {
        var number = change.order().fulfilments().keySet().stream()
                        .filter(id -> id.startsWith(change.order().id() + "-" + hold.attempt() + "-"))
                        .count()
                + 1;
        var id = change.order().id() + "-" + hold.attempt() + "-" + number;
        var next = new Fulfilment(
                id,
                hold.id(),
                cancelled.location(),
                State.REQUESTED,
                cancelled.promisedBy(),
                cancelled.cost(),
                cancelled.currency(),
                0);
        change.tells(Work.Kind.REQUESTED, next, lines(change, sum(hold.at(cancelled.location()), HoldLine::free)));
    }

    /** Brings the work in line with what the hold has become. */
    static void follow(OrderChange change, Hold before, Hold after) {
        for (var one : of(change, after.id())) {
            if (one.state().done()) {
                continue;
            }
            var lines = after.at(one.location());
            var gone = sum(lines, line -> line.released() + line.expired());
            sum(before.at(one.location()), line -> line.released() + line.expired())
                    .forEach((line, units) -> gone.merge(line, -units, Long::sum));
            gone.values().removeIf(units -> units <= 0);
            var moved = one.with(state(one.state(), lines));
            change.put(moved);
            if (!gone.isEmpty()) {
                change.tells(Work.Kind.CANCELLED, moved, lines(change, gone));
            }
        }
    }

    private static State state(State known, List<HoldLine> lines) {
        var open = lines.stream().mapToLong(HoldLine::open).sum();
        var picked = lines.stream().mapToLong(HoldLine::picked).sum();
        var shipped = lines.stream().mapToLong(HoldLine::shipped).sum();
        if (open > 0) {
            return known;
        }
        if (picked > 0) {
            return State.PICKED;
        }
        return shipped > 0 ? State.SHIPPED : State.CANCELLED;
    }

    private static List<Fulfilment> of(OrderChange change, String hold) {
        return change.order().fulfilments().values().stream()
                .filter(one -> one.hold().equals(hold))
                .toList();
    }

    static Map<Integer, Long> sum(List<HoldLine> lines, ToLongFunction<HoldLine> units) {
        var sums = new TreeMap<Integer, Long>();
        lines.forEach(line -> sums.merge(line.orderLine(), units.applyAsLong(line), Long::sum));
        return sums;
    }

    static List<Work.Line> lines(OrderChange change, Map<Integer, Long> units) {
        var lines = new ArrayList<Work.Line>();
        units.forEach((line, quantity) -> {
            if (quantity > 0) {
                lines.add(new Work.Line(line, change.order().line(line).sku(), quantity));
            }
        });
        return lines;
    }
}
