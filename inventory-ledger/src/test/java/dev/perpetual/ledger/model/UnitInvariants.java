package dev.perpetual.ledger.model;

import dev.perpetual.ledger.domain.Account;
import dev.perpetual.ledger.domain.Movement;
import dev.perpetual.ledger.domain.Serial.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What must always hold of units with numbers, counted anew from the journal alone. */
final class UnitInvariants {

    private final World world;

    /** By serial and spot; under no serial the unnamed ones, under a star all named ones together. */
    private final Map<String, Long> counted = new HashMap<>();

    private final Map<String, Long> inside = new TreeMap<>();
    private int movements;

    UnitInvariants(World world) {
        this.world = world;
    }

    @Nullable
    String broken() {
        for (; movements < world.journal.size(); movements++) {
            add(world.journal.get(movements));
        }
        if (counted.isEmpty() && world.positions.isEmpty()) {
            return null;
        }
        var stand = new HashMap<String, Long>();
        world.positions.forEach((key, position) ->
                stand.put((key.id().code().isEmpty() ? "*" : "") + Hears.name(key), position.units()));
        var missing = new HashMap<String, Long>();
        for (var each : counted.entrySet()) {
            var name = each.getKey();
            var units = each.getValue();
            if (!name.startsWith("@") && units != stand.getOrDefault(name, 0L)) {
                return "where units are is the fold of the journal: " + name + " " + units + ", but got " + stand;
            }
            if (name.startsWith("@") ? units != 0 : units < 0 && !name.startsWith("*")) {
                missing.put(name, Math.abs(units));
            }
        }
        for (var each : inside.entrySet()) {
            if (each.getValue() > 1) {
                missing.put(each.getKey() + "@ everywhere", each.getValue() - 1);
            }
        }
        for (var hole : world.holes.values()) {
            var name = Hears.name(hole.key());
            if (hole.isOpen() && !Long.valueOf(Math.abs(hole.units())).equals(missing.remove(name))) {
                return "a unit is once in one place, or a case: " + hole;
            }
        }
        return missing.isEmpty() ? null : "a unit is once in one place, or a case: " + missing;
    }

    private void add(Movement movement) {
        var serials = movement.serials();
        if (serials == null) {
            return;
        }
        side(movement, movement.from(), -1);
        side(movement, movement.to(), 1);
    }

    private void side(Movement movement, Account account, int sign) {
        var spot = spot(account);
        if (spot == null) {
            return;
        }
        var isOurs = account instanceof Account.Place;
        var serials = movement.serials();
        if (serials.isEmpty()) {
            if (isOurs) {
                counted.merge("@" + spot, sign * movement.quantity(), Long::sum);
            }
            return;
        }
        for (var serial : serials) {
            counted.merge(serial + "@" + spot, (long) sign, Long::sum);
            counted.merge("*@" + spot, (long) sign, Long::sum);
            inside.merge(serial, isOurs ? sign : 0L, Long::sum);
        }
    }

    private static @Nullable String spot(Account account) {
        return switch (account) {
            case Account.Place(var location, var bucket) -> {
                var kind = switch (bucket) {
                    case EXPECTED -> null;
                    case AVAILABLE, HELD, PICKED -> Kind.SHELF;
                    case INSPECTION -> Kind.INSPECTION;
                    case BLOCKED -> Kind.BLOCKED;
                    case OUTBOUND -> Kind.OUTBOUND;
                };
                yield kind == null ? null : location.id() + " " + kind.code();
            }
            case Account.Beyond(var outside) -> outside.code().equals("customer") ? " " + Kind.CUSTOMER.code() : null;
        };
    }
}
