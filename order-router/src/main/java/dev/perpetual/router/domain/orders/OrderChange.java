package dev.perpetual.router.domain.orders;

import dev.perpetual.router.domain.sourcing.Decision;
import dev.perpetual.router.domain.sourcing.SourcingInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One order in hand: how it stands now, and everything that came of it since it was loaded. Used by one transaction. */
public final class OrderChange {
    /** An event with the order as it stood right after it. */
    public record Happened(OrderEvent event, Order after) {}

    /** A decision with what it was made from. */
    public record Decided(SourcingInput input, Decision decision) {}

    private final Order before;
    private Order order;
    private final List<Happened> events = new ArrayList<>();
    private final List<FulfilmentRequest> requests = new ArrayList<>();
    private final List<Work> work = new ArrayList<>();
    private final List<Decided> decisions = new ArrayList<>();
    private boolean routingDue;

    public OrderChange(Order order) {
        this.before = order;
        this.order = order;
    }

    public Order before() {
        return before;
    }

    public Order order() {
        return order;
    }

    public List<Happened> events() {
        return events;
    }

    public List<FulfilmentRequest> requests() {
        return requests;
    }

    public List<Work> work() {
        return work;
    }

    public List<Decided> decisions() {
        return decisions;
    }

    /** Whether open units came free and should be decided anew. */
    public boolean routingDue() {
        return routingDue;
    }

    void routingIsDue(boolean due) {
        routingDue = due;
    }

    /** Folds an event into the order. */
    public void happened(OrderEvent event) {
        var lines = new TreeMap<>(order.lines());
        for (var move : event.moves()) {
            lines.computeIfPresent(move.line(), (_, line) -> line.after(move));
        }
        order = new Order(
                order.id(),
                order.terms(),
                lines,
                order.holds(),
                order.fulfilments(),
                order.exceptions(),
                order.attempts(),
                order.refusals(),
                order.version() + 1,
                order.requests());
        events.add(new Happened(event, order));
    }

    void asks(FulfilmentRequest request) {
        order = new Order(
                order.id(),
                order.terms(),
                order.lines(),
                order.holds(),
                order.fulfilments(),
                order.exceptions(),
                order.attempts(),
                order.refusals(),
                order.version(),
                order.requests() + 1);
        requests.add(request);
    }

    void asksToRelease(String hold, List<FulfilmentRequest.Line> lines, Instant at) {
        asks(new FulfilmentRequest.Release(hold, List.copyOf(lines), at));
    }

    void tells(Work.Kind kind, Fulfilment fulfilment, List<Work.Line> lines) {
        var told = fulfilment.told();
        put(told);
        work.add(new Work(kind, told, lines));
    }

    void decided(SourcingInput input, Decision decision) {
        decisions.add(new Decided(input, decision));
        put(order.lines(), order.holds(), order.fulfilments(), order.exceptions(), input.attempt(), order.refusals());
    }

    void put(OrderLine line) {
        var lines = new TreeMap<>(order.lines());
        lines.put(line.line(), line);
        put(lines, order.holds(), order.fulfilments(), order.exceptions(), order.attempts(), order.refusals());
    }

    void put(Hold hold) {
        var holds = new TreeMap<>(order.holds());
        holds.put(hold.attempt(), hold);
        put(order.lines(), holds, order.fulfilments(), order.exceptions(), order.attempts(), order.refusals());
    }

    void put(Fulfilment fulfilment) {
        var fulfilments = new TreeMap<>(order.fulfilments());
        fulfilments.put(fulfilment.id(), fulfilment);
        put(order.lines(), order.holds(), fulfilments, order.exceptions(), order.attempts(), order.refusals());
    }

    void refusals(int refusals) {
        put(order.lines(), order.holds(), order.fulfilments(), order.exceptions(), order.attempts(), refusals);
    }

    /** Opens a case, unless one of that kind about that subject is open or was approved. Says so to the world. */
    public void except(ExceptionCase.Kind kind, String reason, @Nullable String subject, Instant now) {
        var known = order.exceptions().stream()
                .filter(one -> one.kind() == kind && Objects.equals(one.subject(), subject))
                .anyMatch(one -> one.state() != ExceptionCase.State.REJECTED);
        if (known) {
            return;
        }
        var id = order.id() + "-x" + (order.exceptions().size() + 1);
        var cases = new ArrayList<>(order.exceptions());
        cases.add(new ExceptionCase(id, kind, reason, subject, ExceptionCase.State.OPEN, null, now, null));
        put(order.lines(), order.holds(), order.fulfilments(), List.copyOf(cases), order.attempts(), order.refusals());
        happened(new OrderEvent.Excepted(new OrderEvent.Cause("exception", id)));
    }

    void put(ExceptionCase one) {
        var cases = order.exceptions().stream()
                .map(known -> known.id().equals(one.id()) ? one : known)
                .toList();
        put(order.lines(), order.holds(), order.fulfilments(), cases, order.attempts(), order.refusals());
    }

    private void put(
            Map<Integer, OrderLine> lines,
            Map<Integer, Hold> holds,
            Map<String, Fulfilment> fulfilments,
            List<ExceptionCase> exceptions,
            int attempts,
            int refusals) {
        order = new Order(
                order.id(),
                order.terms(),
                lines,
                holds,
                fulfilments,
                exceptions,
                attempts,
                refusals,
                order.version(),
                order.requests());
    }
}
