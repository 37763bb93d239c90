package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.NaiveBooks.Promise;
import dev.perpetual.ledger.model.Told.Moves;
import dev.perpetual.ledger.model.Told.Spot;
import dev.perpetual.ledger.model.Told.Steps;
import dev.perpetual.ledger.model.Told.Transfers;
import dev.perpetual.ledger.model.Told.Units;
import dev.perpetual.ledger.model.Told.Wares;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which units a movement is about, and whether it may be, naively. */
final class NaiveNames {

    private static final Set<String> WITHOUT_UNITS = Set.of("expect", "hold", "release", "supplier-report");

    private NaiveNames() {}

    private static boolean isTracked(String sku) {
        return sku.equals(Naive.TRACKED);
    }

    /** Null when a movement may be as far as its units are concerned. */
    static @Nullable String whyNot(
            NaiveBooks books, String kind, String sku, long quantity, Spot from, Spot to, List<String> serials) {
        var wrong = wrong(sku, quantity, serials);
        if (wrong != null) {
            return wrong;
        }
        var isRequest = Naive.LAWS.get(kind).isRequest();
        var spot = NaiveUnits.spot(from);
        if (!serials.isEmpty()) {
            return judge(books, kind, from, to, serials);
        }
        if (!isRequest || !isTracked(sku) || WITHOUT_UNITS.contains(kind) || spot == null) {
            return null;
        }
        if (spot.equals(NaiveUnits.spot(to))) {
            return null;
        }
        var all = 0L;
        for (var pile : books.piles.values()) {
            if (pile.sku().equals(sku) && pile.place().equals(from.place())) {
                for (var bucket : Naive.BUCKETS) {
                    if (spot.equals(NaiveUnits.spot(new Spot(from.place(), bucket)))) {
                        all = Math.addExact(all, pile.of(bucket));
                    }
                }
            }
        }
        return all - books.units.named(spot) >= quantity ? null : "refused serials-needed ";
    }

    /** A unit comes once; what a request takes must be there. */
    static @Nullable String judge(NaiveBooks books, String kind, Spot from, Spot to, List<String> serials) {
        var isRequest = Naive.LAWS.get(kind).isRequest();
        if (to.isInside() && (kind.equals("receive") || (isRequest && !from.isInside()))) {
            var here = traces(
                    books,
                    serials.stream()
                            .filter(each -> books.units.inside(each) > 0)
                            .toList());
            if (!here.isEmpty()) {
                return "refused duplicate-serial " + here;
            }
        }
        var spot = NaiveUnits.spot(from);
        if (isRequest && spot != null) {
            var gone = traces(
                    books,
                    serials.stream()
                            .filter(each -> books.units.at(each, spot) <= 0)
                            .toList());
            if (!gone.isEmpty()) {
                return "refused serial-elsewhere " + gone;
            }
        }
        return null;
    }

    private static String traces(NaiveBooks books, List<String> serials) {
        var text = new StringBuilder();
        serials.forEach(serial -> text.append(books.units.trace(serial)));
        return text.toString();
    }

    static @Nullable String wrong(String sku, long quantity, List<String> serials) {
        if (serials.isEmpty() || !Naive.isKnown(sku)) {
            return null;
        }
        if (!isTracked(sku)) {
            return "rejected not-tracked-by-serial";
        }
        return serials.size() == quantity && new HashSet<>(serials).size() == quantity
                ? null
                : "rejected serials-do-not-fit";
    }

    /** What a step of a hold says of units is looked at before anything moves. */
    static @Nullable String whyNot(Steps told, @Nullable Promise promise) {
        var seen = new HashSet<String>();
        for (var line : told.lines()) {
            if (line.serials().isEmpty()) {
                continue;
            }
            var part = promise == null ? null : NaiveHolds.first(promise, line.line());
            var sku = part != null
                    ? part.sku()
                    : line.where() != null ? line.where().sku() : null;
            if (sku == null) {
                continue;
            }
            var wrong = wrong(sku, line.quantity(), line.serials());
            if (wrong != null) {
                return wrong;
            }
            if (isTracked(sku) && !line.serials().stream().allMatch(seen::add)) {
                return "rejected serials-do-not-fit";
            }
            if (part != null && told.step().equals("PICK") && open(promise, line) < asked(told, line)) {
                return "refused more-than-open ";
            }
        }
        return null;
    }

    private static long open(Promise promise, Units line) {
        var open = 0L;
        for (var part : promise.parts()) {
            open += part.line() == line.line() ? part.open() : 0;
        }
        return open;
    }

    private static long asked(Steps told, Units line) {
        var asked = 0L;
        for (var each : told.lines()) {
            asked = Math.addExact(asked, each.line() == line.line() ? each.quantity() : 0);
        }
        return asked;
    }

    /** Which units the command under way means by a movement; none when it does not say. */
    static List<String> of(
            NaiveBooks books,
            String kind,
            String sku,
            long quantity,
            Spot from,
            Wares wares,
            String causeType,
            String causeId,
            int causeLine) {
        if (!isTracked(sku) || WITHOUT_UNITS.contains(kind)) {
            return List.of();
        }
        var named = switch (books.told) {
            case Moves moves when causeType.equals(moves.causeType()) -> moves.serials();
            case Transfers transfers when causeType.equals("test") -> transfers.serials();
            case Steps steps
            when causeType.equals("hold") && causeId.equals(steps.hold()) ->
                next(books, steps, causeLine, quantity, from);
            case Told.Withdraws _ when causeType.equals("lot") -> books.units.which(NaiveUnits.spot(from), wares);
            case null, default -> List.<String>of();
        };
        return named.size() == quantity ? named : List.of();
    }

    /** A line may become several movements; each takes first the units that stand where it takes from. */
    private static List<String> next(NaiveBooks books, Steps told, int line, long quantity, Spot from) {
        var left = new ArrayList<String>();
        for (var each : told.lines()) {
            if (each.line() == line) {
                left.addAll(each.serials());
            }
        }
        for (var i = books.began; i < books.journal.size(); i++) {
            var entry = books.journal.get(i);
            if (entry.units() != null
                    && entry.causeType().equals("hold")
                    && entry.causeId().equals(told.hold())
                    && entry.causeLine() == line) {
                left.removeAll(entry.units());
            }
        }
        if (left.size() < quantity) {
            return List.of();
        }
        var here = new ArrayList<String>();
        var elsewhere = new ArrayList<String>();
        for (var serial : left) {
            (books.units.at(serial, NaiveUnits.spot(from)) > 0 ? here : elsewhere).add(serial);
        }
        here.addAll(elsewhere);
        return here.subList(0, (int) quantity);
    }

    /** That units have numbers is told only where they change their spot, and never of a supplier's. */
    static @Nullable List<String> said(String kind, String sku, Spot from, Spot to, List<String> named) {
        if (!named.isEmpty()) {
            return List.copyOf(named);
        }
        if (!isTracked(sku) || WITHOUT_UNITS.contains(kind)) {
            return null;
        }
        var left = NaiveUnits.spot(from);
        var isSame = left == null ? NaiveUnits.spot(to) == null : left.equals(NaiveUnits.spot(to));
        return isSame || isSuppliers(from) || isSuppliers(to) ? null : List.of();
    }

    private static boolean isSuppliers(Spot spot) {
        return spot.isInside() && Naive.PLACES.get(spot.place()).kind().equals("SUPPLIER");
    }
}
