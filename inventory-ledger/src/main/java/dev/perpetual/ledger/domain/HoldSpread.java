package dev.perpetual.ledger.domain;

import dev.perpetual.ledger.domain.Command.MoveHold;
import dev.perpetual.ledger.domain.Command.MoveHold.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spreads the units of a step over the parts of a hold. */
final class HoldSpread {

    private HoldSpread() {}

    /** What happens to a part of a line. @param beyond left although it was not promised */
    record Part(long picked, long open, long beyond) {
        long units() {
            return picked + open + beyond;
        }
    }

    /**
     * What happens to each part, in the order of the parts. Nothing said means all that can; what is picked leaves
     * first. What leaves is a fact and may be more than was promised; anything else ends with the promise.
     */
    static List<Part> spread(MoveHold asked, Hold hold) {
        var ships = asked.step() == Step.SHIP;
        var takesPicked = ships || asked.step() == Step.UNPICK;
        var takesOpen = asked.step() != Step.UNPICK;
        var picked = new HashMap<Integer, Long>();
        var open = new HashMap<Integer, Long>();
        var beyond = new HashMap<Integer, Long>();
        for (var each : asked.lines()) {
            open.merge(each.line(), each.quantity(), Math::addExact);
        }
        if (asked.lines().isEmpty()) {
            for (var line : hold.lines()) {
                var most = (takesOpen ? line.open() : 0) + (takesPicked ? line.picked() : 0);
                open.merge(line.line(), most, Math::addExact);
            }
        }
        for (var line : hold.lines()) {
            if (takesPicked) {
                move(open, picked, line.line(), line.picked());
            }
        }
        open.forEach(beyond::put);
        hold.lines()
                .forEach(line -> beyond.computeIfPresent(line.line(), (_, left) -> Math.max(0, left - line.open())));
        var parts = new ArrayList<Part>();
        for (var line : hold.lines()) {
            var number = line.line();
            parts.add(new Part(
                    take(picked, number, line.picked()),
                    takesOpen ? take(open, number, line.open()) : 0,
                    ships ? take(beyond, number, Long.MAX_VALUE) : 0));
        }
        return parts;
    }

    private static void move(Map<Integer, Long> from, Map<Integer, Long> to, int line, long most) {
        to.merge(line, take(from, line, most), Math::addExact);
    }

    private static long take(Map<Integer, Long> units, int line, long most) {
        var taken = Math.min(most, units.getOrDefault(line, 0L));
        units.computeIfPresent(line, (_, left) -> left - taken);
        return taken;
    }
}
