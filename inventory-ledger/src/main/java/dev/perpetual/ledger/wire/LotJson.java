package dev.perpetual.ledger.wire;

import dev.perpetual.ledger.domain.Lot;
import java.time.Instant;
import java.util.Locale;

/** {@code stock.lot.changed.v1}: all that is known of a lot. */
public final class LotJson {

    public static final String TOPIC = "lots";
    public static final String TYPE = "stock.lot.changed.v1";

    private LotJson() {}

    /** Its stream in the journal. */
    public static String stream(Lot.Id lot) {
        return lot.sku().code() + "@" + lot.code();
    }

    /** The body of the message. */
    public static String of(Lot lot, Instant recordedAt) {
        var withdrawn = lot.withdrawn();
        return Json.object(json -> {
            json.writeStringField("sku", lot.id().sku().code());
            json.writeStringField("lot", lot.id().code());
            json.writeNumberField("version", lot.version());
            Json.optional(json, "expiresAt", lot.expiresAt());
            if (withdrawn != null) {
                json.writeStringField("withdrawn", withdrawn.cause().name().toLowerCase(Locale.ROOT));
                Json.optional(json, "reason", withdrawn.reason());
                json.writeStringField("withdrawnAt", withdrawn.at().toString());
            }
            json.writeStringField("recordedAt", recordedAt.toString());
        });
    }
}
