package dev.perpetual.publisher.wire;

import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
import dev.perpetual.publisher.domain.Kit;
import dev.perpetual.publisher.stock.Items.Item;
import dev.perpetual.publisher.stock.Items.Pack;
import dev.perpetual.publisher.stock.Locations.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads {@code catalog}. */
public final class CatalogReader {

    private CatalogReader() {}

    /** What the catalog tells: an item or a location. */
    public sealed interface CatalogChange {
        record ItemChanged(Item item) implements CatalogChange {}

        record LocationChanged(Location location) implements CatalogChange {}
    }

    /** Only what this service reads. */
    private record CatalogItem(
            @Nullable String sku,
            @Nullable Long version,
            @Nullable String status,
            @Nullable List<CatalogPack> packs,
            @Nullable List<CatalogPart> kit,
            @Nullable String kitMode) {}

    private record CatalogPack(
            @Nullable String code, @Nullable Long units) {}

    private record CatalogPart(
            @Nullable String sku, @Nullable Long units) {}

    private record CatalogLocation(
            @Nullable String id,
            @Nullable Long version,
            @Nullable String kind,
            @Nullable Boolean sellable) {}

    public static CatalogChange read(ConsumerRecord<String, byte[]> record) throws UnreadableMessage {
        var type = CloudEvent.type(record);
        return switch (type) {
            case "catalog.item.changed.v1" -> new CatalogChange.ItemChanged(item(Json.read(record, CatalogItem.class)));
            case "catalog.location.changed.v1" ->
                new CatalogChange.LocationChanged(location(Json.read(record, CatalogLocation.class)));
            default -> throw new UnreadableMessage("Expected a change of an item or a location, but got " + type);
        };
    }

    private static Item item(CatalogItem item) throws UnreadableMessage {
        var packs = new ArrayList<Pack>();
        for (var pack : item.packs() == null ? List.<CatalogPack>of() : item.packs()) {
            packs.add(new Pack(Json.present("packs.code", pack.code()), units("packs.units", pack.units())));
        }
        return new Item(
                Json.present("sku", item.sku()),
                version(item.version()),
                "retired".equals(item.status()),
                packs,
                kit(item));
    }

    /** What a hold of it may promise instead of an assembled one; nothing unless it is a virtual kit. */
    private static List<Kit.Part> kit(CatalogItem item) throws UnreadableMessage {
        var parts = new ArrayList<Kit.Part>();
        if (item.kit() != null && !"assembled".equals(item.kitMode())) {
            for (var part : item.kit()) {
                parts.add(new Kit.Part(Json.present("kit.sku", part.sku()), units("kit.units", part.units()), false));
            }
        }
        return parts;
    }

    private static long units(String field, @Nullable Long units) throws UnreadableMessage {
        var number = Json.present(field, units);
        if (number < 1) {
            throw new UnreadableMessage("Expected %s of 1 or more, but got %d".formatted(field, number));
        }
        return number;
    }

    private static Location location(CatalogLocation location) throws UnreadableMessage {
        return new Location(
                Json.present("id", location.id()),
                version(location.version()),
                Json.present("kind", location.kind()).toUpperCase(Locale.ROOT),
                location.sellable() == null || location.sellable());
    }

    private static long version(@Nullable Long version) throws UnreadableMessage {
        var number = Json.present("version", version);
        if (number < 1) {
            throw new UnreadableMessage("Expected version of 1 or more, but got " + number);
        }
        return number;
    }
}
