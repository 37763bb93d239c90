package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perpetual.ledger.domain.Goods;
import dev.perpetual.ledger.domain.HoldComponent;
import dev.perpetual.ledger.domain.HoldLine;
import dev.perpetual.ledger.domain.Sku;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The components of a kit line inside a kept answer. */
final class ComponentsJson {

    private ComponentsJson() {}

    /** One more member of the line's array, if it is a kit. */
    static void write(JsonGenerator json, HoldLine line) throws IOException {
        if (!line.isKit()) {
            return;
        }
        json.writeStartArray();
        for (var each : line.components()) {
            json.writeStartArray();
            json.writeString(each.sku().code());
            json.writeString(each.goods().lot());
            json.writeString(each.goods().owner());
            json.writeNumber(each.perKit());
            json.writeNumber(each.open());
            json.writeNumber(each.picked());
            json.writeNumber(each.shipped());
            json.writeNumber(each.released());
            json.writeNumber(each.expired());
            json.writeNumber(each.version());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /** @param json missing when the line is no kit */
    static List<HoldComponent> read(JsonNode json) {
        var components = new ArrayList<HoldComponent>();
        for (var each : json) {
            components.add(new HoldComponent(
                    new Sku(each.get(0).asText()),
                    new Goods(each.get(1).asText(), each.get(2).asText()),
                    each.get(3).asLong(),
                    each.get(4).asLong(),
                    each.get(5).asLong(),
                    each.get(6).asLong(),
                    each.get(7).asLong(),
                    each.get(8).asLong(),
                    each.get(9).asLong()));
        }
        return components;
    }
}
