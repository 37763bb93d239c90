package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.orders.OrderEvent.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cancels units from the least advanced state on: open ones at once; units in a hold that is not answered as soon as it is; held ones
 * when the ledger has released them. Picked and shipped units stay sold.
 */
public final class CancelRules {
    private CancelRules() {}

    /** What came of a wish for one line: cancelled now, on its way, or too far gone. */
    public record Answer(int line, long asked, long cancelled, long cancelling, long kept) {}

    /** Cancels the given units per line, or all that can be where the wish is empty. */
    public static List<Answer> cancel(OrderChange change, Map<Integer, Long> wishes, Cause cause, Instant now) {
        var order = change.order();
        var free = order.free();
        var answers = new ArrayList<Answer>();
        var moves = new ArrayList<Move>();
        for (var line : order.lines().values()) {
            if (!wishes.isEmpty() && !wishes.containsKey(line.line())) {
                continue;
            }
            var asked = wishes.getOrDefault(
                    line.line(), line.units().ordered() - line.units().cancelled());
            var atOnce = Math.min(asked, free.getOrDefault(line.line(), 0L));
            if (atOnce > 0) {
                moves.add(new Move(line.line(), Bucket.OPEN, Bucket.CANCELLED, atOnce));
            }
            var later = Math.min(asked - atOnce, cancellable(order, line));
            if (later > 0) {
                change.put(line.cancelling(line.cancelling() + later));
            }
            answers.add(new Answer(line.line(), asked, atOnce, later, asked - atOnce - later));
        }
        if (!moves.isEmpty()) {
            change.happened(new OrderEvent.Cancelled(moves, cause));
        }
        release(change, now);
        return answers;
    }

    /** Units that wait for an answer or are held, and that nobody ships or cancels already. */
    private static long cancellable(Order order, OrderLine line) {
        var held = heldLines(order, line.line()).stream()
                .mapToLong(one -> Math.max(0, one.open() - one.shipping()))
                .sum();
        return Math.max(0, order.unanswered(line.line()) + held - line.cancelling());
    }

    private static List<HoldLine> heldLines(Order order, int line) {
        return order.holds().values().stream()
                .filter(hold -> hold.state() == Hold.State.OPEN)
                .flatMap(hold -> hold.lines().stream())
                .filter(one -> one.orderLine() == line)
                .toList();
    }

    /** Asks the ledger to release held units that are being cancelled, as far as that was not asked yet. */
    static void release(OrderChange change, Instant now) {
        for (var line : change.order().lines().values()) {
            if (line.cancelling() == 0) {
                continue;
            }
            var asked = heldLines(change.order(), line.line()).stream()
                    .mapToLong(HoldLine::releasing)
                    .sum();
            var wanted = line.cancelling() - change.order().unanswered(line.line()) - asked;
            for (var hold : List.copyOf(change.order().holds().values())) {
                if (wanted > 0 && hold.state() == Hold.State.OPEN) {
                    wanted -= release(change, hold, line.line(), wanted, now);
                }
            }
        }
    }

    private static long release(OrderChange change, Hold hold, int orderLine, long wanted, Instant now) {
        var lines = new ArrayList<HoldLine>();
        var asked = new ArrayList<FulfilmentRequest.Line>();
        long sum = 0;
        for (var line : hold.lines()) {
            var units = line.orderLine() == orderLine ? Math.min(wanted - sum, line.free()) : 0;
            lines.add(units > 0 ? line.releasing(units) : line);
            if (units > 0) {
                asked.add(new FulfilmentRequest.Line(line.line(), line.sku(), line.location(), units));
                sum += units;
            }
        }
        if (!asked.isEmpty()) {
            change.put(hold.with(lines));
            change.asksToRelease(hold.id(), asked, now);
        }
        return sum;
    }

    /** After a refusal: units that were being cancelled while the hold was asked for are open again, and go at once. */
    static void settle(OrderChange change, Cause cause) {
        var moves = new ArrayList<Move>();
        for (var line : change.order().lines().values()) {
            var excess = excess(change.order(), line);
            if (excess > 0) {
                change.put(line.cancelling(line.cancelling() - excess));
                moves.add(new Move(line.line(), Bucket.OPEN, Bucket.CANCELLED, excess));
            }
        }
        if (!moves.isEmpty()) {
            change.happened(new OrderEvent.Cancelled(moves, cause));
        }
    }

    /** Gives up cancelling what was picked or shipped first. Returns how many units that were. */
    static long overtaken(OrderChange change) {
        long sum = 0;
        for (var line : change.order().lines().values()) {
            var excess = excess(change.order(), line);
            if (excess > 0) {
                change.put(line.cancelling(line.cancelling() - excess));
                sum += excess;
            }
        }
        return sum;
    }

    private static long excess(Order order, OrderLine line) {
        return line.cancelling() == 0
                ? 0
                : Math.max(
                        0,
                        line.cancelling()
                                - order.unanswered(line.line())
                                - line.units().held());
    }
}
