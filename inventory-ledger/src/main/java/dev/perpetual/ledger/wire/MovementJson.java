package dev.perpetual.ledger.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Account.Beyond;
import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Movement;
import java.io.IOException;

/** {@code stock.movement.recorded.v1}. */
public final class MovementJson {

    public static final String TOPIC = "stock-movements";
    public static final String TYPE = "stock.movement.recorded.v1";

    private MovementJson() {}

    /** The body of the message. */
    public static String of(Movement movement) {
        return Json.object(json -> {
            json.writeStringField("id", movement.id());
            json.writeStringField("command", movement.command());
            json.writeStringField("sku", movement.sku().code());
            json.writeNumberField("version", movement.version());
            json.writeStringField("kind", movement.kind().code());
            json.writeNumberField("quantity", movement.quantity());
            account(json, "from", movement.from());
            account(json, "to", movement.to());
            Json.optional(
                    json,
                    "lot",
                    movement.goods().lot().isEmpty() ? null : movement.goods().lot());
            Json.optional(
                    json,
                    "owner",
                    movement.goods().owner().isEmpty() ? null : movement.goods().owner());
            if (movement.serials() != null) {
                json.writeArrayFieldStart("serials");
                for (var serial : movement.serials()) {
                    json.writeString(serial);
                }
                json.writeEndArray();
            }
            Json.optional(json, "reason", movement.reason());
            if (movement.unitCost() != null) {
                json.writeObjectFieldStart("unitCost");
                json.writeStringField("amount", movement.unitCost().amount().toPlainString());
                json.writeStringField("currency", movement.unitCost().currency());
                json.writeEndObject();
            }
            json.writeObjectFieldStart("cause");
            json.writeStringField("type", movement.cause().type());
            json.writeStringField("id", movement.cause().id());
            if (movement.cause().line() != null) {
                json.writeNumberField("line", movement.cause().line());
            }
            json.writeEndObject();
            json.writeStringField("occurredAt", movement.occurredAt().toString());
            json.writeStringField("recordedAt", movement.recordedAt().toString());
            json.writeStringField("recordedBy", movement.recordedBy());
            json.writeStringField("through", movement.through());
            Json.optional(json, "discrepancy", movement.discrepancy());
        });
    }

    private static void account(JsonGenerator json, String name, Account account) throws IOException {
        json.writeObjectFieldStart(name);
        switch (account) {
            case Place(var location, var bucket) -> {
                json.writeStringField("location", location.id());
                json.writeStringField("bucket", bucket.code());
            }
            case Beyond(var outside) -> json.writeStringField("outside", outside.code());
        }
        json.writeEndObject();
    }
}
