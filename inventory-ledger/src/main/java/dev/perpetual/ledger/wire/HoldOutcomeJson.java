package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.HoldEvent;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.HoldOutcome;
import dev.perpetual.ledger.domain.Outcome.Shortage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

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
            Json.optional(json, "channel", hold.owner().channel());
            Json.optional(json, "client", hold.owner().client());
            json.writeStringField("request", outcome.request());
            json.writeNumberField("version", hold.version());
            json.writeStringField("state", hold.state().name().toLowerCase(Locale.ROOT));
            if (outcome.reason() != null) {
                json.writeStringField("reason", outcome.reason().code());
            }
            if (outcome.event() == HoldEvent.REFUSED) {
                shortages(json, "lines", outcome.shortages());
            } else {
                lines(json, outcome);
                if (outcome.event() == HoldEvent.CHANGE_REFUSED) {
                    shortages(json, "shortages", outcome.shortages());
                }
                Json.optional(json, "expiresAt", hold.expiresAt());
                Json.optional(json, "confirmedAt", hold.confirmedAt());
            }
            json.writeStringField("recordedAt", outcome.recordedAt().toString());
        });
    }

    private static void lines(JsonGenerator json, HoldOutcome outcome) throws IOException {
        var moved = outcome.moved().iterator();
        var lines = new LinkedHashMap<Integer, List<HoldLine>>();
        var movedOfLine = new HashMap<Integer, Long>();
        for (var part : outcome.hold().lines()) {
            lines.computeIfAbsent(part.line(), _ -> new ArrayList<>()).add(part);
            movedOfLine.merge(part.line(), moved.next(), Long::sum);
        }
        json.writeArrayFieldStart("lines");
        for (var parts : lines.values()) {
            var first = parts.getFirst();
            json.writeStartObject();
            json.writeNumberField("line", first.line());
            json.writeStringField("sku", first.sku().code());
            json.writeStringField("location", first.location().id());
            if (parts.size() == 1) {
                goods(json, first);
            }
            json.writeNumberField("moved", movedOfLine.getOrDefault(first.line(), 0L));
            figures(json, parts);
            if (parts.size() == 1) {
                components(json, first);
            }
            if (parts.size() > 1) {
                json.writeArrayFieldStart("parts");
                for (var part : parts) {
                    json.writeStartObject();
                    goods(json, part);
                    figures(json, List.of(part));
                    components(json, part);
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void goods(JsonGenerator json, HoldLine line) throws IOException {
        goods(json, line.goods());
    }

    private static void goods(JsonGenerator json, Goods goods) throws IOException {
        Json.optional(json, "lot", goods.lot().isEmpty() ? null : goods.lot());
        Json.optional(json, "owner", goods.owner().isEmpty() ? null : goods.owner());
    }

    /** What is held for kits that are made of their parts. */
    private static void components(JsonGenerator json, HoldLine line) throws IOException {
        if (!line.isKit()) {
            return;
        }
        json.writeArrayFieldStart("components");
        for (var each : line.components()) {
            json.writeStartObject();
            json.writeStringField("sku", each.sku().code());
            goods(json, each.goods());
            json.writeNumberField("perKit", each.perKit());
            json.writeNumberField("open", each.open());
            json.writeNumberField("picked", each.picked());
            json.writeNumberField("shipped", each.shipped());
            json.writeNumberField("released", each.released());
            json.writeNumberField("expired", each.expired());
            json.writeNumberField("version", each.version());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void figures(JsonGenerator json, List<HoldLine> parts) throws IOException {
        json.writeNumberField("granted", sum(parts, HoldLine::granted));
        json.writeNumberField("open", sum(parts, HoldLine::open));
        json.writeNumberField("picked", sum(parts, HoldLine::picked));
        json.writeNumberField("shipped", sum(parts, HoldLine::shipped));
        json.writeNumberField("released", sum(parts, HoldLine::released));
        json.writeNumberField("expired", sum(parts, HoldLine::expired));
        json.writeNumberField(
                "version", parts.stream().mapToLong(HoldLine::version).max().orElseThrow());
    }

    private static long sum(List<HoldLine> parts, ToLongFunction<HoldLine> figure) {
        return parts.stream().mapToLong(figure).sum();
    }

    private static void shortages(JsonGenerator json, String field, List<Shortage> shortages) throws IOException {
        json.writeArrayFieldStart(field);
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
