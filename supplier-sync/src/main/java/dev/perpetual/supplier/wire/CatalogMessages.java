package dev.perpetual.supplier.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.supplier.catalog.CatalogChange;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the topic catalog. */
@ApplicationScoped
public class CatalogMessages {

    private final ObjectMapper json;

    public CatalogMessages(ObjectMapper json) {
        this.json = json;
    }

    /** Only what this service reads. The ledger may add members. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Item(@Nullable String sku, @Nullable Long version) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Location(
            @Nullable String id,
            @Nullable String kind,
            @Nullable Long version) {}

    /** The change a record tells. */
    public CatalogChange read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        var type = CloudEvent.type(record);
        return switch (type) {
            case "catalog.item.changed.v1" -> {
                var item = body(record, Item.class);
                yield new CatalogChange.Item(present("sku", item.sku()), present("version", item.version()));
            }
            case "catalog.location.changed.v1" -> {
                var location = body(record, Location.class);
                yield new CatalogChange.Location(
                        present("id", location.id()),
                        present("kind", location.kind()),
                        present("version", location.version()));
            }
            default -> throw new UnreadableMessage("Expected a change of an item or a location, but got " + type);
        };
    }

    private <T> T body(ConsumerRecord<String, byte[]> record, Class<T> type) throws UnreadableMessage {
        if (record.value() == null) {
            throw new UnreadableMessage("Expected a body, but got none");
        }
        try {
            return json.readValue(record.value(), type);
        } catch (IOException wrong) {
            throw new UnreadableMessage(
                    "Expected a JSON body as in the contract, but got " + wrong.getMessage(), wrong);
        }
    }

    private static <T> T present(String field, @Nullable T value) throws UnreadableMessage {
        if (value == null) {
            throw new UnreadableMessage("Expected %s, but got none".formatted(field));
        }
        return value;
    }
}
