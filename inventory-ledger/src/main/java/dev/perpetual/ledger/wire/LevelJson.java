package dev.perpetual.ledger.wire;

import dev.perpetual.ledger.domain.Balance;
import dev.perpetual.ledger.domain.Bucket;
import dev.perpetual.ledger.domain.LocationId;
import dev.perpetual.ledger.domain.Sku;

/** {@code stock.level.changed.v1}. */
public final class LevelJson {

    public static final String TOPIC = "stock-levels";
    public static final String TYPE = "stock.level.changed.v1";

    private LevelJson() {}

    /** The key of the message. */
    public static String key(Sku sku, LocationId location) {
        return sku.code() + "@" + location.id();
    }

    /** The body of the message; all lots in one figure. */
    public static String of(Sku sku, LocationId location, Balance balance) {
        return Json.object(json -> {
            json.writeStringField("sku", sku.code());
            json.writeStringField("location", location.id());
            json.writeNumberField("version", balance.version());
            json.writeObjectFieldStart("buckets");
            for (var bucket : Bucket.values()) {
                json.writeNumberField(bucket.code(), balance.units(bucket));
            }
            json.writeEndObject();
            json.writeNumberField("onHand", balance.onHand());
            json.writeStringField("occurredAt", balance.occurredAt().toString());
            json.writeStringField("recordedAt", balance.recordedAt().toString());
            Json.optional(json, "asOf", balance.asOf());
        });
    }
}
