package dev.perpetual.publisher.wire;

import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.publisher.stock.Levels.Level;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads {@code stock-levels}. */
public final class StockLevelReader {

    private static final String TYPE = "stock.level.changed.v1";

    private StockLevelReader() {}

    /** Only what this service reads. */
    private record StockLevel(
            @Nullable String sku,
            @Nullable String location,
            @Nullable Long version,
            @Nullable Buckets buckets,
            @Nullable Instant recordedAt) {}

    private record Buckets(@Nullable Long available) {}

    public static Level read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        var type = CloudEvent.type(record);
        if (!type.equals(TYPE)) {
            throw new UnreadableMessage("Expected " + TYPE + ", but got " + type);
        }
        var body = Json.read(record, StockLevel.class);
        var version = Json.present("version", body.version());
        // 0: a supplier has none of a SKU that never moved.
        if (version < 0) {
            throw new UnreadableMessage("Expected version of 0 or more, but got " + version);
        }
        return new Level(
                Json.present("sku", body.sku()),
                Json.present("location", body.location()),
                version,
                Json.present(
                        "buckets.available",
                        Json.present("buckets", body.buckets()).available()),
                Json.present("recordedAt", body.recordedAt()));
    }
}
