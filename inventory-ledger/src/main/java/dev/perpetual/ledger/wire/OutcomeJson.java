package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.Hold;
import dev.perpetual.ledger.domain.HoldEvent;
import dev.perpetual.ledger.domain.HoldId;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Outcome;
import dev.perpetual.ledger.domain.Outcome.DocumentChanged;
import dev.perpetual.ledger.domain.Outcome.HoldChanged;
import dev.perpetual.ledger.domain.Outcome.HoldExtended;
import dev.perpetual.ledger.domain.Outcome.LotWithdrawn;
import dev.perpetual.ledger.domain.Outcome.Reason;
import dev.perpetual.ledger.domain.Outcome.Recorded;
import dev.perpetual.ledger.domain.Outcome.Refused;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import dev.perpetual.ledger.domain.Outcome.Unchanged;
import dev.perpetual.ledger.domain.Sku;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to a command as it is kept, so that the same command gets the same answer for good. */
public final class OutcomeJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private OutcomeJson() {}

    /** The kept text of an outcome. */
    public static String write(Outcome outcome) {
        return Json.object(json -> {
            switch (outcome) {
                case Recorded(var version, var at, var discrepancy) -> {
                    json.writeStringField("outcome", "recorded");
                    json.writeNumberField("version", version);
                    json.writeStringField("at", at.toString());
                    Json.optional(json, "discrepancy", discrepancy);
                }
                case Unchanged(var why, var at) -> {
                    json.writeStringField("outcome", "unchanged");
                    json.writeStringField("why", why);
                    json.writeStringField("at", at.toString());
                }
                case HoldChanged(var event, var hold, var moved, var at) -> {
                    json.writeStringField("outcome", "hold");
                    json.writeStringField("event", event.name());
                    hold(json, hold);
                    json.writeArrayFieldStart("moved");
                    for (var units : moved) {
                        json.writeNumber(units);
                    }
                    json.writeEndArray();
                    json.writeStringField("at", at.toString());
                }
                case HoldExtended(var hold, var at) -> {
                    json.writeStringField("outcome", "extended");
                    hold(json, hold);
                    json.writeStringField("at", at.toString());
                }
                case LotWithdrawn(var blocked, var reopened, var version, var at) -> {
                    json.writeStringField("outcome", "lot-withdrawn");
                    json.writeNumberField("blocked", blocked);
                    json.writeArrayFieldStart("reopened");
                    for (var hold : reopened) {
                        json.writeString(hold.id());
                    }
                    json.writeEndArray();
                    json.writeNumberField("version", version);
                    json.writeStringField("at", at.toString());
                }
                case DocumentChanged(var document, var at) -> {
                    json.writeStringField("outcome", "document");
                    json.writeStringField("document", DocumentJson.write(document));
                    json.writeStringField("at", at.toString());
                }
                case Refused(var reason, var detail, var lines, var traces, var at) -> {
                    json.writeStringField("outcome", "refused");
                    json.writeStringField("reason", reason.name());
                    json.writeStringField("detail", detail);
                    shortages(json, lines);
                    TraceJson.write(json, traces);
                    json.writeStringField("at", at.toString());
                }
                case Outcome.Rejected _, Outcome.KeyReused _, Outcome.Together _ ->
                    throw new IllegalArgumentException("Expected an outcome that is kept, but got " + outcome);
            }
        });
    }

    private static void hold(JsonGenerator json, Hold hold) throws IOException {
        json.writeObjectFieldStart("hold");
        json.writeStringField("id", hold.id().id());
        json.writeStringField("ownerType", hold.owner().type());
        json.writeStringField("ownerId", hold.owner().id());
        Json.optional(json, "channel", hold.owner().channel());
        Json.optional(json, "client", hold.owner().client());
        json.writeStringField("state", hold.state().name());
        json.writeNumberField("version", hold.version());
        Json.optional(json, "expiresAt", hold.expiresAt());
        json.writeStringField("createdAt", hold.createdAt().toString());
        Json.optional(json, "confirmedAt", hold.confirmedAt());
        json.writeArrayFieldStart("lines");
        for (var line : hold.lines()) {
            json.writeStartArray();
            json.writeNumber(line.line());
            json.writeString(line.sku().code());
            json.writeString(line.location().id());
            json.writeString(line.goods().lot());
            json.writeNumber(line.granted());
            json.writeNumber(line.open());
            json.writeNumber(line.picked());
            json.writeNumber(line.shipped());
            json.writeNumber(line.released());
            json.writeNumber(line.expired());
            json.writeNumber(line.version());
            json.writeString(line.goods().owner());
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeEndObject();
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

    /** What {@link #write} wrote. */
    public static Outcome read(String text) {
        try {
            var json = MAPPER.readTree(text);
            var at = Instant.parse(json.path("at").asText());
            var kind = json.path("outcome").asText();
            return switch (kind) {
                case "recorded" -> new Recorded(json.path("version").asLong(), at, optional(json, "discrepancy"));
                case "unchanged" -> new Unchanged(json.path("why").asText(), at);
                case "hold" ->
                    new HoldChanged(
                            HoldEvent.valueOf(json.path("event").asText()), hold(json.path("hold")), moved(json), at);
                case "extended" -> new HoldExtended(hold(json.path("hold")), at);
                case "lot-withdrawn" -> {
                    var reopened = new ArrayList<HoldId>();
                    json.path("reopened").forEach(hold -> reopened.add(new HoldId(hold.asText())));
                    yield new LotWithdrawn(
                            json.path("blocked").asLong(),
                            reopened,
                            json.path("version").asLong(),
                            at);
                }
                case "document" ->
                    new DocumentChanged(DocumentJson.read(json.path("document").asText()), at);
                case "refused" ->
                    new Refused(
                            Reason.valueOf(json.path("reason").asText()),
                            json.path("detail").asText(),
                            shortages(json),
                            TraceJson.read(json),
                            at);
                default -> throw new IllegalStateException("Expected a kept outcome, but got " + kind);
            };
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("Expected a kept outcome, but it is damaged", damaged);
        }
    }

    private static Hold hold(JsonNode json) {
        var lines = new ArrayList<HoldLine>();
        for (var line : json.path("lines")) {
            lines.add(new HoldLine(
                    line.get(0).asInt(),
                    new Sku(line.get(1).asText()),
                    new LocationId(line.get(2).asText()),
                    new Goods(line.get(3).asText(), line.path(11).asText("")),
                    line.get(4).asLong(),
                    line.get(5).asLong(),
                    line.get(6).asLong(),
                    line.get(7).asLong(),
                    line.get(8).asLong(),
                    line.get(9).asLong(),
                    line.get(10).asLong()));
        }
        return new Hold(
                new HoldId(json.path("id").asText()),
                new Hold.Owner(
                        json.path("ownerType").asText(),
                        json.path("ownerId").asText(),
                        optional(json, "channel"),
                        optional(json, "client")),
                Hold.State.valueOf(json.path("state").asText()),
                json.path("version").asLong(),
                time(json, "expiresAt"),
                Instant.parse(json.path("createdAt").asText()),
                lines,
                time(json, "confirmedAt"));
    }

    private static @Nullable Instant time(JsonNode json, String name) {
        var time = optional(json, name);
        return time == null ? null : Instant.parse(time);
    }

    private static List<Long> moved(JsonNode json) {
        var moved = new ArrayList<Long>();
        json.path("moved").forEach(units -> moved.add(units.asLong()));
        return moved;
    }

    private static List<Shortage> shortages(JsonNode json) {
        var shortages = new ArrayList<Shortage>();
        for (var line : json.path("lines")) {
            shortages.add(new Shortage(
                    line.has("line") ? line.path("line").asInt() : null,
                    new Sku(line.path("sku").asText()),
                    new LocationId(line.path("location").asText()),
                    line.path("asked").asLong(),
                    line.path("available").asLong(),
                    line.path("version").asLong()));
        }
        return shortages;
    }

    private static @Nullable String optional(JsonNode json, String name) {
        return json.has(name) ? json.path(name).asText() : null;
    }
}
