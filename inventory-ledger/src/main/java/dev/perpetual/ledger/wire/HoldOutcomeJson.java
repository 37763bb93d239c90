package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perpetual.ledger.domain.HoldEvent;
import dev.perpetual.ledger.domain.HoldOutcome;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** {@code hold.granted.v1}, {@code hold.refused.v1} and what becomes of a hold later. */
public final class HoldOutcomeJson {

    public static final String TOPIC = "hold-outcomes";

    private HoldOutcomeJson() {}

    /** The body of the message. */
    public static String of(HoldOutcome outcome) {
        var hold = outcome.hold();
        return Json.object(json -> {
            json.writeStringField("hold", hold.id().id());
            json.writeObjectFieldStart("owner");
            json.writeStringField("type", hold.owner().type());
            json.writeStringField("id", hold.owner().id());
            json.writeEndObject();
            json.writeStringField("request", outcome.request());
            json.writeNumberField("version", hold.version());
            json.writeStringField("state", hold.state().name().toLowerCase(Locale.ROOT));
            if (outcome.reason() != null) {
                json.writeStringField("reason", outcome.reason().code());
            }
            if (outcome.event() == HoldEvent.REFUSED) {
                shortages(json, outcome.shortages());
            } else {
                lines(json, outcome);
                Json.optional(json, "expiresAt", hold.expiresAt());
            }
            json.writeStringField("recordedAt", outcome.recordedAt().toString());
        });
    }

    private static void lines(JsonGenerator json, HoldOutcome outcome) throws IOException {
        json.writeArrayFieldStart("lines");
        var moved = outcome.moved().iterator();
        for (var line : outcome.hold().lines()) {
            json.writeStartObject();
            json.writeNumberField("line", line.line());
            json.writeStringField("sku", line.sku().code());
            json.writeStringField("location", line.location().id());
            Json.optional(
                    json,
                    "lot",
                    line.goods().lot().isEmpty() ? null : line.goods().lot());
            Json.optional(
                    json,
                    "owner",
                    line.goods().owner().isEmpty() ? null : line.goods().owner());
            json.writeNumberField("moved", moved.next());
            json.writeNumberField("granted", line.granted());
            json.writeNumberField("open", line.open());
            json.writeNumberField("picked", line.picked());
            json.writeNumberField("shipped", line.shipped());
            json.writeNumberField("released", line.released());
            json.writeNumberField("expired", line.expired());
            json.writeNumberField("version", line.version());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void shortages(JsonGenerator json, List<Shortage> shortages) throws IOException {
        json.writeArrayFieldStart("lines");
        for (var line : shortages) {
            json.writeStartObject();
            if (line.line() != null) {
                json.writeNumberField("line", line.line());
            }
            json.writeStringField("sku", line.sku().code());
            json.writeStringField("location", line.location().id());
            json.writeNumberField("asked", line.asked());
            json.writeNumberField("available", line.available());
            json.writeNumberField("version", line.version());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
