package dev.perpetual.router.domain.orders;

import java.util.List;

/** What we tell a node: to do something, or no longer to. Lines are the order's. */
public record Work(Kind kind, Fulfilment fulfilment, List<Line> lines) {
    /** The two things to tell. */
    public enum Kind {
        REQUESTED,
        CANCELLED
    }

    /** Units of one line of the order. */
    public record Line(int line, String sku, long quantity) {}
}
