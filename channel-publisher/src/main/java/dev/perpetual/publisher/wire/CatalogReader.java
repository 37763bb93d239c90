package dev.perpetual.publisher.wire;

import dev.perpetual.kit.intake.CloudEvent;
import dev.perpetual.kit.intake.UnreadableMessage;
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
            @Nullable List<CatalogPack> packs) {}

    private record CatalogPack(
            @Nullable String code, @Nullable Long units) {}

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
            var units = Json.present("packs.units", pack.units());
            if (units < 1) {
                throw new UnreadableMessage("Expected packs.units of 1 or more, but got " + units);
            }
            packs.add(new Pack(Json.present("packs.code", pack.code()), units));
        }
        return new Item(
                Json.present("sku", item.sku()), version(item.version()), "retired".equals(item.status()), packs);
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
