package dev.perpetual.sandbox.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes back units of an order that have not left yet; without lines all of them. */
public record CancelRequest(String id, @Nullable List<Line> lines) {
    /** So many of one line. */
    public record Line(int line, long quantity) {}
}
