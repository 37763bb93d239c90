package dev.perpetual.router.wire;

import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Our view of {@code stock-levels}. */
public final class StockLevelReader {
    private StockLevelReader() {}

    /** What is available of a SKU at a location, at a version of the SKU. */
    public record Available(String sku, String location, long available, long version) {}

    private record Wire(
            String sku, String location, @Nullable Long version, Buckets buckets) {}

    private record Buckets(@Nullable Long available) {}

    public static Available read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return read(CloudEvent.type(record), record.value());
    }

    /** The level that a body of that type says. */
    public static Available read(String type, byte @Nullable [] body) throws UnreadableMessage {
        if (!type.equals("stock.level.changed.v1")) {
            throw new UnreadableMessage("Expected type stock.level.changed.v1, but got " + type);
        }
        var wire = Json.foreign(body, Wire.class);
        if (wire.sku() == null
                || wire.location() == null
                || wire.version() == null
                || wire.buckets() == null
                || wire.buckets().available() == null) {
            throw new UnreadableMessage("Expected sku, location, version and buckets.available, but got " + wire);
        }
        return new Available(wire.sku(), wire.location(), wire.buckets().available(), wire.version());
    }
}
