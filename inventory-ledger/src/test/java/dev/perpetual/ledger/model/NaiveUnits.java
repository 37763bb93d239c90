package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where each unit with a number is, naively: how often it was put to a spot less how often it was taken from there. Under
 * the empty serial, how many units nobody named.
 */
final class NaiveUnits {

    private static final String EVERYWHERE = " everywhere";

    /** When a unit was last at a spot, and as which goods. */
    private record Seen(long version, Wares wares) {}

    final TreeMap<String, Long> standing;
    final Map<String, String> holes;
    private final Map<String, Seen> seen;

    NaiveUnits() {
        standing = new TreeMap<>();
        holes = new HashMap<>();
        seen = new HashMap<>();
    }

    NaiveUnits(NaiveUnits known) {
        standing = new TreeMap<>(known.standing);
        holes = new HashMap<>(known.holes);
        seen = new HashMap<>(known.seen);
    }

    /** Held and picked units stand on the shelf; where nobody looks for units there is no spot. */
    static @Nullable String spot(Spot spot) {
        if (!spot.isInside()) {
            return spot.name().equals("customer") ? " customer" : null;
        }
        return switch (spot.name()) {
            case "expected" -> null;
            case "available", "held", "picked" -> spot.place() + " shelf";
            default -> spot.place() + " " + spot.name();
        };
    }

    long at(String serial, @Nullable String spot) {
        return spot == null ? 0 : standing.getOrDefault(serial + "@" + spot, 0L);
    }

    /** How many named units stand at a spot. */
    long named(String spot) {
        var units = 0L;
        for (var each : standing.entrySet()) {
            if (each.getKey().endsWith("@" + spot) && !each.getKey().startsWith("@")) {
                units += each.getValue();
            }
        }
        return units;
    }

    /** How often a unit is with us. */
    long inside(String serial) {
        var units = 0L;
        for (var each : standing.entrySet()) {
            if (each.getKey().startsWith(serial + "@") && !each.getKey().contains("@ ")) {
                units += each.getValue();
            }
        }
        return units;
    }

    /** The newest movement that brought it to where it still is. */
    String trace(String serial) {
        var newest = 0L;
        for (var each : standing.entrySet()) {
            if (each.getKey().startsWith(serial + "@") && each.getValue() > 0) {
                newest = Math.max(newest, seen.get(each.getKey()).version());
            }
        }
        return "{" + serial + " " + (newest == 0 ? "nowhere" : Naive.TRACKED + "/" + newest) + "}";
    }

    /** Which units stand at a spot as these goods. */
    List<String> which(@Nullable String spot, Wares wares) {
        var found = new ArrayList<String>();
        for (var each : standing.entrySet()) {
            var name = each.getKey();
            if (spot != null
                    && name.endsWith("@" + spot)
                    && !name.startsWith("@")
                    && each.getValue() > 0
                    && seen.get(name).wares().equals(wares)) {
                found.add(name.substring(0, name.indexOf('@')));
            }
        }
        return found;
    }

    /** Units go, by name or so many without. @return the first case that this opens, changes or closes, or empty */
    String go(List<String> named, long quantity, Spot from, Spot to, Wares wares, long version) {
        var touched = "";
        if (named.isEmpty()) {
            touched = count("", from, -quantity, version, touched, true);
            return count("", to, quantity, version, touched, true);
        }
        for (var serial : named) {
            var isSame = spot(from) != null && spot(from).equals(spot(to));
            var before = inside(serial);
            if (!isSame) {
                touched = count(serial, from, -1, version, touched, false);
                touched = count(serial, to, 1, version, touched, false);
            }
            for (var spot : new Spot[] {from, to}) {
                if (spot(spot) != null) {
                    seen.put(serial + "@" + spot(spot), new Seen(version, wares));
                }
            }
            var after = inside(serial);
            touched = follow(
                    serial + "@" + EVERYWHERE, Math.max(0, before - 1), Math.max(0, after - 1), version, touched);
        }
        return touched;
    }

    private String count(String serial, Spot where, long units, long version, String touched, boolean isOursOnly) {
        var spot = spot(where);
        if (spot == null || (isOursOnly && !where.isInside())) {
            return touched;
        }
        var name = serial + "@" + spot;
        var before = standing.getOrDefault(name, 0L);
        var after = Math.addExact(before, units);
        standing.put(name, after);
        return serial.isEmpty()
                ? follow(name, before, after, version, touched)
                : follow(name, Math.max(0, -before), Math.max(0, -after), version, touched);
    }

    private String follow(String name, long before, long after, long version, String touched) {
        if (before == after) {
            return touched;
        }
        var since = holes.computeIfAbsent(name, _ -> Naive.TRACKED + "/" + version);
        if (after == 0) {
            holes.remove(name);
        }
        return touched.isEmpty() ? name + " since " + since : touched;
    }

    /** How many facts or names are missing. */
    long missing(String name) {
        var serial = name.substring(0, name.indexOf('@'));
        if (name.endsWith(EVERYWHERE)) {
            return inside(serial) - 1;
        }
        var units = standing.getOrDefault(name, 0L);
        return serial.isEmpty() ? units : -units;
    }
}
