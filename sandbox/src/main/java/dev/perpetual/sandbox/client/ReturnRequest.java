package dev.perpetual.sandbox.client;

import java.util.List;

/** Units of an order that came back to a location. */
public record ReturnRequest(String id, String location, List<Line> lines) {
    /** So many of one line; {@code restock} when they can be sold again, else {@code block}. */
    public record Line(int line, long quantity, String disposition) {}
}
