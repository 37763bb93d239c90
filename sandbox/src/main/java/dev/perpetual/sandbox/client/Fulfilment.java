package dev.perpetual.sandbox.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Work for one location: these units of that order. */
public record Fulfilment(
        String id,
        String order,
        String location,
        String state,
        @Nullable List<Line> lines) {
    /** So many of a SKU. */
    public record Line(int line, String sku, long quantity) {}

    /** Units of all lines together. */
    public long units() {
        return lines == null ? 0 : lines.stream().mapToLong(Line::quantity).sum();
    }
}
