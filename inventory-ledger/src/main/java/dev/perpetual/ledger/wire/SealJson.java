package dev.perpetual.ledger.wire;

import java.time.Instant;

/** {@code journal.sealed.v1}. */
public final class SealJson {

    public static final String TOPIC = "seals";
    public static final String TYPE = "journal.sealed.v1";

    /** The key of the message: whose journal it is. */
    public static final String KEY = "inventory-ledger";

    private SealJson() {}

    /** The body of the message. Hashes are in hexadecimal. */
    public static String of(
            long number,
            long firstPosition,
            long lastPosition,
            int rows,
            String hash,
            String previous,
            Instant sealedAt) {
        return Json.object(json -> {
            json.writeNumberField("number", number);
            json.writeNumberField("firstPosition", firstPosition);
            json.writeNumberField("lastPosition", lastPosition);
            json.writeNumberField("rows", rows);
            json.writeStringField("hash", hash);
            json.writeStringField("previous", previous);
            json.writeStringField("sealedAt", sealedAt.toString());
        });
    }
}
