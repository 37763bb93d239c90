package dev.perpetual.router.domain.orders;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One order: its terms, its lines, the holds asked for it, the work given to nodes and its exceptions. {@code attempts} counts its
 * decisions, {@code refusals} the refusals in a row, {@code version} its events, {@code requests} what was asked of the ledger. Maps are in the order of their keys.
 */
public record Order(
        String id,
        OrderTerms terms,
        Map<Integer, OrderLine> lines,
        Map<Integer, Hold> holds,
        Map<String, Fulfilment> fulfilments,
        List<ExceptionCase> exceptions,
        int attempts,
        int refusals,
        long version,
        long requests) {
    /** The summary of the units. */
    public OrderState state() {
        var open = total(Units::open);
        var left = open + total(Units::held) + total(Units::picked);
        if (left == 0) {
            return doneState();
        }
        if (blocked() && open > 0) {
            return OrderState.EXCEPTED;
        }
        var started = left > open || total(Units::shipped) > 0;
        if (open > 0 && !started && (attempts == 0 || deciding())) {
            return OrderState.RECEIVED;
        }
        if (open > 0) {
            return OrderState.BACKORDERED;
        }
        return total(Units::held) > 0 ? OrderState.ROUTED : OrderState.PICKED;
    }

    private OrderState doneState() {
        var shipped = total(Units::shipped);
        if (shipped == 0) {
            return OrderState.CANCELLED;
        }
        if (total(Units::returned) == shipped) {
            return OrderState.RETURNED;
        }
        var delivered = fulfilments.values().stream()
                .filter(one -> one.state() != Fulfilment.State.REJECTED && one.state() != Fulfilment.State.CANCELLED)
                .allMatch(one -> one.state() == Fulfilment.State.DELIVERED);
        return delivered ? OrderState.DELIVERED : OrderState.SHIPPED;
    }

    /** Units over all lines. */
    public long total(ToLongFunction<Units> count) {
        return lines.values().stream().map(OrderLine::units).mapToLong(count).sum();
    }

    /** Whether an exception keeps open units from being routed. */
    public boolean blocked() {
        return exceptions.stream().anyMatch(ExceptionCase::blocks);
    }

    /** Whether the ledger owes an answer to a hold. */
    public boolean deciding() {
        return holds.values().stream().anyMatch(hold -> hold.state() == Hold.State.ASKED);
    }

    /** Whether the last answer to a hold was that its channel holds all it may. */
    public boolean limited() {
        return holds.values().stream()
                .reduce((_, later) -> later)
                .filter(hold -> Hold.HOLD_LIMIT.equals(hold.refusal()))
                .isPresent();
    }

    /** Open units that no hold is asked for, by line; lines without any are left out. */
    public Map<Integer, Long> free() {
        var free = new TreeMap<Integer, Long>();
        lines.values().forEach(line -> free.put(line.line(), line.units().open()));
        holds.values().stream()
                .filter(hold -> hold.state() == Hold.State.ASKED)
                .flatMap(hold -> hold.lines().stream())
                .forEach(line -> free.merge(line.orderLine(), -line.asked(), Long::sum));
        free.values().removeIf(units -> units <= 0);
        return free;
    }

    /** Units of one line in holds that the ledger has not answered. */
    public long unanswered(int line) {
        return holds.values().stream()
                .filter(hold -> hold.state() == Hold.State.ASKED)
                .flatMap(hold -> hold.lines().stream())
                .filter(one -> one.orderLine() == line)
                .mapToLong(HoldLine::asked)
                .sum();
    }

    /** Units that wait in the queue of backorders, by line. */
    public Map<Integer, Long> waiting() {
        return attempts == 0 || blocked() ? Map.of() : free();
    }

    /** The line with that number, which must be there. */
    public OrderLine line(int number) {
        return Objects.requireNonNull(lines.get(number), () -> "Expected line " + number + " in order " + id);
    }

    /** The fulfilment with that id, which must be there. */
    public Fulfilment fulfilment(@Nullable String fulfilment) {
        return Objects.requireNonNull(
                fulfilments.get(String.valueOf(fulfilment)),
                () -> "Expected fulfilment " + fulfilment + " in order " + id);
    }

    /** The hold with that id. */
    public Optional<Hold> hold(String holdId) {
        return holds.values().stream().filter(hold -> hold.id().equals(holdId)).findFirst();
    }

    /** The work that still goes on for a hold at a location. */
    public Optional<Fulfilment> active(String hold, String location) {
        return fulfilments.values().stream()
                .filter(one -> one.hold().equals(hold) && one.location().equals(location))
                .filter(one -> !one.state().done())
                .findFirst();
    }
}
