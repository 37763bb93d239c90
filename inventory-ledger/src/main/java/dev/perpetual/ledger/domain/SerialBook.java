package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Account.Place;
import dev.perpetual.ledger.domain.Serial.Id;
import dev.perpetual.ledger.domain.Serial.Key;
import dev.perpetual.ledger.domain.Serial.Position;
import dev.perpetual.ledger.domain.Serial.Spot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The units that a batch names: where each is, and the holes in their ways. */
public final class SerialBook {

    /** A movement of a unit. */
    public record Step(Id id, long version) {}

    private final Instant now;
    private final Undo undo;
    private final Map<Id, Map<Spot, Position>> standing = new HashMap<>();
    private final Map<Key, SerialCase> open = new HashMap<>();
    private final Map<Key, Key> changed = new HashMap<>();
    private final Map<Step, Step> steps = new HashMap<>();
    private final Map<String, SerialCase> changedCases = new HashMap<>();

    SerialBook(Instant now, Undo undo) {
        this.now = now;
        this.undo = undo;
    }

    /** Makes units known, before anything is decided. */
    public void know(Map<Key, Position> positions, Collection<SerialCase> openCases) {
        positions.forEach((key, position) ->
                standing.computeIfAbsent(key.id(), _ -> new HashMap<>()).put(key.spot(), position));
        openCases.forEach(each -> open.put(each.key(), each));
    }

    /** How often a unit, or all named ones together, are at a spot; 0 where none is known. */
    long units(Id id, @Nullable Spot spot) {
        var position = spot == null ? null : of(id).get(spot);
        return position == null ? 0 : position.units();
    }

    /** How often a unit is in our places: once, or not. */
    long inside(Id id) {
        return inside(of(id));
    }

    private Map<Spot, Position> of(Id id) {
        return standing.getOrDefault(id, Map.of());
    }

    private static long inside(Map<Spot, Position> spots) {
        var units = 0L;
        for (var each : spots.entrySet()) {
            units += each.getKey().isInside() ? each.getValue().units() : 0;
        }
        return units;
    }

    /** Where a unit came to last, of the places where it still is; none when nobody knows. */
    @Nullable
    Position now(Id id) {
        Position newest = null;
        for (var each : of(id).values()) {
            if (each.units() > 0 && (newest == null || each.version() > newest.version())) {
                newest = each;
            }
        }
        return newest;
    }

    /** The known units of some goods that are at a spot, in their order. */
    List<String> at(Sku sku, @Nullable Spot spot, Goods goods) {
        var found = new ArrayList<String>();
        standing.forEach((id, spots) -> {
            var position = spot == null ? null : spots.get(spot);
            if (position != null
                    && position.units() > 0
                    && position.goods().equals(goods)
                    && id.sku().equals(sku)
                    && !id.code().isEmpty()) {
                found.add(id.code());
            }
        });
        return found.stream().sorted().toList();
    }

    /** Moves the units of a posting, named or not. @return the first case that was opened, changed or closed */
    @Nullable
    String record(Posting posting, long version) {
        String touched = posting.serials().isEmpty() ? unnamed(posting, version) : null;
        for (var code : posting.serials()) {
            var id = new Id(posting.sku(), code);
            var step = new Step(id, version);
            undo.put(steps, step, step);
            var before = of(id);
            var after = move(id, posting, 1, version);
            for (var spot : spots(posting)) {
                touched = follow(
                        new Key(id, spot),
                        Math.max(0, -at(before, spot)),
                        Math.max(0, -at(after, spot)),
                        posting,
                        version,
                        touched);
            }
            touched = follow(
                    new Key(id, Spot.EVERYWHERE),
                    Math.max(0, inside(before) - 1),
                    Math.max(0, inside(after) - 1),
                    posting,
                    version,
                    touched);
        }
        if (!posting.serials().isEmpty()) {
            move(Id.all(posting.sku()), posting, posting.serials().size(), version);
        }
        return touched;
    }

    /** Where units came or left of which nobody says which, more or fewer stand than are known by name. */
    private @Nullable String unnamed(Posting posting, long version) {
        String touched = null;
        for (var spot : spots(posting)) {
            if (spot.isInside()) {
                var key = new Key(Id.all(posting.sku()), spot);
                var known = open.get(key);
                var before = known == null ? 0 : known.units();
                var change = spot.equals(Spot.of(posting.to())) ? posting.quantity() : -posting.quantity();
                touched = follow(key, before, Math.addExact(before, change), posting, version, touched);
            }
        }
        return touched;
    }

    private static List<Spot> spots(Posting posting) {
        var from = Spot.of(posting.from());
        var to = Spot.of(posting.to());
        if (from == null || from.equals(to)) {
            return to == null ? List.of() : List.of(to);
        }
        return to == null ? List.of(from) : List.of(from, to);
    }

    private static long at(Map<Spot, Position> spots, Spot spot) {
        var position = spots.get(spot);
        return position == null ? 0 : position.units();
    }

    private Map<Spot, Position> move(Id id, Posting posting, long units, long version) {
        var spots = new HashMap<>(of(id));
        add(spots, posting.from(), -units, version, posting.goods());
        add(spots, posting.to(), units, version, posting.goods());
        undo.put(standing, id, spots);
        spots(posting).forEach(spot -> {
            var key = new Key(id, spot);
            undo.put(changed, key, key);
        });
        return spots;
    }

    private static void add(Map<Spot, Position> spots, Account account, long units, long version, Goods goods) {
        var spot = Spot.of(account);
        if (spot == null) {
            return;
        }
        var sum = Math.addExact(at(spots, spot), units);
        if (sum == 0) {
            spots.remove(spot);
        } else {
            spots.put(spot, new Position(sum, account, version, goods));
        }
    }

    private @Nullable String follow(
            Key key, long before, long after, Posting posting, long version, @Nullable String touched) {
        if (before == after) {
            return touched;
        }
        var known = open.get(key);
        var each = known == null
                ? SerialCase.opened(key, after, location(key, posting), posting.cause(), version, now)
                : after == 0 ? known.closed(posting.sku().code() + "/" + version, now) : known.now(after);
        undo.put(changedCases, each.id(), each);
        undo.put(open, key, each.isOpen() ? each : null);
        return touched == null ? each.id() : touched;
    }

    /** Where somebody can look: one side of every movement is ours. */
    private static LocationId location(Key key, Posting posting) {
        if (key.id().code().isEmpty()) {
            return new LocationId(key.spot().location());
        }
        if (posting.to() instanceof Place place) {
            return place.location();
        }
        if (posting.from() instanceof Place place) {
            return place.location();
        }
        throw new IllegalStateException("Expected a movement that touches a place of ours, but got " + posting);
    }

    /** Positions that changed, as they are now; null where the unit is no more. */
    public Map<Key, @Nullable Position> changed() {
        var positions = new HashMap<Key, @Nullable Position>();
        changed.keySet().forEach(key -> positions.put(key, of(key.id()).get(key.spot())));
        return positions;
    }

    /** What was added to the ways of the units. */
    public Collection<Step> steps() {
        return steps.values();
    }

    /** Cases in their newest state, if it changed. */
    public Collection<SerialCase> changedCases() {
        return changedCases.values();
    }
}
