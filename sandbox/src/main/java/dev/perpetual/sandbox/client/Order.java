package dev.perpetual.sandbox.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An order as the router tells it. */
public record Order(
        String id,
        @Nullable String channel,
        @Nullable String channelOrderId,
        String state,
        boolean decided,
        List<Line> lines,
        @Nullable List<Part> fulfilments,
        @Nullable JsonNode exceptions) {

    /**
     * ordered = open + held + picked + shipped + cancelled, always.
     *
     * @param cancelling held units that were given up and are not released yet
     */
    public record Line(
            int line,
            @Nullable String sku,
            long ordered,
            long open,
            long held,
            long picked,
            long shipped,
            long cancelled,
            long returned,
            long cancelling) {

        /** Whether every unit is in exactly one place. */
        public boolean isAccounted() {
            return ordered == open + held + picked + shipped + cancelled;
        }
    }

    /** What one location sends of it. */
    public record Part(String id, String location) {}

    /** Whether every unit of every line is in exactly one place. */
    public boolean isAccounted() {
        return lines.stream().allMatch(Line::isAccounted);
    }

    /** The parts, none before it is routed. */
    public List<Part> parts() {
        return fulfilments == null ? List.of() : fulfilments;
    }
}
