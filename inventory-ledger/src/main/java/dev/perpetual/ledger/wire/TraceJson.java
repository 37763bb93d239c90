package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.ledger.domain.Outcome.Trace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The units in a kept refusal. */
final class TraceJson {

    private TraceJson() {}

    static void write(JsonGenerator json, List<Trace> traces) throws IOException {
        if (traces.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("serials");
        for (var trace : traces) {
            json.writeStartObject();
            json.writeStringField("serial", trace.serial());
            Json.optional(json, "heldIn", trace.heldIn());
            Json.optional(json, "heldBy", trace.heldBy());
            json.writeStringField("tried", trace.tried());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static List<Trace> read(JsonNode json) {
        var traces = new ArrayList<Trace>();
        for (var trace : json.path("serials")) {
            traces.add(new Trace(
                    trace.path("serial").asText(),
                    trace.path("heldIn").asText(null),
                    trace.path("heldBy").asText(null),
                    trace.path("tried").asText()));
        }
        return traces;
    }
}
