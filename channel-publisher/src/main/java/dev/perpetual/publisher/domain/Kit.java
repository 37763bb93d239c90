package dev.perpetual.publisher.domain;

import dev.perpetual.publisher.domain.LocationLevel.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of what a virtual kit is made. What the ledger can promise of it at a location is the kits that stand there assembled and
 * those that the available parts make; the scarcest part decides.
 *
 * @param parts at least one
 */
public record Kit(List<Part> parts) {

    /** Units of another item in one kit. @param retired no kit is made of what is sold no more */
    public record Part(String sku, long units, boolean retired) {}

    /** What a location has of one part, as far as this service has heard. */
    public record PartLevel(String sku, long units, long available, long version) {}

    /** Levels of the kit with what its parts make. @param levels by SKU, its own and those of its parts */
    public List<LocationLevel> levels(String sku, Map<String, List<LocationLevel>> levels) {
        var own = byLocation(levels.getOrDefault(sku, List.of()));
        var places = new TreeMap<String, Standing>();
        own.forEach((location, level) -> places.put(location, level.standing()));
        var stock = new HashMap<String, Map<String, LocationLevel>>();
        for (var part : parts) {
            var its = byLocation(levels.getOrDefault(part.sku(), List.of()));
            its.forEach((location, level) -> places.put(location, level.standing()));
            stock.put(part.sku(), its);
        }
        var found = new ArrayList<LocationLevel>();
        places.forEach((location, standing) -> {
            var assembled = own.getOrDefault(location, new LocationLevel(location, standing, 0, 0));
            found.add(level(assembled, stock));
        });
        return found;
    }

    private LocationLevel level(LocationLevel assembled, Map<String, Map<String, LocationLevel>> stock) {
        var made = Long.MAX_VALUE;
        var there = new ArrayList<PartLevel>();
        for (var part : parts) {
            var level = stock.getOrDefault(part.sku(), Map.of()).get(assembled.location());
            var available = level == null ? 0 : level.available();
            there.add(new PartLevel(part.sku(), part.units(), available, level == null ? 0 : level.version()));
            made = Math.min(made, part.retired() ? 0 : Math.max(0, available) / part.units());
        }
        return new LocationLevel(
                assembled.location(),
                assembled.standing(),
                Math.addExact(assembled.available(), made),
                assembled.version(),
                there);
    }

    private static Map<String, LocationLevel> byLocation(Collection<LocationLevel> levels) {
        var found = new HashMap<String, LocationLevel>();
        levels.forEach(level -> found.put(level.location(), level));
        return found;
    }
}
