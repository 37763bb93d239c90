package dev.perpetual.router.wire;

import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.router.domain.sourcing.Kit;
import dev.perpetual.router.domain.sourcing.Node;
import dev.perpetual.router.domain.sourcing.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Our view of {@code catalog}. */
public final class CatalogReader {
    private CatalogReader() {}

    /** A change of the catalog that we keep. */
    public sealed interface CatalogChange {}

    /** An item. @param kit the parts of a virtual kit; none of any other item */
    public record Item(String sku, long version, String status, List<Kit.Part> kit) implements CatalogChange {}

    /** A location; a kind that we do not know yet is not shipped from. */
    public record Location(
            String id,
            long version,
            Node.Kind kind,
            boolean sellable,
            @Nullable String country,
            @Nullable String region,
            @Nullable Double latitude,
            @Nullable Double longitude)
            implements CatalogChange {}

    private record WireItem(
            String sku,
            long version,
            @Nullable String status,
            @Nullable List<WirePart> kit,
            @Nullable String kitMode) {}

    private record WirePart(@Nullable String sku, @Nullable Long units) {}

    private record WireLocation(
            String id,
            long version,
            String kind,
            boolean sellable,
            @Nullable Address address) {}

    private record Address(
            @Nullable String country,
            @Nullable String region,
            @Nullable Double latitude,
            @Nullable Double longitude) {}

    public static CatalogChange read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        return read(CloudEvent.type(record), record.value());
    }

    /** The change that a body of that type says. */
    public static CatalogChange read(String type, byte @Nullable [] body) throws UnreadableMessage {
        return switch (type) {
            case "catalog.item.changed.v1" -> item(Json.foreign(body, WireItem.class));
            case "catalog.location.changed.v1" -> location(Json.foreign(body, WireLocation.class));
            default -> throw new UnreadableMessage("Expected a change of the catalog, but got type " + type);
        };
    }

    private static Item item(WireItem wire) throws UnreadableMessage {
        if (wire.sku() == null) {
            throw new UnreadableMessage("Expected an item with a sku, but got " + wire);
        }
        return new Item(wire.sku(), wire.version(), wire.status() == null ? "active" : wire.status(), kit(wire));
    }

    /** What a hold of it may promise instead of an assembled one. */
    private static List<Kit.Part> kit(WireItem wire) throws UnreadableMessage {
        var parts = new ArrayList<Kit.Part>();
        if (wire.kit() != null && !"assembled".equals(wire.kitMode())) {
            for (var part : wire.kit()) {
                if (part.sku() == null || part.units() == null || part.units() < 1) {
                    throw new UnreadableMessage("Expected parts with a sku and units of 1 or more, but got " + part);
                }
                parts.add(new Kit.Part(part.sku(), part.units()));
            }
        }
        return parts;
    }

    private static Location location(WireLocation wire) throws UnreadableMessage {
        if (wire.id() == null || wire.kind() == null) {
            throw new UnreadableMessage("Expected a location with id and kind, but got " + wire);
        }
        var kind = Arrays.stream(Node.Kind.values())
                .filter(one -> one.name().equals(wire.kind()))
                .findFirst();
        var address = wire.address() == null ? new Address(null, null, null, null) : wire.address();
        if (address.latitude() != null && address.longitude() != null) {
            try {
                new Point(address.latitude(), address.longitude());
            } catch (IllegalArgumentException nowhere) {
                throw new UnreadableMessage(String.valueOf(nowhere.getMessage()), nowhere);
            }
        }
        return new Location(
                wire.id(),
                wire.version(),
                kind.orElse(Node.Kind.TRANSIT),
                wire.sellable() && kind.isPresent(),
                address.country(),
                address.region(),
                address.latitude(),
                address.longitude());
    }
}
