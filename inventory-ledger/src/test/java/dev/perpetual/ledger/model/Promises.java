package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Told.Amended;
import dev.perpetual.ledger.model.Told.Amends;
import dev.perpetual.ledger.model.Told.Confirms;
import dev.perpetual.ledger.model.Told.Expires;
import dev.perpetual.ledger.model.Told.Extends;
import dev.perpetual.ledger.model.Told.Holds;
import dev.perpetual.ledger.model.Told.Limits;
import dev.perpetual.ledger.model.Told.Most;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Units;
import dev.perpetual.ledger.model.Told.Want;
import dev.perpetual.ledger.model.Told.Wares;
import dev.perpetual.ledger.model.Told.Where;
import dev.perpetual.ledger.model.Told.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The holds of a random history, and what limits them. */
final class Promises {

    private final SplittableRandom random;
    private final Histories history;

    /** Somebody limits what may be promised. */
    final boolean limited;

    Promises(SplittableRandom random, Histories history, boolean limited) {
        this.random = random;
        this.history = history;
        this.limited = limited;
    }

    Told any() {
        if (limited && random.nextInt(6) == 0) {
            return limits();
        }
        var hold = holdId();
        return switch (random.nextInt(12)) {
            case 10 -> amended(hold);
            case 11 -> new Confirms(hold, random.nextInt(3) > 0 ? "" : "order/O1", history.at());
            case 0 -> new Expires(hold);
            case 1 -> new Extends(hold, deadline(5));
            case 2 -> history.arrival();
            case 3, 4, 5 ->
                place(
                        hold,
                        switch (random.nextInt(limited ? 3 : 4)) {
                            case 0 -> "cart/C";
                            case 1 -> "order/O2";
                            default -> "order/O1";
                        });
            default -> {
                var step = switch (random.nextInt(8)) {
                    case 7 -> "UNPICK";
                    case 0, 1 -> "RELEASE";
                    case 2, 3 -> "PICK";
                    case 4, 5 -> "SHIP";
                    default -> "DELIVER";
                };
                var lines = new ArrayList<Units>();
                var isLocated = random.nextInt(3) == 0;
                for (var more = random.nextInt(3); more > 0; more--) {
                    var where = !isLocated || random.nextInt(8) == 0
                            ? null
                            : new Where(history.sku(), history.place(), history.wares());
                    var serials = step.equals("RELEASE") ? List.<String>of() : history.serials();
                    lines.add(new Units(1 + history.one(3), history.units(serials), where, serials));
                }
                yield new Steps(hold, step, lines, history.at());
            }
        };
    }

    private Told amended(String hold) {
        var lines = new ArrayList<Amended>();
        for (var line = random.nextInt(1, 3); line > 0; line--) {
            var more = random.nextInt(5) == 0 ? 0 : history.quantity();
            lines.addFirst(new Amended(line, more, wish()));
        }
        if (lines.size() > 1 && random.nextBoolean()) {
            lines.removeLast();
        }
        return new Amends(hold, random.nextBoolean(), lines, history.at());
    }

    Told place(String hold, String owner) {
        var lines = new ArrayList<Want>();
        for (var line = random.nextInt(1, 3); line > 0; line--) {
            lines.addFirst(new Want(line, history.sku(), history.place(), wish(), history.quantity()));
        }
        var deadline = random.nextBoolean() ? null : (Long) deadline(6);
        return new Holds(hold, owner, who(), random.nextBoolean(), deadline, lines, history.now);
    }

    /** Soon; under a limit now and then at its last instant or just behind it. */
    private long deadline(int most) {
        return limited && random.nextInt(3) == 0
                ? history.now + 60 + (random.nextInt(3) == 0 ? 1 : 0)
                : history.now + random.nextInt(-1, most);
    }

    private Who who() {
        if (!limited || random.nextInt(12) == 0) {
            return Who.NOBODY;
        }
        var channel = random.nextInt(6) > 0 ? "web" : random.nextBoolean() ? "shop" : "";
        var client = random.nextInt(6) > 0 ? "C1" : random.nextBoolean() ? "C2" : "";
        return new Who(channel, client);
    }

    Told limits() {
        var byChannel = random.nextBoolean();
        var name = random.nextInt(3) == 0 ? "*" : byChannel ? "web" : "C1";
        var ownerType = random.nextInt(3) == 0 ? "cart" : "";
        var sku = random.nextInt(3) == 0 ? "A" : "";
        var most = new Most(
                random.nextInt(3) > 0 ? (Long) random.nextLong(0, 2 * history.most) : null,
                random.nextInt(3) == 0 ? (Long) random.nextLong(0, 3) : null,
                sku.isEmpty() && random.nextBoolean() ? 1L : null);
        return new Limits(byChannel ? "channel" : "client", name, ownerType, sku, most);
    }

    String holdId() {
        return random.nextInt(20) == 0 ? "transfer/T" + history.one(2) : "H" + history.one(4);
    }

    /** Which units a hold wants: mostly any. */
    private Wares wish() {
        return random.nextInt(3) > 0 ? Wares.PLAIN : history.wares();
    }
}
