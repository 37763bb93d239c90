package dev.perpetual.router.domain.orders;

import static dev.perpetual.router.domain.orders.Bucket.CANCELLED;
import static dev.perpetual.router.domain.orders.Bucket.HELD;
import static dev.perpetual.router.domain.orders.Bucket.OPEN;
import static dev.perpetual.router.domain.orders.Bucket.PICKED;
import static dev.perpetual.router.domain.orders.Bucket.RETURNED;
import static dev.perpetual.router.domain.orders.Bucket.SHIPPED;

import java.util.List;
import java.util.Set;

/** What has happened to an order. Only ever added to; the moves of all of them fold to its units. */
public sealed interface OrderEvent {
    Cause cause();

    default List<Move> moves() {
        return List.of();
    }

    /** What made it happen: a hold, a request, a decision, an exception, a fulfilment, a return. */
    record Cause(String type, String id) {}

    record Received(Cause cause) implements OrderEvent {}

    record Routed(List<Move> moves, Cause cause) implements OrderEvent {
        public Routed {
            expect(moves, OPEN, Set.of(HELD));
        }
    }

    record Backordered(Cause cause) implements OrderEvent {}

    record Excepted(Cause cause) implements OrderEvent {}

    /** Units moved back, or a person decided something. */
    record Changed(List<Move> moves, Cause cause) implements OrderEvent {
        public Changed {
            expect(moves, HELD, Set.of(OPEN), PICKED, Set.of(HELD));
        }
    }

    record Picked(List<Move> moves, Cause cause) implements OrderEvent {
        public Picked {
            expect(moves, HELD, Set.of(PICKED));
        }
    }

    record Shipped(List<Move> moves, Cause cause) implements OrderEvent {
        public Shipped {
            expect(moves, HELD, Set.of(SHIPPED), PICKED, Set.of(SHIPPED));
        }
    }

    record Delivered(Cause cause) implements OrderEvent {}

    record Cancelled(List<Move> moves, Cause cause) implements OrderEvent {
        public Cancelled {
            expect(moves, OPEN, Set.of(CANCELLED), HELD, Set.of(CANCELLED));
        }
    }

    record Returned(List<Move> moves, Cause cause) implements OrderEvent {
        public Returned {
            expect(moves, SHIPPED, Set.of(RETURNED));
        }
    }

    private static void expect(List<Move> moves, Bucket from, Set<Bucket> to) {
        expect(moves, from, to, from, to);
    }

    private static void expect(List<Move> moves, Bucket from, Set<Bucket> to, Bucket from2, Set<Bucket> to2) {
        for (var move : moves) {
            var allowed =
                    move.from() == from && to.contains(move.to()) || move.from() == from2 && to2.contains(move.to());
            if (!allowed) {
                throw new IllegalArgumentException(
                        "Expected moves %s to %s or %s to %s, but got %s".formatted(from, to, from2, to2, move));
            }
        }
    }
}
