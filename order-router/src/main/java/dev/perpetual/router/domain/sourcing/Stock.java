package dev.perpetual.router.domain.sourcing;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Our own copy of levels. A virtual kit has at a location what stands there assembled and what the available parts make; the
 * scarcest part decides. Whoever asks for kits asks for their parts, as far as no assembled ones are there.
 */
public final class Stock {
    private final Map<String, TreeMap<String, Level>> told = new HashMap<>();
    private final Map<String, Kit> kits = new HashMap<>();
    private final Map<Place, Level> refusedKits = new HashMap<>();

    private record Place(String sku, String location) {}

    public Stock(Collection<Level> levels, Collection<Kit> kits) {
        levels.forEach(this::put);
        kits.forEach(kit -> this.kits.put(kit.sku(), kit));
    }

    /** The levels of a SKU, by location. */
    public List<Level> of(String sku) {
        return locations(sku).stream()
                .map(location -> level(sku, location, Map.of()))
                .toList();
    }

    public Level at(String sku, String location) {
        return level(sku, location, Map.of());
    }

    /**
     * The levels of the demanded SKUs, by SKU and location. Where they draw on the same units, as a kit and its part, the first
     * demands count on them and the others on what is left, so that no plan needs a unit twice.
     */
    public List<Level> levels(List<Demand> demands) {
        var units = new LinkedHashMap<String, Long>();
        demands.forEach(one -> units.merge(one.sku(), one.quantity(), Long::sum));
        var taken = new HashMap<Place, Long>();
        var bySku = new TreeMap<String, List<Level>>();
        units.forEach((sku, wanted) -> {
            var levels = new ArrayList<Level>();
            for (var location : locations(sku)) {
                var level = level(sku, location, taken);
                levels.add(level);
                take(level, Math.min(wanted, Math.max(0, level.available())), taken);
            }
            bySku.put(sku, levels);
        });
        return bySku.values().stream().flatMap(List::stream).toList();
    }

    /** Whether more is known of a place than was when it was refused at that version. */
    public boolean knowsMore(String sku, String location, long refusedAt) {
        var version = at(sku, location).version();
        return kits.containsKey(sku) ? version != refusedAt : version > refusedAt;
    }

    /** The version by which {@link #knowsMore} will tell. @param told by the refusal, of the SKU alone */
    public long refusedAt(String sku, String location, long told) {
        return Math.max(1, kits.containsKey(sku) ? at(sku, location).version() : told);
    }

    /** Units are asked for. */
    public void asked(String sku, String location, long units, boolean queued) {
        var level = find(sku, location);
        if (level != null || kits.containsKey(sku)) {
            var known = level == null ? nothing(sku, location) : level;
            put(asking(known, known.asked() + units, known.queued() + (queued ? units : 0)));
        }
    }

    /** They are no longer. */
    public void answered(String sku, String location, long units, boolean queued) {
        var level = find(sku, location);
        if (level != null) {
            put(asking(level, Math.max(0, level.asked() - units), Math.max(0, level.queued() - (queued ? units : 0))));
        }
    }

    /** A refusal's figure is news about the level, unless we know something newer; of a kit, until any of its parts changes. */
    public void learned(String sku, String location, long available, long version) {
        if (kits.containsKey(sku)) {
            var known = at(sku, location);
            refusedKits.put(new Place(sku, location), new Level(sku, location, available, 0, 0, known.version()));
            return;
        }
        var level = find(sku, location);
        if (level == null || level.version() <= version) {
            var known = level == null ? nothing(sku, location) : level;
            put(new Level(sku, location, available, known.asked(), known.queued(), version));
        }
    }

    private void put(Level level) {
        told.computeIfAbsent(level.sku(), _ -> new TreeMap<>()).put(level.location(), level);
    }

    private @Nullable Level find(String sku, String location) {
        return told.getOrDefault(sku, new TreeMap<>()).get(location);
    }

    private Level there(String sku, String location) {
        var level = find(sku, location);
        return level == null ? nothing(sku, location) : level;
    }

    private static Level nothing(String sku, String location) {
        return new Level(sku, location, 0, 0, 0, 0);
    }

    private static Level asking(Level level, long asked, long queued) {
        return new Level(level.sku(), level.location(), level.available(), asked, queued, level.version());
    }

    private Set<String> locations(String sku) {
        var locations = new TreeSet<>(told.getOrDefault(sku, new TreeMap<>()).keySet());
        var kit = kits.get(sku);
        if (kit != null) {
            kit.parts()
                    .forEach(part -> locations.addAll(
                            told.getOrDefault(part.sku(), new TreeMap<>()).keySet()));
        }
        return locations;
    }

    /** @param taken units that are counted on already */
    private Level level(String sku, String location, Map<Place, Long> taken) {
        var kit = kits.get(sku);
        var own = own(sku, location, taken);
        if (kit == null) {
            return own;
        }
        var version = own.version();
        for (var part : kit.parts()) {
            version += there(part.sku(), location).version();
        }
        var available = promisable(kit, own, taken, Level::available);
        var refused = refusedKits.get(new Place(sku, location));
        if (refused != null && refused.version() == version) {
            available = Math.min(available, refused.available());
        }
        var unasked = Math.min(available, promisable(kit, own, taken, level -> level.available() - level.asked()));
        var unqueued = Math.min(available, promisable(kit, own, taken, level -> level.available() - level.queued()));
        return new Level(sku, location, available, available - unasked, available - unqueued, version);
    }

    private long promisable(Kit kit, Level own, Map<Place, Long> taken, ToLongFunction<Level> free) {
        var made = Long.MAX_VALUE;
        for (var part : kit.parts()) {
            var units = free.applyAsLong(own(part.sku(), own.location(), taken));
            made = Math.min(made, Math.max(0, units) / part.units());
        }
        return Math.addExact(Math.max(0, free.applyAsLong(own)), made);
    }

    /** What stands there of the SKU itself; asked for are also the parts of the kits that are. */
    private Level own(String sku, String location, Map<Place, Long> taken) {
        var level = there(sku, location);
        var asked = level.asked();
        var queued = level.queued();
        for (var kit : kits.values()) {
            var units = kit.units(sku);
            if (units > 0) {
                var whole = there(kit.sku(), location);
                var assembled = Math.max(0, whole.available());
                asked += Math.multiplyExact(units, Math.max(0, whole.asked() - assembled));
                queued += Math.multiplyExact(units, Math.max(0, whole.queued() - assembled));
            }
        }
        var available = level.available() - taken.getOrDefault(new Place(sku, location), 0L);
        return new Level(sku, location, available, asked, queued, level.version());
    }

    private void take(Level level, long units, Map<Place, Long> taken) {
        var kit = kits.get(level.sku());
        var own = kit == null
                ? units
                : Math.min(
                        units,
                        Math.max(0, own(level.sku(), level.location(), taken).available()));
        taken.merge(new Place(level.sku(), level.location()), own, Long::sum);
        if (kit != null) {
            for (var part : kit.parts()) {
                taken.merge(new Place(part.sku(), level.location()), (units - own) * part.units(), Long::sum);
            }
        }
    }
}
